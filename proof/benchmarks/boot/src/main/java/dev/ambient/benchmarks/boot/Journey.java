/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One request's way through all stages. */
@Component
final class Journey {

    private final Looks looks;
    private final Encounters encounters;
    private final DatabaseClient database;
    private final TransactionalOperator transactions;
    private final WebClient web;
    private final Environment environment;

    Journey(
            Looks looks,
            Encounters encounters,
            DatabaseClient database,
            TransactionalOperator transactions,
            WebClient.Builder web,
            Environment environment) {
        this.looks = looks;
        this.encounters = encounters;
        this.database = database;
        this.transactions = transactions;
        this.web = web.build();
        this.environment = environment;
    }

    Mono<Integer> of(Caller caller) {
        return encounters
                .meet(caller)
                .flatMap(one -> hops(caller))
                .flatMap(one -> rows(caller))
                .flatMap(one -> call(caller))
                .flatMap(one -> joined(caller))
                .flatMap(one -> failed(caller))
                .flatMap(one -> rxJava(caller))
                .flatMap(one -> encounters.future(caller))
                .flatMap(one -> encounters.share(
                        caller)) // the last: where values are lost in it, they are lost for all that follows
                .doFinally(how -> looks.at(Stage.FINALLY, caller));
    }

    private Mono<Integer> hops(Caller caller) {
        Flux.range(1, 2)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(item -> looks.at(Stage.FORGET, caller))
                .subscribe();
        return Mono.just(1)
                .publishOn(Schedulers.parallel())
                .doOnNext(one -> looks.at(Stage.PUBLISH_ON, caller))
                .flatMap(one -> Mono.fromCallable(() -> look(Stage.SUBSCRIBE_ON, caller))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private Mono<Integer> rows(Caller caller) {
        return database.sql("select 1")
                .map(row -> look(Stage.ROW, caller))
                .one()
                .doOnNext(one -> looks.at(Stage.AFTER_ROW, caller))
                .flatMap(one -> transactions.transactional(database.sql("select 1")
                        .map(row -> look(Stage.TRANSACTION, caller))
                        .one()));
    }

    private Mono<Integer> call(Caller caller) {
        return web.get()
                .uri("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + "/called")
                .header(Caller.ID_HEADER, caller.id())
                .header(HttpHeaders.AUTHORIZATION, caller.authorization())
                .retrieve()
                .bodyToMono(String.class)
                .map(text -> look(Stage.AFTER_CALL, caller));
    }

    private Mono<Integer> joined(Caller caller) {
        return Mono.zip(
                Mono.delay(Duration.ofMillis(1)).doOnNext(tick -> looks.at(Stage.DELAY, caller)),
                Mono.just(1).subscribeOn(Schedulers.parallel()).map(one -> look(Stage.ZIP_INNER, caller)),
                (tick, one) -> look(Stage.ZIP, caller));
    }

    private Mono<Integer> failed(Caller caller) {
        return Mono.<Integer>error(new IllegalStateException("on purpose"))
                .publishOn(Schedulers.parallel())
                .onErrorResume(failure -> Mono.just(look(Stage.ERROR, caller)));
    }

    private Mono<Integer> rxJava(Caller caller) {
        return Mono.fromDirect(Flowable.just(1)
                        .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                        .doOnNext(one -> looks.at(Stage.RX_SUBSCRIBE_ON, caller))
                        .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                        .doOnNext(one -> looks.at(Stage.RX_OBSERVE_ON, caller))
                        .doFinally(() -> looks.at(Stage.RX_FINALLY, caller)))
                .map(one -> look(Stage.AFTER_RX, caller));
    }

    private int look(Stage stage, Caller caller) {
        looks.at(stage, caller);
        return 1;
    }
}
