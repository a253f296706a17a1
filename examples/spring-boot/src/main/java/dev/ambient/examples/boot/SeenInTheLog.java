/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/** Reads the service's log lines in place of the console, and judges the MDC of each. */
final class SeenInTheLog extends AppenderBase<ILoggingEvent> {

    private record Cell(Stage stage, Verdict verdict) {}

    private final Map<Cell, LongAdder> counts = new ConcurrentHashMap<>();
    private final CountDownLatch expected;

    /** Begins to read. Boot has configured the log by then. */
    SeenInTheLog(int orders) {
        expected = new CountDownLatch(orders * Stage.values().length);
        start();
        Logger logger = (Logger) LoggerFactory.getLogger("com.example.orders");
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Stage stage = Stage.of(event.getMessage());
        if (stage != null) {
            Caller caller = Caller.of(event.getArgumentArray()[0]);
            Verdict verdict = Verdict.of(caller.values(), event.getMDCPropertyMap());
            counts.computeIfAbsent(new Cell(stage, verdict), cell -> new LongAdder())
                    .increment();
            expected.countDown();
        }
    }

    /** Waits for the lines of what nobody waits for, and reads no more. */
    void finish() throws InterruptedException {
        expected.await(1, TimeUnit.MINUTES);
        ((Logger) LoggerFactory.getLogger("com.example.orders")).detachAppender(this);
    }

    long count(Stage stage, Verdict verdict) {
        LongAdder count = counts.get(new Cell(stage, verdict));
        return count == null ? 0 : count.sum();
    }
}
