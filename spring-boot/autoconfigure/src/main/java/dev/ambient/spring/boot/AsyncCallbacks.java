/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * A request whose listeners for the end of asynchronous work are called in the context in which they were added. The container calls
 * them outside all dispatches, on any thread; by them Spring MVC comes to {@code onTimeout}, {@code onError} and {@code
 * onCompletion} of a {@code DeferredResult} or an emitter.
 */
final class AsyncCallbacks extends HttpServletRequestWrapper {

    AsyncCallbacks(HttpServletRequest request) {
        super(request);
    }

    @Override
    public AsyncContext startAsync() {
        return new Context(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return new Context(super.startAsync(request, response));
    }

    @Override
    @SuppressWarnings("NullAway") // the interface says nothing
    public AsyncContext getAsyncContext() {
        AsyncContext context = super.getAsyncContext();
        return context == null ? null : new Context(context); // null in Spring's mocks
    }

    private record Context(AsyncContext delegate) implements AsyncContext {

        @Override
        public void addListener(AsyncListener listener) {
            delegate.addListener(new Listener(listener, AmbientContext.capture()));
        }

        @Override
        public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
            delegate.addListener(new Listener(listener, AmbientContext.capture()), request, response);
        }

        @Override
        public void start(Runnable task) {
            delegate.start(CapturedTask.of(task));
        }

        @Override
        public ServletRequest getRequest() {
            return delegate.getRequest();
        }

        @Override
        public ServletResponse getResponse() {
            return delegate.getResponse();
        }

        @Override
        public boolean hasOriginalRequestAndResponse() {
            return delegate.hasOriginalRequestAndResponse();
        }

        @Override
        public void dispatch() {
            delegate.dispatch();
        }

        @Override
        public void dispatch(String path) {
            delegate.dispatch(path);
        }

        @Override
        public void dispatch(ServletContext context, String path) {
            delegate.dispatch(context, path);
        }

        @Override
        public void complete() {
            delegate.complete();
        }

        @Override
        public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
            return delegate.createListener(type);
        }

        @Override
        public void setTimeout(long timeout) {
            delegate.setTimeout(timeout);
        }

        @Override
        public long getTimeout() {
            return delegate.getTimeout();
        }
    }

    private record Listener(AsyncListener delegate, AmbientContext context) implements AsyncListener {

        private interface Callback {
            void call() throws IOException;
        }

        private void run(Callback callback) throws IOException {
            CallableOp<Boolean, IOException> op = () -> {
                callback.call();
                return true;
            };
            context.call(op);
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            run(() -> delegate.onComplete(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            run(() -> delegate.onTimeout(event));
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            run(() -> delegate.onError(event));
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            run(() -> delegate.onStartAsync(event));
        }
    }
}
