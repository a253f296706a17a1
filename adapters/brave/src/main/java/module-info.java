/**
 * Brave's current trace in the ambient context.
 *
 * <p>Start with {@link dev.ambient.brave.AmbientCurrentTraceContext}.
 */
module dev.ambient.brave {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires transitive brave;

    exports dev.ambient.brave;
}
