/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.shop;

import dev.ambient.Ambient;
import dev.ambient.spring.boot.AmbientValues;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A program. In a package of its own: what is in ours is not shown as a program's line. */
@RestController
public class Shop implements DisposableBean {

    private final Ambient<String> requestId;
    private final ExecutorService plain = Executors.newSingleThreadExecutor(task -> new Thread(task, "plain-pool"));

    Shop(AmbientValues values) {
        this.requestId = values.get("request-id");
    }

    @GetMapping("/buy")
    Mono<String> buy() {
        return Mono.just("").publishOn(Schedulers.parallel()).map(nothing -> String.valueOf(requestId.get()));
    }

    @GetMapping("/lose")
    String lose() throws Exception {
        return String.valueOf(plain.submit(() -> requestId.get()).get());
    }

    @Override
    public void destroy() {
        plain.shutdown();
    }
}
