/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service on any free port. */
record Service(ConfigurableApplicationContext context) implements AutoCloseable {

    static Service start(WebApplicationType type, Class<?> application, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new Service(new SpringApplicationBuilder(application).web(type).run(arguments.toArray(new String[0])));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    Http get(String path, String... headers) {
        return Http.get(port(), path, headers);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
