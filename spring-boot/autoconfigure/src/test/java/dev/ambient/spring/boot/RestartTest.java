/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A program that restarts as Boot's devtools have it: its own classes are loaded anew each time, those of its libraries stay.
 */
class RestartTest {

    @Test
    void each_generation_has_values_and_takes_out_the_bridges() throws Exception {
        boolean before = ReactorBridge.isInstalled();
        for (int i = 0; i < 3; i++) {
            assertThat(generation()).isEqualTo("operator acme, executor acme, in: true");
            assertThat(ReactorBridge.isInstalled()).isEqualTo(before);
        }
    }

    private static Object generation() throws Exception {
        URL classes = Program.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new Own(classes)) {
            FutureTask<Object> run = new FutureTask<>(() -> ((Callable<?>) loader.loadClass(Program.class.getName())
                            .getDeclaredConstructor()
                            .newInstance())
                    .call());
            Thread thread = new Thread(run);
            thread.setContextClassLoader(loader);
            thread.start();
            thread.join();
            return run.get();
        }
    }

    /** Loads the program's classes itself, and none of the starter's. */
    private static final class Own extends URLClassLoader {

        Own(URL classes) {
            super(new URL[] {classes}, Own.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(RestartTest.class.getName() + "$Program")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    /** Is loaded anew. */
    public static final class Program implements Callable<String> {

        @Override
        public String call() throws Exception {
            SpringApplication application = new SpringApplication(Configured.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context = application.run(
                    "--spring.main.banner-mode=off",
                    "--ambient.values.tenant.header=X-Tenant",
                    "--ambient.values.tenant.mdc=true")) {
                Ambient<String> tenant = context.getBean(AmbientValues.class).get("tenant");
                Mono<String> operator = Mono.just("")
                        .publishOn(Schedulers.parallel())
                        .map(nothing -> "operator " + tenant.orElse("none"));
                String executor = Ambient.where(tenant, "acme")
                        .call(() -> context.getBean(Workers.class).submit(() -> tenant.orElse("none")))
                        .get();
                return Ambient.where(tenant, "acme").call(() -> operator.block()) + ", executor " + executor + ", in: "
                        + ReactorBridge.isInstalled();
            }
        }

        /** A subclass of it is made in each generation. */
        public static class Workers extends ThreadPoolExecutor {

            public Workers() {
                super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
            }
        }

        @Configuration(proxyBeanMethods = false)
        @EnableAutoConfiguration
        public static class Configured {

            @Bean
            public Workers workers() {
                return new Workers();
            }
        }
    }
}
