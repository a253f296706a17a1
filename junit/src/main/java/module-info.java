/**
 * Fails tests that leave a scope open, a thread dirty or hooks installed.
 *
 * <p>Start with {@link dev.ambient.junit.AmbientTest}.
 */
module dev.ambient.junit {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;
    requires static dev.ambient.reactor; // only InstalledBridges needs it
    requires static dev.ambient.rxjava3; // only InstalledBridges needs it

    exports dev.ambient.junit;

    provides org.junit.jupiter.api.extension.Extension with
            dev.ambient.junit.AmbientExtension;
}
