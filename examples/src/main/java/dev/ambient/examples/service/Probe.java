/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Stands at every stage, logs a line there as an application would, and notes whether the values are the request's. */
final class Probe {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private final Verdicts verdicts;
    private final Consumer<String> marks;

    Probe(Verdicts verdicts) {
        this(verdicts, stage -> {});
    }

    /** One that also tells somebody else at which stage it stands. */
    Probe(Verdicts verdicts, Consumer<String> marks) {
        this.verdicts = verdicts;
        this.marks = marks;
    }

    void at(Stage stage, Request request) {
        LOG.info("{}", stage.text);
        marks.accept(stage.text);
        verdicts.add(stage, look(request));
    }

    /** The ambient values and what a log line shows. */
    static Verdict look(Request request) {
        return Verdict.of(request.id(), RequestValues.REQUEST_ID.get())
                .worse(Verdict.of(request.tenant(), RequestValues.TENANT.get()))
                .worse(Verdict.of(request.id(), MDC.get(RequestValues.REQUEST_ID.name())))
                .worse(Verdict.of(request.tenant(), MDC.get(RequestValues.TENANT.name())));
    }
}
