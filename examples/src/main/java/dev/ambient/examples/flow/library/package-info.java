/** The library that the example bridge is for: two operators over the JDK's {@code Flow}, and the hook that the JDK lacks. */
@NullMarked
package dev.ambient.examples.flow.library;

import org.jspecify.annotations.NullMarked;
