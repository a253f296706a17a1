/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.Reports;
import dev.ambient.spi.ContextListener;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All context listeners. While there are none, a capture reads one field here. */
final class ContextListeners {

    private static volatile Entry[] all = {};

    /** Whether there is one. A field, since it is read on the hottest paths. */
    static volatile boolean any;

    private ContextListeners() {}

    static Registration add(ContextListener listener) {
        Entry entry = new Entry(listener);
        change(() -> all = Stream.concat(Arrays.stream(all), Stream.of(entry)).toArray(Entry[]::new));
        return () -> change(
                () -> all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry[]::new));
    }

    private static synchronized void change(Runnable change) {
        change.run();
        any = all.length != 0;
    }

    /** Notifies each of them, also where one throws. */
    static void notify(Consumer<ContextListener> event) {
        for (Entry entry : all) {
            try {
                event.accept(entry.listener);
            } catch (Throwable e) {
                Reports.contextListenerFailed(e);
            }
        }
    }

    /** Not a record: the same listener can be registered twice, and each registration is removed by itself. */
    private static final class Entry {

        final ContextListener listener;

        Entry(ContextListener listener) {
            this.listener = listener;
        }
    }
}
