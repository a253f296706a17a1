/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two that are looked up as one are known as each of them is. */
class PairTest {

    private static final int[] TRAITS = {
        Pair.LEFT_ALONE,
        Pair.SIGNALS_RIGHTLY,
        Pair.ASKS_IN_PLACE,
        Pair.EMITTER,
        Pair.SILENT,
        Pair.MAY_BE_LATE,
        Pair.HANDED_ON
    };

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** Each with each, more than there are places: an observer is known by the operator whose it is. */
    @Test
    void each_two_are_known_as_they_are_one_by_one_when_they_come_first_and_later() throws Exception {
        Collection<Object> operators = operators();
        assertThat(operators).hasSizeGreaterThan(200);
        for (int times = 0; times < 2; times++) {
            for (Object source : operators) {
                for (Object observer : operators) {
                    List<Boolean> known = traits(Pair.of(source, observer));
                    if (!known.equals(traits(KnownOperators.of(source), KnownOperators.of(observer)))) {
                        throw new AssertionError(source + " above " + observer + " is " + known);
                    }
                }
            }
        }
    }

    @Test
    void nothing_is_known_of_two_between_which_a_value_is_changed() {
        assertThat(traits(Pair.UNKNOWN)).isEqualTo(traits(KnownOperators.UNKNOWN, KnownOperators.UNKNOWN));
        assertThat(Pair.UNKNOWN.is(Pair.LEFT_ALONE)).isFalse();
    }

    @Test
    void an_observer_is_known_to_say_whether_it_has_used_an_item() {
        Flowable<Integer> source = Flowable.range(1, 2);
        for (int times = 0; times < 2; times++) {
            assertThat(Pair.of(source, new Conditional()).is(Pair.CONDITIONAL)).isTrue();
            assertThat(Pair.of(source, new TestSubscriber<>()).is(Pair.CONDITIONAL))
                    .isFalse();
        }
        assertThat(traits(Pair.UNKNOWN_CONDITIONAL)).isEqualTo(traits(Pair.UNKNOWN));
        assertThat(Pair.UNKNOWN_CONDITIONAL.is(Pair.CONDITIONAL)).isTrue();
        assertThat(Pair.UNKNOWN.is(Pair.CONDITIONAL)).isFalse();
    }

    private static final class Conditional extends TestSubscriber<Integer> implements ConditionalSubscriber<Integer> {
        @Override
        public boolean tryOnNext(Integer item) {
            onNext(item);
            return true;
        }
    }

    private static List<Boolean> traits(Pair pair) {
        return IntStream.of(TRAITS).mapToObj(pair::is).toList();
    }

    private static List<Boolean> traits(KnownOperators source, KnownOperators observer) {
        return List.of(
                source.reaches(observer),
                source.signalsRightly(observer),
                observer.asksInPlace(),
                source == KnownOperators.EMITTER,
                source.isSilent(),
                source.mayBeLate(),
                source.handsOver(observer));
    }

    /** One of each class that the methods of RxJava's types assemble, as far as they go along with the arguments. */
    private static Collection<Object> operators() throws Exception {
        Map<Class<?>, Object> operators = new HashMap<>();
        for (Class<?> type : KnownOperatorsTest.FLOWS.keySet()) {
            for (Method method : type.getMethods()) {
                if (KnownOperatorsTest.FLOWS.containsKey(method.getReturnType())) {
                    try {
                        Object operator =
                                method.invoke(KnownOperatorsTest.FLOWS.get(type), KnownOperatorsTest.arguments(method));
                        if (operator != null) { // as a function given to it returned
                            operators.put(operator.getClass(), operator);
                        }
                    } catch (InvocationTargetException refused) {
                        // an argument that is not for it
                    }
                }
            }
        }
        return operators.values();
    }
}
