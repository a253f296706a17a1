/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** A program starts, and what is there works, whatever is not on its class path: the jars are left out, not hidden. */
class BareClassPathTest {

    private static final String ALL =
            "reactor-|ambient-reactor|reactor-bridge|rxjava|ambient-rxjava|rxjava-bridge|spring-security|spring-web"
                    + "|spring-webmvc|spring-webflux|tomcat|jakarta\\.servlet|micrometer-(tracing|observation|core)|opentelemetry|actuator"
                    + "|spring-boot-(web|rest|reactor|netty|security|tomcat|servlet|micrometer|http|jackson)|spring-boot-starter";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALL,
                "reactor-|ambient-reactor|reactor-bridge|spring-webflux|spring-boot-(reactor|netty|webflux|webclient)",
                "reactor-bridge|ambient-reactor|rxjava|ambient-rxjava",
                "spring-security|spring-boot-security|micrometer-tracing|opentelemetry|actuator"
                        + "|spring-boot-(micrometer|opentelemetry|health)"
            })
    void without(String jars) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(without(Pattern.compile(jars)), ClassLoader.getPlatformClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                Object program = loader.loadClass(Program.class.getName())
                        .getDeclaredConstructor()
                        .newInstance();
                assertThat(((Callable<?>) program).call()).isEqualTo("acme");
            } finally {
                thread.setContextClassLoader(before);
            }
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
            boolean isWeb = ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet", null);
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

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Nothing {}
}
