/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All recorders. While there are none, a capture reads one field here. */
final class Recorders {

    private static volatile Entry[] all = {};

    private Recorders() {}

    static boolean any() {
        return all.length != 0;
    }

    static Registration add(Recorder recorder) {
        Entry entry = new Entry(recorder);
        change(() -> all = Stream.concat(Arrays.stream(all), Stream.of(entry)).toArray(Entry[]::new));
        return () -> change(
                () -> all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry[]::new));
    }

    private static synchronized void change(Runnable change) {
        change.run();
        Listeners.look();
    }

    /** Tells each of them. One that throws keeps nobody else from hearing. */
    static void tell(Consumer<Recorder> what) {
        for (Entry entry : all) {
            try {
                what.accept(entry.recorder);
            } catch (Throwable e) {
                Reports.recorderFailed(e);
            }
        }
    }

    /** Not a record: the same recorder may be there twice, and each goes by itself. */
    private static final class Entry {

        final Recorder recorder;

        Entry(Recorder recorder) {
            this.recorder = recorder;
        }
    }
}
