/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Diagnostics;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A wrong configuration stops the program, and says what is wrong and what to write. */
@ExtendWith(OutputCaptureExtension.class)
class WrongConfigurationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            t.header=X Tenant                       | ambient.values.t.header is 'X Tenant', which is no name of a header. | such as X-Tenant
            t.header=                               | ambient.values.t.header is '', which is no name of a header.         | such as X-Tenant
            t.header=Authorization                  | ambient.values.t.header is Authorization, which has a meaning        | Use a header that belongs to your services
            t.header=host                           | ambient.values.t.header is host, which has a meaning                 | Use a header that belongs to your services
            t.header=X-T u.header=x-t               | ambient.values.u.header is x-t, as that of 't' is.                   | Give each value a header of its own.
            t.response=true                         | ambient.values.t.response is set, but the value has no header.       | Add ambient.values.t.header=X-..., or take it out.
            t.required=true                         | ambient.values.t.required is set, but the value has no header.       | Add ambient.values.t.header=X-..., or take it out.
            t.default=none                          | ambient.values.t.default is set, but the value has no header.        | Add ambient.values.t.header=X-..., or take it out.
            t.header=X-T t.required=true t.default=a | ambient.values.t.required is set beside a default                   | Take out ambient.values.t.required or ambient.values.t.default.
            t.header=X-T t.max-length=0             | ambient.values.t.max-length is 0.                                    | Write a number from 1 to 4096.
            t.header=X-T t.max-length=100000        | ambient.values.t.max-length is 100000.                               | Write a number from 1 to 4096.
            t.header=X-T t.default=                 | ambient.values.t.default is blank.                                   | Write a value, or take it out.
            t.header=X-T t.default=ü                | ambient.values.t.default has other characters than printable ASCII.  | Write the value in ASCII.
            t.header=X-T t.default=abc t.max-length=2 | ambient.values.t.default has 3 characters, but 2 are allowed.      | raise ambient.values.t.max-length
            t.mdc=true t.mdc-key=                   | ambient.values.t.mdc-key is blank.                                   | Write the key that the log pattern shows
            t.header=X-T t.mdc-key=tenant           | ambient.values.t.mdc-key is set, but the MDC does not show the value. | Add ambient.values.t.mdc=true, or take it out.
            t.mdc=true u.mdc=true u.mdc-key=t       | ambient.values.u.mdc-key is t, as that of 't' is.                    | Give each value a key of its own.
            t.mdc=true t.redacted=true              | The ambient value 't' cannot be shown in the MDC                     | Take out ambient.values.t.mdc
            bean.redacted=true                      | ambient.values.bean.redacted is set, but the value is a bean.        | .redacted().build()
            number.header=X-Number                  | ambient.values.number is configured, but the bean of that name takes no String. | Make it an Ambient<String>
            t.header=X-T t.max-length=many          | Failed to bind properties under 'ambient.values.t.max-length'        | Update your application
            t.header=X-T t.on-invalid=drop          | Failed to bind properties under 'ambient.values.t.on-invalid'        | The following values are valid
            t.heder=X-T                             | ambient.values.t.heder is set ( | Write ambient.values.<name>. and one of [header, response, default,
            a.b.header=X-T                          | ambient.values.a.b.header is set                                     | A name with a dot is written ambient.values[a.b].header.
            t=X-T t.mdc=true                        | ambient.values.t is set, but it is a value, not a property.          | such as ambient.values.t.header.
            t=X-T                                   | ambient.values.t is set, but it is a value, not a property. | such as ambient.values.t.header.
            """)
    void of_values(String properties, String description, String action, CapturedOutput output) {
        String[] arguments = properties.split(" (?=\\w+[.=])");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = "--ambient.values." + arguments[i].strip();
        }
        assertFails(Application.class, description, action, output, arguments);
    }

    @ParameterizedTest
    @CsvSource({"http://orders.internal", "orders.internal:8080", "orders.internal/path", "orders.*", "*internal", "a b"
    })
    void of_hosts(String host, CapturedOutput output) {
        assertFails(
                Application.class,
                "ambient.outgoing.hosts has '" + host + "', which is no host.",
                "Write a name without scheme, port and path",
                output,
                "--ambient.outgoing.hosts=" + host);
    }

    /** It may be the default of a value that is redacted. */
    @ParameterizedTest
    @ValueSource(strings = {"values.t.defualt", "values.t", "valeus.t.default"})
    void what_a_misspelt_property_is_set_to_is_not_said(String property, CapturedOutput output) {
        assertFails(
                Application.class,
                "ambient." + property + " is set",
                "Write",
                output,
                "--ambient." + property + "=top-secret",
                "--ambient.values.t.redacted=true");
        String analysis = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
        assertThat(analysis).doesNotContain("top-secret");
    }

    @Test
    void each_property_is_named_that_there_is() {
        Set<String> named = new TreeSet<>();
        AmbientPropertiesFailureAnalyzer.OTHERS.forEach(name -> named.add("ambient." + name));
        AmbientPropertiesFailureAnalyzer.OF_A_VALUE.forEach(name -> named.add("ambient.values.<name>." + name));
        assertThat(named).isEqualTo(DocumentationTest.properties().keySet());
    }

    @ParameterizedTest
    @CsvSource({"public", "/public/**", "/public/*", "/{version}/public", "/", "/public?free", "''", "'/a b'"})
    void of_paths(String path, CapturedOutput output) {
        assertFails(
                Application.class,
                "ambient.web.not-required-paths has '" + path + "', which is no path.",
                "Write a path that begins with a slash, such as /public, for it and all below it.",
                output,
                "--ambient.web.not-required-paths[0]=" + path);
    }

    /** Spring's ways of reading these differ: {@code on} would install the bridges and read no header. */
    @ParameterizedTest
    @CsvSource({
        "ambient.enabled, on",
        "ambient.enabled, 'true '",
        "ambient.enabled, ''",
        "ambient.reactor.enabled, yes",
        "ambient.executors.enabled, 1"
    })
    void of_switches(String property, String value, CapturedOutput output) {
        assertFails(
                Application.class,
                property + " is '" + value + "'.",
                "Write true or false.",
                output,
                "--" + property + "=" + value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            diagnostics=some                                              | Failed to bind properties under 'ambient.diagnostics'       | The following values are valid
            diagnostics=full diagnostics-key=trace                        | ambient.diagnostics-key is 'trace', but the ambient values are [bean]. | configure ambient.values.trace.header=...
            diagnostics=sampled values.t.header=X-T                       | nothing says which value tells requests apart. The ambient values are [bean, t]. | Write ambient.diagnostics-key=<name>
            diagnostics=full diagnostics-key=t values.t.redacted=true     | by 't', which is redacted: they would all look the same.    | with a value that may be shown
            diagnostics=full values.request-id.redacted=true              | by 'request-id', which is redacted                          | or ambient.diagnostics=off.
            """)
    void of_diagnostics(String properties, String description, String action, CapturedOutput output) {
        String[] arguments = properties.split(" ");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = "--ambient." + arguments[i];
        }
        assertFails(Application.class, description, action, output, arguments);
        assertThat(Diagnostics.isInstalled()).isFalse();
    }

    @Test
    void of_diagnostics_without_any_value(CapturedOutput output) {
        assertFails(
                NoBean.class,
                "The ambient values are [].",
                "Configure ambient.values.request-id.header=X-Request-Id.",
                output,
                "--ambient.diagnostics=full");
    }

    @Test
    void of_two_beans_with_one_name(CapturedOutput output) {
        assertFails(
                TwoBeans.class,
                "Two beans are ambient values of the name 'bean'.",
                "Give one of them another name, or keep one bean for that key.",
                output);
    }

    private static void assertFails(
            Class<?> application, String description, String action, CapturedOutput output, String... arguments) {
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(arguments));
        assertThat(failure).isNotNull();
        String said = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
        assertThat(said.substring(0, said.indexOf("Action:"))).contains(description);
        assertThat(said.substring(said.indexOf("Action:"))).contains(action);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AmbientAutoConfiguration.class,
        AmbientClientAutoConfiguration.class,
        AmbientDiagnosticsAutoConfiguration.class
    })
    static class Application {

        @Bean
        Ambient<String> bean() {
            return Ambient.named("bean", String.class);
        }

        @Bean
        Ambient<Integer> number() {
            return Ambient.named("number", Integer.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({AmbientAutoConfiguration.class, AmbientDiagnosticsAutoConfiguration.class})
    static class NoBean {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AmbientAutoConfiguration.class)
    static class TwoBeans {

        @Bean
        Ambient<String> one() {
            return Ambient.named("bean", String.class);
        }

        @Bean
        Ambient<String> other() {
            return Ambient.named("bean", String.class);
        }
    }
}
