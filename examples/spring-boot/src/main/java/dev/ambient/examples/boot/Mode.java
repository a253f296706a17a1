/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import com.example.orders.OrdersApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Hooks;

/** What carries values in the service. */
enum Mode {
    /** Boot's default, with what is written by hand. */
    OFF("off", false, "limited"),
    /** Boot's own propagation, with what is written by hand. */
    AUTO("auto", false, "auto"),
    /** The starter and its configuration alone. */
    STARTER("starter", true, "limited"),
    /** The starter, and Boot's own. */
    BOTH("both", true, "auto");

    final String title;
    private final boolean starter;
    private final String contextPropagation;

    Mode(String title, boolean starter, String contextPropagation) {
        this.title = title;
        this.starter = starter;
        this.contextPropagation = contextPropagation;
    }

    /** Starts the service on any free port. */
    ConfigurableApplicationContext start() {
        SpringApplicationBuilder service = new SpringApplicationBuilder(OrdersApplication.class);
        if (!starter) {
            service.sources(ByHand.class);
        }
        return service.run(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--ambient.enabled=" + starter,
                "--spring.reactor.context-propagation=" + contextPropagation);
    }

    /** Switches off what Boot leaves on when the service is stopped. */
    static void clean() {
        Hooks.disableAutomaticContextPropagation();
    }
}
