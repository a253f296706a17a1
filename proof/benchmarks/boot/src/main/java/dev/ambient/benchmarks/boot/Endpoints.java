/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What can be asked for. */
@RestController
final class Endpoints {

    private final Looks looks;
    private final Journey journey;

    Endpoints(Looks looks, Journey journey) {
        this.looks = looks;
        this.journey = journey;
    }

    /** Little work: what it costs is what stands around it. */
    @GetMapping("/light/{name}")
    Mono<String> light(@PathVariable("name") String name) {
        return Mono.just(name)
                .map(text -> text + "!")
                .flatMap(text -> Mono.defer(() -> Mono.just(text)))
                .doOnNext(text -> {})
                .map(text -> "{\"name\":\"" + text + "\"}");
    }

    /** All stages. */
    @GetMapping("/full")
    Mono<Answer> full(@RequestHeader(Caller.ID_HEADER) String id) {
        Caller caller = Caller.withId(id);
        looks.at(Stage.CONTROLLER, caller);
        return journey.of(caller).thenReturn(new Answer(caller, looks));
    }

    /** What the service asks itself for. */
    @GetMapping("/called")
    Mono<String> called(@RequestHeader(Caller.ID_HEADER) String id) {
        Caller caller = Caller.withId(id);
        looks.at(Stage.CALLED, caller);
        return Mono.just("ok")
                .publishOn(Schedulers.parallel())
                .doOnNext(text -> looks.at(Stage.CALLED_PUBLISH_ON, caller));
    }
}
