/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The shape of the machine, and no name of it. */
record Machine(String jvm, int jdk, int cores, long gigabytes, String system) {

    /** The oldest JDK that is supported: what README shows was measured there. */
    private static final int FLOOR = 17;

    static Machine here() {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / 1e9),
                family(System.getProperty("os.name", "unknown")));
    }

    boolean isFloor() {
        return jdk == FLOOR;
    }

    /** Where its page is, from docs/benchmarks: each JDK has one. */
    String folder() {
        return isFloor() ? "" : "jdk-" + jdk;
    }

    private static String family(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("windows") ? "Windows" : lower.startsWith("mac") ? "macOS" : name;
    }

    @Override
    public String toString() {
        return "%s, %d cores, %d GB, %s".formatted(jvm, cores, gigabytes, system);
    }
}
