/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import com.example.orders.OrdersApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;

/** The example service, which says when it is ready and, asked for it, what memory it takes. */
final class StartedService {

    private static final Path STATUS = Path.of("/proc/self/status");

    private StartedService() {}

    public static void main(String[] args) throws IOException {
        SpringApplication.run(
                OrdersApplication.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error");
        say("boot", SpringBootVersion.getVersion());
        say("starter", String.valueOf(ClassUtils.isPresent("dev.ambient.spring.boot.AmbientValues", null)));
        System.out.println(Control.MARK);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String word = asked.readLine(); word != null; word = asked.readLine()) {
            if (!word.equals("memory")) {
                throw new IllegalArgumentException("no such question: " + word);
            }
            System.gc();
            say(
                    "heap",
                    String.valueOf(ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed()));
            say("rss", String.valueOf(resident()));
            say(
                    "classes",
                    String.valueOf(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
            System.out.println(Control.MARK);
        }
        System.exit(0);
    }

    /** In bytes; 0 where the system is not Linux. */
    private static long resident() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    private static void say(String name, String value) {
        System.out.println(Control.MARK + name + "=" + value);
    }
}
