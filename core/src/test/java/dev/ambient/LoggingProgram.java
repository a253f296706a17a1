/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** For {@link FirstUseTest}: begins to use the library where looking up a logger waits for another thread that begins as well. */
final class LoggingProgram {

    private static final Ambient<String> ID = Ambient.named("id");

    /** The ways to begin. */
    enum Entry implements Runnable {
        CAPTURE(AmbientContext::capture),
        BIND(() -> ID.bind("value").close()),
        BOUNDARY(() -> AmbientContext.boundary().capture()),
        REGISTRY(() -> AmbientRegistry.global().hasListeners()),
        REPORT(() -> AmbientRegistry.global().report(new Problem(Problem.Kind.LISTENER_FAILED, "a problem", null))),
        MIRRORED(() -> Ambient.builder("mirrored").mirrored().build()),
        FUTURE(() -> AmbientFuture.completedFuture("value").join());

        private final Runnable block;

        Entry(Runnable block) {
            this.block = block;
        }

        @Override
        public void run() {
            block.run();
        }
    }

    /** As a logging framework does that starts threads, or that locks what threads hold that log. */
    public static final class Waiting extends System.LoggerFinder {

        private final AtomicBoolean isFirst = new AtomicBoolean(true);

        @Override
        public System.Logger getLogger(String name, Module module) {
            if (name.equals("dev.ambient") && isFirst.getAndSet(false)) {
                Thread other = new Thread(() -> {
                    for (Entry entry : Entry.values()) {
                        entry.run();
                    }
                });
                other.setDaemon(true);
                other.start();
                try {
                    other.join(TimeUnit.SECONDS.toMillis(60));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                System.out.println(other.isAlive() ? "each waits for the other" : "looked up");
            }
            return new Silent(name);
        }
    }

    private record Silent(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {}
    }

    private LoggingProgram() {}

    public static void main(String[] arguments) {
        Entry.valueOf(arguments[0]).run();
        Entry.CAPTURE.run();
        System.out.println("done");
    }
}
