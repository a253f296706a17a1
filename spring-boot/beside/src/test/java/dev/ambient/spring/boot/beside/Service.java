/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service on any free port, with one value: the tenant, in the header {@code X-Tenant}. */
record Service(ConfigurableApplicationContext context) implements AutoCloseable {

    static Service start(WebApplicationType type, Class<?> application, String... properties) {
        List<String> arguments = new ArrayList<>(
                List.of("--server.port=0", "--spring.main.banner-mode=off", "--ambient.values.tenant.header=X-Tenant"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new Service(new SpringApplicationBuilder(application).web(type).run(arguments.toArray(new String[0])));
    }

    String url(String path) {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port") + path;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
