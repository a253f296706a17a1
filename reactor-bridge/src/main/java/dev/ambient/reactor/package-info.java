/**
 * Ambient values in every callback of a Reactor flow. {@link dev.ambient.reactor.ReactorBridge} is the only public class.
 */
@NullMarked
package dev.ambient.reactor;

import org.jspecify.annotations.NullMarked;
