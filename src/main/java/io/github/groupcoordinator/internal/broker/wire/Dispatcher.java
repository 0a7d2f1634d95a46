package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher: decodes frames, finds the handler, encodes its answer. A frame that is malformed or not supported
 * closes its connection, and the client's end is told why. What else a handler throws is handed to the failures, and
 * the connection is closed: Kafka would answer UNKNOWN_SERVER_ERROR, but a test should see the fault where it is.
 */
public final class Dispatcher implements FrameHandler {
    private final ServedApis apis;
    private final Timers timers;
    private final Consumer<Throwable> failures;
    private final FaultInjector faults;
    private final ServedRequests log = new ServedRequests(ServedRequests.BYTES_TO_KEEP);
    private final @Nullable ParkedRequests parked;
    private final AnswerDelay delay;

    /**
     * Has served nothing yet.
     *
     * @param parked watches that what may wait is answered in time; null if nobody watches
     * @param delay lets the answers of coordinators that are still loading take their time
     */
    public Dispatcher(
            ServedApis apis,
            Timers timers,
            Consumer<Throwable> failures,
            FaultInjector faults,
            @Nullable ParkedRequests parked,
            AnswerDelay delay) {
        this.faults = faults;
        this.parked = parked;
        this.delay = delay;
        this.apis = apis;
        this.timers = timers;
        this.failures = failures;
    }

    public List<ServedRequest> log() {
        return log.views();
    }

    @Override
    public void dispatch(BrokerConnection connection, ByteBuffer frame) {
        DecodedRequest request;
        try {
            request = decode(connection, frame);
        } catch (RuntimeException e) {
            connection.refuse(e);
            return;
        }
        if (request == null) {
            return;
        }
        try {
            FaultEffect effect = faults.decide(request);
            if (effect == null) {
                request.serve(request.takeUp());
            } else {
                faults.carryOut(effect, request);
            }
        } catch (RuntimeException e) {
            failed(connection, e);
        }
    }

    private void failed(BrokerConnection connection, RuntimeException e) {
        if (e instanceof NotSupportedException) {
            connection.refuse(e);
        } else {
            failures.accept(e);
            connection.closeFromBroker();
        }
    }

    /** Returns null if the answer has been given. */
    private @Nullable DecodedRequest decode(BrokerConnection connection, ByteBuffer frame) {
        short apiKey = frame.getShort(frame.position());
        short version = frame.getShort(frame.position() + 2);
        if (!ApiKeys.hasId(apiKey)) {
            throw Request.notSupported("API key " + apiKey);
        }
        ApiKeys api = ApiKeys.forId(apiKey);
        ApiVersionTable.Range range = apis.versions(apiKey);
        RequestHandler<?> handler = apis.handler(apiKey);
        if (range == null || handler == null) {
            throw Request.notSupported(api.name);
        }
        boolean contained = range.contains(version);
        if (!contained && api != ApiKeys.API_VERSIONS) {
            throw Request.notSupported(Apis.name(api, version));
        }
        ByteBufferAccessor in = new ByteBufferAccessor(frame);
        RequestHeaderData header = new RequestHeaderData(in, api.requestHeaderVersion(version));
        String clientId = header.clientId() == null ? "" : header.clientId();
        connection.sends(clientId);
        if (!contained) {
            // KIP-511: a client that asks in a version from the future is told ours, in version 0.
            RequestContext context = new RequestContext(
                    api, version, clientId, connection.client().host());
            LoggedRequest logged = log(connection, context, frame);
            outlet(connection, logged, api, (short) 0, header.correlationId())
                    .send(ErrorResponses.unsupportedVersion(range));
            return null;
        }
        ByteBuffer bytes = frame.duplicate();
        ApiMessage body = api.messageType.newRequest();
        body.read(in, version);
        RequestContext context =
                new RequestContext(api, version, clientId, connection.client().host());
        return new DecodedRequest(connection, context, handler, body, bytes, header.correlationId());
    }

    /** A request on its way to its handler. */
    private final class DecodedRequest implements FaultInjector.Arrival {
        private final BrokerConnection connection;
        private final RequestContext context;
        private final RequestHandler<?> handler;
        private final ApiMessage body;
        private final ByteBuffer bytes;
        private final int correlationId;

