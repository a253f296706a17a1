/* SPDX-License-Identifier: Apache-2.0 */
package brave.ambient;

import brave.propagation.CurrentTraceContext;
import brave.test.propagation.CurrentTraceContextTest;
import dev.ambient.AmbientContext;
import dev.ambient.brave.AmbientCurrentTraceContext;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;

/**
 * Brave's own test of what keeps its current trace. It loads anew and unloads again the classes whose package begins with "brave", so this
 * one is in such a package.
 */
class BraveTest extends CurrentTraceContextTest {

    @AfterAll
    static void forget_the_scope_that_it_leaves_open_on_purpose() {
        AmbientContext.empty().makeCurrent();
    }

    @Override
    protected Class<? extends Supplier<CurrentTraceContext.Builder>> builderSupplier() {
        return BuilderSupplier.class;
    }

    /** Where Brave's classes were loaded anew, the adapter is too. Core is not: it outlives both. */
    static final class BuilderSupplier implements Supplier<CurrentTraceContext.Builder> {

        @Override
        public CurrentTraceContext.Builder get() {
            ClassLoader braves = CurrentTraceContext.class.getClassLoader();
            Class<?> adapter = AmbientCurrentTraceContext.class;
            try {
                Class<?> linked = adapter.getClassLoader() == braves
                        ? adapter
                        : new AdapterLoader(adapter, braves).loadClass(adapter.getName());
                return (CurrentTraceContext.Builder)
                        linked.getMethod("newBuilder").invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Defines the adapter's classes, and has all others from where Brave's are. */
    private static final class AdapterLoader extends URLClassLoader {

        private final String prefix;

        AdapterLoader(Class<?> adapter, ClassLoader parent) {
            super(new URL[] {adapter.getProtectionDomain().getCodeSource().getLocation()}, parent);
            this.prefix = adapter.getPackageName();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(prefix)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
