/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

/** Looks when it is written. */
final class Answer {

    private final Caller caller;
    private final Looks looks;

    Answer(Caller caller, Looks looks) {
        this.caller = caller;
        this.looks = looks;
    }

    /** For Jackson. */
    public String getId() {
        looks.at(Stage.JSON, caller);
        return caller.id();
    }
}
