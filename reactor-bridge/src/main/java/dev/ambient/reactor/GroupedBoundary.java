/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.GroupedFlux;

/** A boundary below a group. It has the group's key. */
final class GroupedBoundary<K, V> extends GroupedFlux<K, V> implements OwnOperator, Scannable {

    private final GroupedFlux<K, V> source;

    GroupedBoundary(GroupedFlux<K, V> source) {
        this.source = source;
    }

    @Override
    public K key() {
        return source.key();
    }

    @Override
    public int getPrefetch() {
        return source.getPrefetch();
    }

    @Override
    public void subscribe(CoreSubscriber<? super V> actual) {
        BoundarySubscriptions.subscribe(source, actual);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        return OwnOperator.scan(key, source);
    }

    @Override
    public String stepName() {
        return OwnOperator.stepName(source);
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
