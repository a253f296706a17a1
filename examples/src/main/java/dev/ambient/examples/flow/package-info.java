/** A bridge, written with {@code dev.ambient.spi} alone: see {@code docs/how-to/write-a-bridge.md}. */
@NullMarked
package dev.ambient.examples.flow;

import org.jspecify.annotations.NullMarked;
