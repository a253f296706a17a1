/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.travel;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.StringReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.MethodEntryRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Steps through a program with the JDK's debugger interface, and notes which of our files are entered in each step. */
final class CallTrace {

    private static final String PROGRAM = Journeys.class.getName();

    private final Map<String, Set<String>> files = new LinkedHashMap<>();
    private String step = "";

    private CallTrace() {}

    /**
     * Runs a journey in a JVM of its own.
     *
     * @return the files by step, each in the order in which they are entered
     */
    static Map<String, List<String>> of(String journey) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("options").setValue("-cp \"" + System.getProperty("java.class.path") + "\"");
        arguments.get("main").setValue(PROGRAM + " " + journey);
        VirtualMachine vm = connector.launch(arguments);
        vm.process().getInputStream().close();
        CallTrace trace = new CallTrace();
        try {
            trace.follow(vm);
            if (vm.process().waitFor() != 0) {
                throw new AssertionError(
                        new String(vm.process().getErrorStream().readAllBytes()));
            }
        } finally {
            vm.process().destroy();
        }
        Map<String, List<String>> files = new LinkedHashMap<>();
        trace.files.forEach((step, entered) -> files.put(step, new ArrayList<>(entered)));
        return files;
    }

    private void follow(VirtualMachine vm) throws Exception {
        ClassPrepareRequest loaded = vm.eventRequestManager().createClassPrepareRequest();
        loaded.addClassFilter(PROGRAM);
        loaded.enable();
        MethodEntryRequest ours = vm.eventRequestManager().createMethodEntryRequest();
        ours.addClassFilter("dev.ambient.*");
        ours.addClassExclusionFilter("dev.ambient.examples.*");
        while (true) {
            EventSet events = vm.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof VMDisconnectEvent) {
                    return;
                }
                if (event instanceof ClassPrepareEvent prepared) {
                    Method step = prepared.referenceType().methodsByName("step").get(0);
                    vm.eventRequestManager()
                            .createBreakpointRequest(step.location())
                            .enable();
                } else if (event instanceof BreakpointEvent stopped) {
                    begin(stopped);
                    ours.setEnabled(!step.isEmpty());
                } else if (event instanceof MethodEntryEvent entry) {
                    String type = entry.method().declaringType().name();
                    files.get(step).add(type.substring(type.lastIndexOf('.', end(type)) + 1, end(type)));
                }
            }
            events.resume();
        }
    }

    /** Where the name of the file's class ends: before nested classes and lambdas. */
    private static int end(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type.length() : nested;
    }

    private void begin(BreakpointEvent stopped) throws Exception {
        StringReference name =
                (StringReference) stopped.thread().frame(0).getArgumentValues().get(0);
        step = name.value();
        if (!step.isEmpty()) {
            files.computeIfAbsent(step, none -> new LinkedHashSet<>());
        }
    }
}
