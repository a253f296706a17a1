/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.ValueDescriptor;

/**
 * The JFR event {@code dev.ambient.Request}. It is defined at run time: the annotation that makes a field contextual came with
 * JDK 25, and this module is compiled for 17.
 */
final class RequestEvent {

    private static final int KEY = 0;
    private static final int ID = 1;

    private static final EventFactory FACTORY = EventFactory.create(
            List.of(
                    new AnnotationElement(Name.class, "dev.ambient.Request"),
                    new AnnotationElement(Label.class, "Request"),
                    new AnnotationElement(
                            Description.class, "A thread worked for one request, for the duration of the event"),
                    new AnnotationElement(Category.class, new String[] {"Ambient"}),
                    new AnnotationElement(StackTrace.class, false)),
            List.of(
                    new ValueDescriptor(String.class, "key", List.of(new AnnotationElement(Label.class, "Key"))),
                    new ValueDescriptor(
                            String.class,
                            "id",
                            Stream.concat(Stream.of(new AnnotationElement(Label.class, "Id")), contextual())
                                    .toList())));

    private RequestEvent() {}

    static boolean isEnabled() {
        return FACTORY.getEventType().isEnabled();
    }

    static Event begin(String key, String id) {
        Event event = FACTORY.newEvent();
        event.set(KEY, key);
        event.set(ID, id);
        event.begin();
        return event;
    }

    private static Stream<AnnotationElement> contextual() {
        try {
            Class<? extends Annotation> contextual =
                    Class.forName("jdk.jfr.Contextual").asSubclass(Annotation.class);
            return Stream.of(new AnnotationElement(contextual));
        } catch (ClassNotFoundException e) {
            return Stream.empty(); // before JDK 25 it is an ordinary field
        }
    }
}
