/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.AmbientExecutors;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.concurrent.Executor;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** How a request's values come along. This is all that differs between the runs. */
enum Carrying {

    /**
     * As it is commonly done without a library: put on the thread when the request's flow begins, taken off when it
     * ends. On whatever threads that may be.
     */
    BY_HAND("without bridges") {
        @Override
        Registration install() {
            return () -> {};
        }

        @Override
        <T> Mono<T> carry(String id, String tenant, Mono<T> flow) {
            return flow.doFirst(() -> {
                        RequestValues.REQUEST_ID.set(id);
                        RequestValues.TENANT.set(tenant);
                    })
                    .doFinally(signal -> {
                        RequestValues.REQUEST_ID.unset();
                        RequestValues.TENANT.unset();
                    });
        }

        @Override
        Executor executor(Executor plain) {
            return plain;
        }
    },

    /** Bridges for Reactor and RxJava, a wrapped executor, and the values written where the flow begins. */
    BRIDGED("with the bridges") {
        @Override
        Registration install() {
            Registration reactor = ReactorBridge.install();
            Registration rxJava = RxJavaBridge.install();
            return () -> {
                rxJava.close();
                reactor.close();
            };
        }

        @Override
        <T> Mono<T> carry(String id, String tenant, Mono<T> flow) {
            return flow.contextWrite(ReactorBridge.put(RequestValues.REQUEST_ID, id))
                    .contextWrite(ReactorBridge.put(RequestValues.TENANT, tenant));
        }

        @Override
        Executor executor(Executor plain) {
            return AmbientExecutors.wrap(plain);
        }
    },

    /**
     * Reactor's automatic mode in place of the bridges, with our accessor for Micrometer's registry. It does not reach into
     * RxJava.
     */
    AUTOMATIC("with automatic mode") {
        @Override
        Registration install() {
            Hooks.enableAutomaticContextPropagation();
            return Hooks::disableAutomaticContextPropagation;
        }

        @Override
        <T> Mono<T> carry(String id, String tenant, Mono<T> flow) {
            return BRIDGED.carry(id, tenant, flow);
        }

        @Override
        Executor executor(Executor plain) {
            return BRIDGED.executor(plain);
        }
    },

    /** As with the bridges, but nobody thought of the executor: what {@link TimelineDemo} shows. */
    FORGOTTEN("with the bridges, and an executor forgotten") {
        @Override
        Registration install() {
            return BRIDGED.install();
        }

        @Override
        <T> Mono<T> carry(String id, String tenant, Mono<T> flow) {
            return BRIDGED.carry(id, tenant, flow);
        }

        @Override
        Executor executor(Executor plain) {
            return plain;
        }
    };

    final String text;

    Carrying(String text) {
        this.text = text;
    }

    /** Once for the program. */
    abstract Registration install();

    /** For each request. */
    abstract <T> Mono<T> carry(String id, String tenant, Mono<T> flow);

    /** For each executor that the application hands work to. */
    abstract Executor executor(Executor plain);
}
