/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ContextRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.stream.Stream;

/** Loads the library, Micrometer and these tests anew, as the class loader of an application does that has them in its war. */
final class FreshLoader extends URLClassLoader {

    FreshLoader() {
        super(
                Stream.of(Ambient.class, FreshLoader.class, ContextRegistry.class)
                        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }
}
