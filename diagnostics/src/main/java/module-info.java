/**
 * Shows where an ambient value was set, which way it went, and where it was lost.
 *
 * <p>Start with {@link dev.ambient.diagnostics.Diagnostics}.
 */
module dev.ambient.diagnostics {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires jdk.jfr;

    exports dev.ambient.diagnostics;
}
