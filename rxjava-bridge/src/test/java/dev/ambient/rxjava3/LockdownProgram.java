/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;

/** Runs in its own JVM, because RxJava's lockdown cannot be undone. Prints what it finds. */
final class LockdownProgram {

    private LockdownProgram() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("before")) {
            RxJavaPlugins.lockdown();
            try {
                RxJavaBridge.install();
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
            print();
        } else if (arguments[0].equals("reset")) {
            RxJavaBridge.install();
            RxJavaPlugins.setScheduleHandler(null);
            RxJavaPlugins.lockdown();
            print();
            try {
                RxJavaBridge.install();
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
            print();
        } else {
            Registration registration = RxJavaBridge.install();
            RxJavaPlugins.lockdown();
            print();
            registration.close();
            print();
            registration.close();
            try {
                RxJavaBridge.install();
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
            print();
        }
    }

    private static void print() {
        String value = Ambient.where(VALUE, "flow")
                .call(() -> Single.just(1)
                        .observeOn(Schedulers.io())
                        .map(x -> VALUE.orElse("none"))
                        .blockingGet());
        long hooks = Library.slots().stream().filter(hook -> hook != null).count();
        System.out.println("installed " + RxJavaBridge.isInstalled() + ", value " + value + ", hooks " + hooks);
    }
}
