/* SPDX-License-Identifier: Apache-2.0 */
package com.example.orders;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The articles, loaded again from time to time: whoever comes meanwhile waits for the same load. */
@Component
class Catalogue {

    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

    private final Mono<Set<String>> articles = Mono.fromCallable(Catalogue::load)
            .delayElement(Duration.ofMillis(5))
            .cache(Duration.ofMillis(20));

    /** Completes if there is such an article. */
    Mono<Void> knows(Order order) {
        return articles.doOnNext(all -> log.info("{}: {} articles", order.number(), all.size()))
                .flatMap(all -> read(order, all));
    }

    /** As if it took long, so not on a thread of the event loop. */
    private static Mono<Void> read(Order order, Set<String> all) {
        return Mono.<Void>fromRunnable(() -> {
                    log.info("{}: looked up", order.number());
                    if (!all.contains(order.article())) {
                        throw new IllegalArgumentException("There is no article " + order.article());
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Set<String> load() {
        return IntStream.range(0, 1000).mapToObj(number -> "article-" + number).collect(Collectors.toSet());
    }
}
