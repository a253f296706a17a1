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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A source and an observer that are looked up together are known as when they are looked up one by one. */
class PairTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** Each operator with each, which are more pairs than there are places. An observer is known by its operator. */
    @Test
    void each_pair_is_known_as_its_two_parts_are_at_first_and_later() throws Exception {
        Collection<Object> operators = operators();
        assertThat(operators).hasSizeGreaterThan(200);
        for (int times = 0; times < 2; times++) {
            for (Object source : operators) {
                for (Object observer : operators) {
                    int known = Pair.of(source, observer).traits;
                    int expected = Pair.of(KnownOperators.of(source), KnownOperators.of(observer), false).traits;
                    if (known != expected) {
                        throw new AssertionError(
                                source + " above " + observer + " is " + known + " and not " + expected);
                    }
                }
            }
        }
    }

    @Test
    void nothing_is_known_of_two_between_which_a_value_is_changed() {
        assertThat(Pair.UNKNOWN.has(Pair.MAY_BE_LATE)).isTrue();
        for (int trait = 1; trait <= Pair.SIGNAL_CAN_WAIT; trait <<= 1) {
            assertThat(Pair.UNKNOWN.has(trait)).as("bit %s", trait).isEqualTo(trait == Pair.MAY_BE_LATE);
        }
    }

    @Test
    void an_observer_is_known_to_say_whether_it_has_used_an_item() {
        Flowable<Integer> source = Flowable.range(1, 2);
        for (int times = 0; times < 2; times++) {
            assertThat(Pair.of(source, new Conditional()).has(Pair.CONDITIONAL_OBSERVER))
                    .isTrue();
            assertThat(Pair.of(source, new TestSubscriber<>()).has(Pair.CONDITIONAL_OBSERVER))
                    .isFalse();
        }
        assertThat((int) Pair.UNKNOWN_CONDITIONAL.traits).isEqualTo(Pair.UNKNOWN.traits | Pair.CONDITIONAL_OBSERVER);
        assertThat(Pair.UNKNOWN_CONDITIONAL.has(Pair.CONDITIONAL_OBSERVER)).isTrue();
        assertThat(Pair.UNKNOWN.has(Pair.CONDITIONAL_OBSERVER)).isFalse();
    }

    private static final class Conditional extends TestSubscriber<Integer> implements ConditionalSubscriber<Integer> {
        @Override
        public boolean tryOnNext(Integer item) {
            onNext(item);
            return true;
        }
    }

    /** Returns an operator of each class that a method of RxJava's types assembles, if it accepts the arguments. */
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
