/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.flowables.ConnectableFlowable;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;

/** The class of an operator tells the operator's name. */
class OperatorNamesTest {

    @ParameterizedTest
    @CsvSource({
        "reactor.core.publisher.FluxPublishOn$PublishOnSubscriber, publishOn",
        "reactor.core.publisher.MonoPublishOn$PublishOnSubscriber, publishOn",
        "reactor.core.publisher.FluxMapFuseable$MapFuseableSubscriber, map",
        "reactor.core.publisher.MonoSubscribeOnCallable, publishOn or subscribeOn",
        "reactor.core.publisher.FluxDoOnEach$DoOnEachSubscriber, doOnEach",
        "reactor.core.publisher.FluxContextWriteRestoringThreadLocals$ContextWriteRestoringThreadLocalsSubscriber, contextWrite",
        "reactor.core.publisher.FluxSwitchMapNoPrefetch$SwitchMapMain, switchMap",
        "io.reactivex.rxjava3.internal.operators.flowable.FlowableFlatMapCompletableCompletable, flatMapCompletable",
        "reactor.core.publisher.ParallelRunOn, runOn",
        "reactor.core.publisher.LambdaMonoSubscriber, subscribe",
        "reactor.core.publisher.BlockingMonoSubscriber, block",
        "io.reactivex.rxjava3.internal.operators.observable.ObservableObserveOn$ObserveOnObserver, observeOn",
        "io.reactivex.rxjava3.internal.operators.flowable.FlowableFlatMap$MergeSubscriber, flatMap",
        "io.reactivex.rxjava3.internal.operators.single.SingleSubscribeOn, subscribeOn",
        "io.reactivex.rxjava3.internal.operators.parallel.ParallelRunOn$RunOnSubscriber, runOn",
        "io.reactivex.rxjava3.internal.observers.LambdaObserver, subscribe",
    })
    void known(String className, String operator) {
        assertThat(OperatorNames.of(className)).isEqualTo(operator);
    }

    @ParameterizedTest
    @CsvSource({
        "reactor.core.publisher.FluxPeek$PeekSubscriber, onNext, doOnNext",
        "reactor.core.publisher.FluxPeekFuseable$PeekFuseableSubscriber, onError, doOnError",
        "reactor.core.publisher.FluxPeek$PeekSubscriber, onComplete, doOnComplete",
        "reactor.core.publisher.FluxPeek$PeekSubscriber, request, doOnRequest",
        "reactor.core.publisher.FluxPeek$PeekSubscriber, cancel, doOnCancel",
        "reactor.core.publisher.FluxPeek$PeekSubscriber, onSubscribe, doOnSubscribe",
        "io.reactivex.rxjava3.internal.operators.flowable.FlowableDoOnEach$DoOnEachSubscriber, onNext, doOnNext",
        "io.reactivex.rxjava3.internal.operators.maybe.MaybePeek$MaybePeekObserver, onSuccess, doOnSuccess",
        "io.reactivex.rxjava3.internal.operators.observable.ObservableDoOnLifecycle, dispose, doOnDispose",
        "reactor.core.publisher.FluxMap$MapSubscriber, onNext, map",
    })
    void known_by_the_method_that_is_running(String className, String method, String operator) {
        assertThat(OperatorNames.refine(OperatorNames.of(className), method)).isEqualTo(operator);
    }

    /** Each name is that of a method that programs call; a class that serves two operators has both names. */
    @ParameterizedTest
    @ValueSource(classes = {Flux.class, Flowable.class})
    void each_class_of_an_operator_has_the_name_of_a_method(Class<?> library) throws Exception {
        Set<String> methods = Stream.of(
                        Flux.class,
                        Mono.class,
                        ParallelFlux.class,
                        ConnectableFlux.class,
                        Flowable.class,
                        Observable.class,
                        Single.class,
                        Maybe.class,
                        Completable.class,
                        ParallelFlowable.class,
                        ConnectableFlowable.class)
                .filter(type -> type.getPackageName()
                        .startsWith(library.getPackageName().substring(0, 10)))
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        List<String> named =
                classes(library).filter(name -> OperatorNames.of(name) != null).toList();
        assertThat(named).hasSizeGreaterThan(150);
        assertThat(named.stream()
                        .map(name -> OperatorNames.refine(OperatorNames.of(name), "onNext"))
                        .flatMap(name -> Stream.of(name.split(" or ")))
                        .filter(name -> !methods.contains(name)))
                .isEmpty();
    }

    private static Stream<String> classes(Class<?> library) throws Exception {
        Path jar = Path.of(
                library.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList().stream()
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'));
        }
    }

    @Test
    void others_are_none() {
        assertThat(OperatorNames.of("reactor.core.publisher.Operators$MonoSubscriber"))
                .isNull();
        assertThat(OperatorNames.of("reactor.core.publisher.FluxHide$HideSubscriber"))
                .isNull();
        assertThat(OperatorNames.of("com.acme.FluxCapacitor")).isNull();
        assertThat(OperatorNames.of("io.reactivex.rxjava3.core.Flowable")).isNull();
    }
}
