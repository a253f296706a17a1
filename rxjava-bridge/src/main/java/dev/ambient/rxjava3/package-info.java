/**
 * Ambient values in every callback of an RxJava 3 flow: {@link dev.ambient.rxjava3.RxJavaBridge} is where to start.
 */
@NullMarked
package dev.ambient.rxjava3;

import org.jspecify.annotations.NullMarked;
