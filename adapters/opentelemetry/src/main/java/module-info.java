/** Keeps OpenTelemetry's current {@code Context} as an ambient value. */
module dev.ambient.opentelemetry {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires transitive io.opentelemetry.context;

    exports dev.ambient.opentelemetry;

    provides io.opentelemetry.context.ContextStorageProvider with
            dev.ambient.opentelemetry.AmbientContextStorageProvider;
}
