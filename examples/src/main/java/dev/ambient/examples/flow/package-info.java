/** A bridge to JDK {@code Flow}, written with what core exports: see {@code docs/how-to/write-a-bridge.md}. */
@NullMarked
package dev.ambient.examples.flow;

import org.jspecify.annotations.NullMarked;
