/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Rule 15: an install makes no class of its own. Such a class may stay for good, so a program that installs often would lose memory. */
class InstalledClassesTest {

    private static final int INSTALLS = 50;
    private static final int ROUNDS = 3;
    private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();

    @Test
    void fifty_installs_load_fewer_classes_than_one_each() {
        installTimes(2); // the classes of the bridge itself
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) { // something else may load its classes in one of the rounds
            long before = CLASSES.getTotalLoadedClassCount();
            installTimes(INSTALLS);
            fewest = Math.min(fewest, CLASSES.getTotalLoadedClassCount() - before);
        }
        assertThat(fewest).isLessThan(INSTALLS);
    }

    private static void installTimes(int times) {
        for (int i = 0; i < times; i++) {
            ReactorBridge.install().close();
        }
    }
}
