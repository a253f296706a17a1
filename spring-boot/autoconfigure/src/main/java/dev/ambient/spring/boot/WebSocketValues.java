/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Has the callbacks of a WebSocket session run with the values of its handshake: the container calls them on any thread. No others of
 * the handshake's context, whose observation, say, has ended.
 *
 * <p>Handlers are found in the mapping that Spring makes of what the program has registered, STOMP's too, and replaced there before
 * it starts. SockJS has a handler of its own, and is left alone.
 */
final class WebSocketValues implements InstantiationAwareBeanPostProcessor {

    private static final String CONTEXT = WebSocketValues.class.getName() + ".context";

    @Override
    public boolean postProcessAfterInstantiation(Object bean, String beanName) {
        if (bean instanceof WebSocketHandlerMapping mapping) {
            replaceIn(mapping.getUrlMap());
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private static void replaceIn(Map<String, ?> handlers) {
        ((Map<String, Object>) handlers)
                .replaceAll((path, handler) -> handler.getClass() == WebSocketHttpRequestHandler.class
                        ? carrying((WebSocketHttpRequestHandler) handler)
                        : handler);
    }

    private static WebSocketHttpRequestHandler carrying(WebSocketHttpRequestHandler handler) {
        WebSocketHttpRequestHandler carrying = new WebSocketHttpRequestHandler(
                new Handler(handler.getWebSocketHandler()), handler.getHandshakeHandler());
        List<HandshakeInterceptor> interceptors = new ArrayList<>(List.of(new Handshake()));
        interceptors.addAll(handler.getHandshakeInterceptors());
        carrying.setHandshakeInterceptors(interceptors);
        return carrying;
    }

    /** Notes the values of the request as an attribute of the session. */
    private static final class Handshake implements HandshakeInterceptor {

        @Override
        public boolean beforeHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                Map<String, Object> attributes) {
            if (request instanceof ServletServerHttpRequest servlet
                    && servlet.getServletRequest().getAttribute(ServletValuesFilter.RECEIVED)
                            instanceof ReceivedValues received) {
                attributes.put(CONTEXT, received.in(AmbientContext.empty()));
            }
            return true;
        }

        @Override
        public void afterHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                @Nullable Exception failure) {}
    }

    private static final class Handler extends WebSocketHandlerDecorator {

        Handler(WebSocketHandler delegate) {
            super(delegate);
        }

        private interface Callback {
            void call() throws Exception;
        }

        private static void run(WebSocketSession session, Callback callback) throws Exception {
            AmbientContext context = session.getAttributes().get(CONTEXT) instanceof AmbientContext noted
                    ? noted
                    : AmbientContext.empty();
            CallableOp<Boolean, Exception> op = () -> {
                callback.call();
                return true;
            };
            context.call(op);
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) throws Exception {
            run(session, () -> super.afterConnectionEstablished(session));
        }

        @Override
        public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
            run(session, () -> super.handleMessage(session, message));
        }

        @Override
        public void handleTransportError(WebSocketSession session, Throwable failure) throws Exception {
            run(session, () -> super.handleTransportError(session, failure));
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
            run(session, () -> super.afterConnectionClosed(session, status));
        }
    }
}
