/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/rxjava.md and docs/reference/rxjava.md. */
class RxJavaPageTest extends Printing {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private final Driver driver = () -> Flowable.just("row").observeOn(Schedulers.io());

    private interface Driver {
        Flowable<String> rows();
    }

    private void install() {
        Registration bridge = RxJavaBridge.install();
        takeOutLater(bridge);
    }

    @Test
    void a_flow_carries_what_was_current_where_it_was_subscribed() throws Exception {
        install();
        Ambient.where(TENANT, "acme")
                .run(() -> Flowable.just("order 4711")
                        .observeOn(Schedulers.io())
                        .doOnNext(order -> print(TENANT.get()))
                        .blockingSubscribe());
        assertThat(printed()).isEqualTo("acme");
    }

    @Test
    void a_value_that_is_put_is_seen_upstream() {
        install();
        Single<String> handler =
                Single.fromCallable(() -> "for " + TENANT.get()).subscribeOn(Schedulers.io());
        Single<String> handled = handler.compose(RxJavaBridge.put(TENANT, "acme"));
        assertThat(handled.blockingGet()).isEqualTo("for acme");
    }

    @Test
    void a_single_chain_captures() {
        String seen = Ambient.where(TENANT, "acme").call(() -> {
            Flowable<String> rows = driver.rows().compose(RxJavaBridge.capture());
            return rows.map(row -> row + " " + TENANT.get()).blockingLast();
        });
        assertThat(seen).isEqualTo("row acme");
    }

    @Test
    void a_scheduler_that_calls_no_hook() throws Exception {
        install();
        TestScheduler manual = new TestScheduler();
        Scheduler scheduler = RxJavaBridge.wrap(manual);
        Ambient.where(TENANT, "acme").run(() -> scheduler.scheduleDirect(() -> print(TENANT.get())));
        manual.triggerActions();
        assertThat(printed()).isEqualTo("acme");
    }
}
