/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** A program starts, and what is there works, whatever is not on its class path: the jars are left out, not hidden. */
class BareClassPathTest {

    private static final String ALL =
            "reactor-|ambient-reactor|reactor-bridge|rxjava|ambient-rxjava|rxjava-bridge|(ambient-)?diagnostics|spring-security|spring-web|spring-kafka"
                    + "|spring-webmvc|spring-webflux|tomcat|jakarta\\.servlet|micrometer-(tracing|observation|core)|opentelemetry|actuator"
                    + "|spring-boot-(web|rest|reactor|netty|security|tomcat|servlet|micrometer|http|jackson)|spring-boot-starter";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALL,
                "reactor-|ambient-reactor|reactor-bridge|spring-webflux|spring-boot-(reactor|netty|webflux|webclient)",
                "reactor-bridge|ambient-reactor|rxjava|ambient-rxjava",
                "(ambient-)?diagnostics|rxjava|ambient-rxjava",
                "spring-security|spring-boot-security|micrometer-tracing|opentelemetry|actuator"
                        + "|spring-boot-(micrometer|opentelemetry|health)"
            })
    void without(String jars) throws Exception {
        assertThat(run(Program.class, jars)).isEqualTo("acme");
    }

    @Test
    void a_bridge_that_cannot_be_installed_says_what_to_do() throws Exception {
        assertThat(run(LockedDown.class, "tomcat"))
                .startsWith("The bridge to RxJava could not be installed: RxJava is locked down")
                .endsWith(" / Do what the message says, or switch that bridge off with ambient.rxjava.enabled=false."
                        + " / Reactor is in: false");
    }

    @Test
    void diagnostics_that_are_wanted_and_not_there_stop_the_program() throws Exception {
        assertThat(run(WithDiagnostics.class, "(ambient-)?diagnostics|rxjava|ambient-rxjava"))
                .isEqualTo("ambient.diagnostics is FULL, but ambient-diagnostics is not on the class path."
                        + " / Add the dependency dev.ambient:ambient-diagnostics, or write ambient.diagnostics=off.");
    }

    private static String run(Class<?> program, String withoutJars) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(without(Pattern.compile(withoutJars)), ClassLoader.getPlatformClassLoader())) {
            return run(program, loader);
        }
    }

    private static String run(Class<?> program, ClassLoader loader) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Object made =
                    loader.loadClass(program.getName()).getDeclaredConstructor().newInstance();
            return String.valueOf(((Callable<?>) made).call());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] without(Pattern jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            // A module of this build is a folder, target/classes in its own.
            String name = path.endsWith(Path.of("target", "classes"))
                    ? path.getParent().getParent().getFileName().toString()
                    : path.getFileName().toString();
            if (!jars.matcher(name).lookingAt()) {
                urls.add(path.toUri().toURL());
            }
        }
        assertThat(urls).hasSizeLessThan(System.getProperty("java.class.path").split(File.pathSeparator).length - 1);
        return urls.toArray(new URL[0]);
    }

    /** Runs in its own class loader. */
    public static final class Program implements Callable<String> {

        @Override
        public String call() throws Exception {
            boolean isWeb = ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet", null)
                    && ClassUtils.isPresent("org.apache.catalina.startup.Tomcat", null);
            if (isWeb) { // a JVM has one factory of these, and another Tomcat of it may have set its own
                Class.forName("org.apache.catalina.webresources.TomcatURLStreamHandlerFactory")
                        .getMethod("disable")
                        .invoke(null);
            }
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                    .web(isWeb ? WebApplicationType.SERVLET : WebApplicationType.NONE)
                    .run(
                            "--server.port=0",
                            "--spring.main.banner-mode=off",
                            "--ambient.values.tenant.header=X-Tenant")) {
                Ambient<String> tenant = context.getBean(AmbientValues.class).get("tenant");
                Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
                CompletableFuture<String> seen = new CompletableFuture<>();
                Ambient.where(tenant, "acme").run(() -> executor.execute(() -> seen.complete(tenant.get())));
                return seen.get();
            }
        }
    }

    /** Has RxJava take no more hooks, for good. */
    public static final class LockedDown implements Callable<String> {

        @Override
        public String call() {
            RxJavaPlugins.lockdown();
            try {
                new SpringApplicationBuilder(Nothing.class)
                        .web(WebApplicationType.NONE)
                        .run("--spring.main.banner-mode=off")
                        .close();
                return "started";
            } catch (AmbientConfigurationException e) {
                return e.getMessage() + " / " + e.action() + " / Reactor is in: " + ReactorBridge.isInstalled();
            }
        }
    }

    /** Wants diagnostics. */
    public static final class WithDiagnostics implements Callable<String> {

        @Override
        public String call() {
            try {
                new SpringApplicationBuilder(Nothing.class)
                        .web(WebApplicationType.NONE)
                        .run("--spring.main.banner-mode=off", "--ambient.diagnostics=full")
                        .close();
                return "started";
            } catch (BeanCreationException e) {
                AmbientConfigurationException cause = (AmbientConfigurationException) e.getMostSpecificCause();
                return cause.getMessage() + " / " + cause.action();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Nothing {}
}
