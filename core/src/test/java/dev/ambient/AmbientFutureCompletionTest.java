/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How an {@link AmbientFuture} is completed and copied: as a {@code CompletableFuture} is. */
class AmbientFutureCompletionTest extends CleanThread {

    private static final Exception FAILURE = new IllegalStateException("on purpose");

    /** A way to complete a future, with a name to tell it by. */
    private record End(String name, Consumer<CompletableFuture<String>> end) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<End> ends() {
        return Stream.of(
                new End("value", future -> future.complete("value")),
                new End("null", future -> future.complete(null)),
                new End("failure", future -> future.completeExceptionally(FAILURE)),
                new End("cancelled", future -> future.cancel(true)),
                new End("obtruded value", future -> future.obtrudeValue("obtruded")),
                new End("obtruded failure", future -> future.obtrudeException(FAILURE)),
                new End("in time", future -> future.completeOnTimeout("late", 0, TimeUnit.MILLISECONDS)),
                new End("async", future -> future.completeAsync(() -> "async", Runnable::run)));
    }

    /** What a stage's dependents and those who wait for it are told. */
    private static String outcome(CompletionStage<String> stage) {
        String told = stage.handle((value, failure) -> value + " " + failure)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        CompletableFuture<String> future = stage.toCompletableFuture();
        Throwable thrown = catchThrowable(future::join);
        return told + ", joined: " + (thrown == null ? future.join() : thrown + " by " + thrown.getCause())
                + future.isDone() + future.isCancelled() + future.isCompletedExceptionally();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void its_outcome_is_that_of_the_jdks(End end) {
        AmbientFuture<String> ours = new AmbientFuture<>();
        CompletableFuture<String> theirs = new CompletableFuture<>();
        CompletionStage<String> ourMinimal = ours.minimalCompletionStage();
        CompletionStage<String> theirMinimal = theirs.minimalCompletionStage();
        CompletionStage<String> ourCopy = ours.copy();
        CompletionStage<String> theirCopy = theirs.copy();
        assertThat(ours.isDone()).isFalse();
        end.end.accept(ours);
        end.end.accept(theirs);
        assertThat(outcome(ours)).isEqualTo(outcome(theirs));
        assertThat(outcome(ourCopy)).as("a copy").isEqualTo(outcome(theirCopy));
        assertThat(outcome(ourMinimal)).as("a minimal stage").isEqualTo(outcome(theirMinimal));
        assertThat(outcome(ours.minimalCompletionStage()))
                .as("a minimal stage that is complete")
                .isEqualTo(outcome(theirs.minimalCompletionStage()));
        assertThat(outcome(ours.thenApply(value -> value).minimalCompletionStage()))
                .as("a minimal stage of a stage")
                .isEqualTo(outcome(theirs.thenApply(value -> value).minimalCompletionStage()));
    }

    @Test
    void only_the_first_completion_counts_and_says_so() {
        AmbientFuture<String> future = new AmbientFuture<>();
        assertThat(future.complete("first")).isTrue();
        assertThat(future.complete("second")).isFalse();
        assertThat(future.completeExceptionally(FAILURE)).isFalse();
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.join()).isEqualTo("first");
        assertThat(new AmbientFuture<>().completeExceptionally(FAILURE)).isTrue();
        assertThat(new AmbientFuture<>().cancel(false)).isTrue();
    }

    static Stream<Consumer<CompletableFuture<String>>> notForMinimalStages() {
        return Stream.of(
                future -> future.complete("value"),
                future -> future.completeExceptionally(FAILURE),
                future -> future.cancel(true),
                future -> future.obtrudeValue("value"),
                future -> future.obtrudeException(FAILURE),
                future -> future.completeAsync(() -> "value"),
                future -> future.completeAsync(() -> "value", Runnable::run),
                future -> future.orTimeout(1, TimeUnit.SECONDS),
                future -> future.completeOnTimeout("value", 1, TimeUnit.SECONDS),
                CompletableFuture::join,
                CompletableFuture::isDone,
                CompletableFuture::isCancelled,
                CompletableFuture::isCompletedExceptionally,
                CompletableFuture::getNumberOfDependents,
                future -> future.getNow("value"),
                future -> get(future, false),
                future -> get(future, true));
    }

    private static void get(CompletableFuture<String> future, boolean timed) {
        try {
            if (timed) {
                future.get(60, TimeUnit.SECONDS);
            } else {
                future.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("not refused", e);
        }
    }

    @ParameterizedTest
    @MethodSource("notForMinimalStages")
    void a_minimal_stage_and_those_that_depend_on_it_can_only_be_attached_to(Consumer<CompletableFuture<String>> use) {
        CompletionStage<String> minimal = AmbientFuture.completedStage("value");
        for (CompletionStage<String> stage : List.of(minimal, minimal.thenApply(value -> value))) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> use.accept((CompletableFuture<String>) stage))
                    .withMessageContaining("toCompletableFuture");
            assertThat(stage.toCompletableFuture().join()).isEqualTo("value");
        }
    }

    @Test
    void what_a_minimal_stage_gives_can_be_completed_without_changing_it() {
        AmbientFuture<String> future = new AmbientFuture<>();
        CompletionStage<String> minimal = future.minimalCompletionStage();
        assertThat(minimal.toCompletableFuture().complete("mine")).isTrue();
        assertThat(AmbientFuture.from(minimal).complete("mine too")).isTrue();
        future.complete("value");
        assertThat(minimal.toCompletableFuture().join()).isEqualTo("value");
    }

    @Test
    void rule_14_a_long_chain_of_all_of_is_completed() {
        AmbientFuture<String> first = new AmbientFuture<>();
        AmbientFuture<?> all = first;
        AmbientFuture<?> any = first;
        for (int i = 0; i < 20_000; i++) {
            all = AmbientFuture.allOf(all, AmbientFuture.completedFuture(i));
            any = AmbientFuture.anyOf(any, new CompletableFuture<>());
        }
        first.complete("value");
        assertThat(all.isDone()).isTrue();
        assertThat(any.getNow(null)).isEqualTo("value");
    }

    @Test
    void rule_14_a_long_chain_of_minimal_stages_is_completed() {
        AmbientFuture<String> first = new AmbientFuture<>();
        CompletionStage<String> last = first;
        for (int i = 0; i < 20_000; i++) {
            CompletionStage<String> inner = last;
            last = AmbientFuture.completedFuture(1).thenCompose(one -> inner).minimalCompletionStage();
        }
        CompletableFuture<String> end = last.toCompletableFuture();
        first.complete("value");
        assertThat(end.getNow("not yet")).isEqualTo("value");
    }

    @Test
    void what_was_given_up_does_not_pile_up_on_a_future_that_lives_long() {
        CompletableFuture<Object> shutdown = new CompletableFuture<>();
        for (int i = 0; i < 1000; i++) {
            AmbientFuture.anyOf(shutdown, new CompletableFuture<>()).cancel(false);
        }
        CompletableFuture<Object> last = new CompletableFuture<>();
        AmbientFuture<Object> any = AmbientFuture.anyOf(shutdown, last); // the JDK cleans up when it can
        last.complete("last");
        assertThat(any.join()).isEqualTo("last");
        assertThat(shutdown.getNumberOfDependents()).isLessThan(10);
    }
}
