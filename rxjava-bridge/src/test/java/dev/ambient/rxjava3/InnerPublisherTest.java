/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The documented fix for inner sources that a program implements itself: RxJava calls no hook when they are subscribed. */
class InnerPublisherTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @RepeatedTest(20)
    void rule_3_with_capture_around_it_callbacks_on_its_thread_see_the_flows_value() {
        try (Workers workers = new Workers()) {
            Flowable<Integer> flowable = Flowable.fromPublisher(DirectSource.publisher(workers.others))
                    .compose(RxJavaBridge.capture());
            Observable<Integer> observable =
                    Observable.wrap(DirectSource.observable(workers.others)).compose(RxJavaBridge.capture());

            List<String> seen = Ambient.where(VALUE, "flow")
                    .call(() -> Flowable.zip(Flowable.range(1, 3), flowable, (x, y) -> VALUE.orElse("none"))
                            .toList()
                            .blockingGet());
            List<String> seenToo = Ambient.where(VALUE, "flow")
                    .call(() -> Observable.zip(Observable.range(1, 3), observable, (x, y) -> VALUE.orElse("none"))
                            .toList()
                            .blockingGet());

            assertThat(seen).containsExactly("flow", "flow", "flow");
            assertThat(seenToo).containsExactly("flow", "flow", "flow");
        }
    }
}
