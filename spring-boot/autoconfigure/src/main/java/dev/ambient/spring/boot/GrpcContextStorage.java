/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.grpc.AmbientContextStorage;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.springframework.core.io.UrlResource;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * Checks that gRPC keeps its Context where {@code ambient-grpc-context} does, if that is on the class path. gRPC takes the first storage
 * that it finds there, and says nothing about others.
 */
final class GrpcContextStorage {

    private static final String OVERRIDE = "io/grpc/override/ContextStorageOverride.class";

    private GrpcContextStorage() {}

    static void check(ClassLoader loader) {
        if (!AmbientContextStorage.isInstalled() && !isOursOnClassPath(loader)) {
            return; // the interceptors alone need no storage
        }
        try {
            AmbientContextStorage.requireInstalled(); // where it is, reports others that are not used
        } catch (IllegalStateException e) {
            throw new AmbientConfigurationException(
                    "gRPC does not use the storage of ambient-grpc-context. " + e.getMessage(),
                    "Take the other library out, or ambient-grpc-context.",
                    e);
        }
    }

    private static boolean isOursOnClassPath(ClassLoader loader) {
        try {
            List<URL> found = Collections.list(loader.getResources(OVERRIDE));
            SimpleMetadataReaderFactory classes = new SimpleMetadataReaderFactory(loader);
            for (URL url : found) {
                if (AmbientContextStorage.class
                        .getName()
                        .equals(classes.getMetadataReader(new UrlResource(url))
                                .getClassMetadata()
                                .getSuperClassName())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // unreadable: whoever uses it will say so
        }
    }
}