        DecodedRequest(
                BrokerConnection connection,
                RequestContext context,
                RequestHandler<?> handler,
                ApiMessage body,
                ByteBuffer bytes,
                int correlationId) {
            this.connection = connection;
            this.context = context;
            this.handler = handler;
            this.body = body;
            this.bytes = bytes;
            this.correlationId = correlationId;
        }

        @Override
        public BrokerConnection connection() {
            return connection;
        }

        @Override
        public ApiKeys api() {
            return context.apiKey();
        }

        @Override
        public short version() {
            return context.apiVersion();
        }

        @Override
        public String clientId() {
            return context.clientId();
        }

        @Override
        public ApiMessage body() {
            return body;
        }

        @Override
        public ByteBuffer bytes() {
            return bytes;
        }

        @Override
        public Request.Outlet takeUp() {
            LoggedRequest logged = log(connection, context, bytes);
            return outlet(connection, logged, context.apiKey(), context.apiVersion(), correlationId);
        }

        @Override
        public void serve(Request.Outlet to) {
            // A fetch of a client outside is timed in its own time.
            boolean isTimedElsewhere = ParkedRequests.isLongPoll(body) && connection.isOutside();
            Request.Outlet outlet = parked == null || isTimedElsewhere
                    ? to
                    : parked.watch(to, connection::isHeldUp, context.clientId(), body);
            long delayMs = delay.beforeAnswerMs(connection.node(), body);
            if (delayMs == 0) {
                handle(outlet);
                return;
            }
            Timers.Timer timer = timers.schedule(
                    timers.nowMs() + delayMs,
                    "answer of a coordinator that loads to " + context.clientId(),
                    () -> connection.run(() -> handle(outlet)));
            outlet.onAbandoned(timer::cancel);
        }

        private void handle(Request.Outlet outlet) {
            try {
                handler.handle(new Request(context, connection, outlet), body);
            } catch (InvalidRequestException | UnsupportedVersionException e) {
                refuse(outlet, e);
            } catch (NotSupportedException e) {
                // A test is told loudly; a client outside would only see its connection end, and try again and again.
                if (connection.isOutside()) {
                    refuse(outlet, new UnsupportedVersionException(e.getMessage()));
                } else {
                    failed(connection, e);
                }
            } catch (RuntimeException e) {
                failed(connection, e);
            }
        }

        /**
         * The request contradicts itself, is about what is switched off, or can't be served: it is answered with
         * Kafka's own form of an error.
         */
        private void refuse(Request.Outlet to, ApiException why) {
            try {
                ApiMessage response = ErrorResponses.of(api(), version(), bytes, why);
                if (response == null) {
                    to.closeConnection();
                } else {
                    to.send(response);
                }
            } catch (RuntimeException e) {
                failed(connection, e);
            }
        }

        @Override
        public boolean fail(Request.Outlet to, Errors error) {
            return handler.failWith(new Request(context, connection, to), body, error);
        }
    }

    private LoggedRequest log(BrokerConnection connection, RequestContext context, ByteBuffer body) {
        LoggedRequest logged = new LoggedRequest(
                timers.nowMs(),
                connection.node().id(),
                context.apiKey(),
                context.apiVersion(),
                context.clientId(),
                body);
        log.add(logged);
        return logged;
    }

    private Request.Outlet outlet(
            BrokerConnection connection, LoggedRequest logged, ApiKeys api, short version, int correlationId) {
        return new Request.Outlet() {
            @Override
            public void send(ApiMessage response) {
                ByteBuffer bytes = encode(api, version, correlationId, response);
                if (connection.isOpen()) {
                    log.answered(logged, timers.nowMs(), version, bytes, response);
                }
                connection.finish(bytes);
            }

            @Override
            public void sendNothing() {
                connection.finish(null);
            }

            @Override
            public void closeConnection() {
                connection.closeFromBroker();
            }

            @Override
            public void onAbandoned(Runnable task) {
                connection.onAbandoned(task);
            }
        };
    }

    private static ByteBuffer encode(ApiKeys api, short version, int correlationId, ApiMessage response) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(correlationId);
        short headerVersion = api.responseHeaderVersion(version);
        int size = header.size(cache, headerVersion) + response.size(cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(size);
        ByteBufferAccessor out = new ByteBufferAccessor(bytes);
        header.write(out, cache, headerVersion);
        response.write(out, cache, version);
        return bytes.flip();
    }
}
