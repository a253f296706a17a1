/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the timelines of the last requests, and explains what each of them has lost. It is for a program that runs on while you look at
 * it.
 *
 * <pre>{@code
 * RecentRequests requests = RecentRequests.record(REQUEST_ID, 200);
 * ...
 * requests.timeline("r-17").toHtml();
 * requests.losses("r-17");
 * }</pre>
 *
 * <p>Each value of the key is one request. If the diagnostics record {@linkplain DiagnosticsOptions#sample a sample} of the requests, only
 * those are kept.
 *
 * <p><b>Losses.</b> A loss is a place that read the key and found no value, or that asked for {@linkplain Diagnostics#explain an
 * explanation} and had none. Such a place does not know its request. It is taken to be the one whose value was handled nearest to that
 * line, and of those the last. While only a sample is recorded, most places are of a request outside the sample. Then only those count
 * that {@linkplain Diagnostics#explain(Ambient, Object) say which value they expect}.
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 *
 * <p><b>Memory.</b> It holds text only: of each request at most 1,000 points and 20 losses. The request that was idle for longest is
 * dropped first. Of a redacted key nothing is kept but stars, so its requests are one.
 *
 * <p><b>Cost.</b> The stack is walked where a value comes, goes or is captured, as for {@link Timeline#capture(Ambient)}.
 */
public final class RecentRequests implements Registration {

    private static final int MAX_POINTS = 1_000;
    private static final int MAX_LOSSES = 20;

    private static final List<RecentRequests> ACTIVE = new CopyOnWriteArrayList<>();

    private final Ambient<?> key;
    private final Map<String, Request> requests;
    private final Registration diagnostics = Diagnostics.install();
    private final Registration listener;

    /** What is known of one request. */
    private static final class Request {
        final List<TimelinePoint> points = new ArrayList<>();
        final List<Explanation> losses = new ArrayList<>();
    }

    private RecentRequests(Ambient<?> key, int most) {
        this.key = key;
        this.requests = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
                return size() > most;
            }
        };
        this.listener = AmbientRegistry.global().listen(new Listener());
        ACTIVE.add(this);
    }

    /**
     * Starts to keep requests.
     *
     * @param request the key whose value belongs to one request: its id, not the tenant
     * @param requests how many requests are kept
     * @return what is kept, which {@linkplain Diagnostics#install installs} the diagnostics until it is closed
     * @throws IllegalArgumentException if the number is less than one
     */
    public static RecentRequests record(Ambient<?> request, int requests) {
        Objects.requireNonNull(request, "request");
        if (requests < 1) {
            throw new IllegalArgumentException("the last " + requests + " requests cannot be kept: use 1 or more");
        }
        return new RecentRequests(request, requests);
    }

    /**
     * Returns the requests that are kept.
     *
     * @return their ids, which are the values of the key as text; the one that was active last is the first
     */
    public List<String> ids() {
        List<String> ids;
        synchronized (requests) {
            ids = new ArrayList<>(requests.keySet());
        }
        Collections.reverse(ids);
        return ids;
    }

    /**
     * Returns the timeline of a request, as far as it has come.
     *
     * @param id its id
     * @return its timeline; {@code null} if no request of that id is kept
     */
    public @Nullable Timeline timeline(String id) {
        synchronized (requests) {
            Request request = requests.get(ValueTexts.cut(id));
            return request == null ? null : new Timeline(new TimelineModel(key.name(), request.points));
        }
    }

    /**
     * Returns what a request has lost.
     *
     * @param id its id
     * @return an explanation for each loss, oldest first; empty if nothing was lost, or if no request of that id is kept
     */
    public List<Explanation> losses(String id) {
        synchronized (requests) {
            Request request = requests.get(ValueTexts.cut(id));
            return request == null ? List.of() : List.copyOf(request.losses);
        }
    }

    /** Ends the recording. What was kept can still be read. */
    @Override
    public void close() {
        ACTIVE.remove(this);
        listener.close();
        diagnostics.close();
    }

    /** Adds a loss for which the program has just asked for an explanation. */
    static void explained(Ambient<?> key, Explanation explanation, StackView view) {
        for (RecentRequests active : ACTIVE) {
            if (active.key == key) {
                active.lost(explanation, view);
            }
        }
    }

    private void lost(Explanation explanation, StackView view) {
        String id = explanation.value();
        if (explanation.isPresent() || id == null) {
            return; // nothing is lost, or nobody knows by which request
        }
        TimelinePoint point = TimelineCapture.point(
                TimelinePoint.Kind.LOST,
                null,
                AmbientContext.empty(),
                view,
                explanation.reason().name());
        synchronized (requests) {
            if (requests.containsKey(id)) { // which, as opposed to get, is no activity
                change(id, request -> {
                    add(request.points, point, MAX_POINTS);
                    if (!request.losses.contains(explanation)) {
                        add(request.losses, explanation, MAX_LOSSES);
                    }
                });
            }
        }
    }

    private void change(@Nullable String id, Consumer<Request> change) {
        if (id != null) {
            synchronized (requests) {
                change.accept(requests.computeIfAbsent(id, missing -> new Request()));
            }
        }
    }

    private static <T> void add(List<T> list, T one, int most) {
        if (list.size() < most) {
            list.add(one);
        }
    }

    private final class Listener implements ContextListener {

        @Override
        public void switched(AmbientContext previous, AmbientContext current, Step step) {
            int before = identityOf(previous);
            int now = identityOf(current);
            if (before == now) {
                return;
            }
            StackView view = StackReader.read();
            if (before != 0) {
                add(TimelinePoint.Kind.ENDED, previous, view);
            }
            if (now != 0) {
                add(TimelinePoint.Kind.of(step), current, view);
            }
        }

        @Override
        public void captured(AmbientContext context) {
            if (identityOf(context) != 0) {
                add(TimelinePoint.Kind.CAPTURED, context, StackReader.read());
            }
        }

        @Override
        public void missed(Ambient<?> missed) {
            EventLog log = Diagnostics.currentLog();
            if (missed == key && log != null && log.isComplete()) {
                CallbackChain chain = CallbackChain.read();
                lost(Explainer.explain(key, null, chain, log), chain.first());
            }
        }

        /** Returns the identity of the request's value; 0 if the context has none or its request is not recorded. */
        private int identityOf(AmbientContext context) {
            int identity = ContextFingerprint.identityOf(context, key);
            EventLog log = Diagnostics.currentLog();
            return identity != 0 && log != null && log.includes(context) ? identity : 0;
        }

        private void add(TimelinePoint.Kind kind, AmbientContext context, StackView view) {
            String id = ValueTexts.of(context, key);
            TimelinePoint point = TimelineCapture.point(kind, id, context, view, null);
            change(id, request -> RecentRequests.add(request.points, point, MAX_POINTS));
        }
    }
}
