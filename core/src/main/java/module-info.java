/**
 * Ambient values: set once for a request, there in every callback that works for it.
 *
 * <p>Start with {@link dev.ambient.Ambient}.
 */
module dev.ambient {
    requires static transitive org.jspecify;
    requires transitive context.propagation;
    requires static org.slf4j; // only AmbientMdc needs it

    exports dev.ambient;
    exports dev.ambient.spi;

    provides io.micrometer.context.ThreadLocalAccessor with
            dev.ambient.AmbientContextAccessor;
}
