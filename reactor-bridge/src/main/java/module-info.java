/**
 * Ambient values in every callback of a Reactor flow.
 *
 * <p>Start with {@link dev.ambient.reactor.ReactorBridge}.
 */
module dev.ambient.reactor {
    requires static transitive org.jspecify;
    requires transitive dev.ambient;
    requires transitive reactor.core;
    requires transitive org.reactivestreams;

    exports dev.ambient.reactor;
}
