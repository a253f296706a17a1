/**
 * Carries ambient values into every callback of an RxJava 3 flow. Start with {@link dev.ambient.rxjava3.RxJavaBridge}.
 */
@NullMarked
package dev.ambient.rxjava3;

import org.jspecify.annotations.NullMarked;
