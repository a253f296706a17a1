/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.web.cors.CorsUtils;

/** Reads the headers of a servlet request. */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass({Filter.class, CorsUtils.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class AmbientServletAutoConfiguration {

    @Bean
    First ambientServletFilter(AmbientValues values, AmbientProperties properties, Environment environment) {
        return new First(new ServletValuesFilter(
                values,
                new NotRequired(
                        properties.web().notRequiredPaths(),
                        environment.getProperty("spring.mvc.servlet.path", ""),
                        environment)));
    }

    /**
     * The first of all, so that others' filters, the observation of the request and Spring Security have the values too. A {@code
     * PriorityOrdered} comes before the program's filters that have the highest precedence too.
     */
    static final class First extends FilterRegistrationBean<ServletValuesFilter> implements PriorityOrdered {

        First(ServletValuesFilter filter) {
            super(filter);
            setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
            setOrder(HIGHEST_PRECEDENCE);
        }
    }
}
