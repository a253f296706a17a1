/**
 * Ambient values in every callback of a Reactor flow: {@link dev.ambient.reactor.ReactorBridge} is all there is to it.
 */
@NullMarked
package dev.ambient.reactor;

import org.jspecify.annotations.NullMarked;
