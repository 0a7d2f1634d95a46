package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.api.Subject;
import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.fault.HeldRequests;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The faults of a test at work, between the arrival of a request and its handler. */
public final class FaultInjector {

    /** A decoded request, and how to go on with it. */
    interface Arrival {
        BrokerConnection connection();

        ApiKeys api();

        short version();

        String clientId();

        ApiMessage body();

        /** Returns the body, encoded. */
        ByteBuffer bytes();

        /** Notes the request in the log of those that were taken up; returns where its answer goes. */
        Request.Outlet takeUp();

        /** Lets the handler answer; what it throws is seen to. */
        void serve(Request.Outlet outlet);

        /** Lets the handler answer with an error; returns false if it leaves that to Kafka's own error response. */
        boolean fail(Request.Outlet outlet, Errors error);
    }

    private final FaultSource faults;
    private final Timers timers;
    private final EventSink events;

    public FaultInjector(FaultSource faults, Timers timers, EventSink events) {
        this.faults = faults;
        this.timers = timers;
        this.events = events;
    }

    /** Returns what a fault does to the request, which is told; null if none has other plans for it. */
    @Nullable
    FaultEffect decide(Arrival arrival) {
        Subject subject = Apis.subject(arrival.body());
        FaultEffect effect = faults.decide(new ArrivedRequest(
                arrival.api(),
                arrival.connection().node().id(),
                arrival.clientId(),
                subject.groupIds(),
                subject.memberIds(),
                subject.transactionalId()));
        if (effect == null) {
            return null;
        }
        String groupId = subject.groupIds().isEmpty() ? "" : subject.groupIds().get(0);
        Instant now = Instant.ofEpochMilli(timers.nowMs());
        events.append(new FaultInjected(now, groupId, arrival.clientId(), arrival.api().name, effect.toString()));
        return effect;
    }

    /** Lets a fault happen to the request. */
    void carryOut(FaultEffect effect, Arrival arrival) {
        if (effect instanceof FaultEffect.Respond respond) {
            respond(arrival, respond.error());
        } else if (effect instanceof FaultEffect.Disconnect) {
            arrival.connection().closeFromBroker();
        } else if (effect instanceof FaultEffect.Delay delay) {
            Timers.Timer timer = timers.schedule(
                    timers.nowMs() + delay.delay().toMillis(), "delayed " + name(arrival), () -> later(arrival));
            arrival.connection().onAbandoned(timer::cancel);
        } else if (effect instanceof FaultEffect.LoseResponse) {
            arrival.serve(new DeafOutlet(arrival.takeUp()));
        } else if (effect instanceof FaultEffect.Hold hold) {
            HeldRequests held = hold.held();
            Runnable goOn = () -> later(arrival);
            arrival.connection().onAbandoned(() -> held.forget(goOn));
            held.hold(goOn);
        }
        if (effect instanceof FaultEffect.WorkOffLate late) {
            late.held().hold(arrival.connection().withoutClient(() -> serve(arrival)));
        }
        // A dropped request keeps its connection busy: bytes that are lost hold up all that follows them.
    }

    private static String name(Arrival arrival) {
        return Apis.name(arrival.api(), arrival.version()) + " of " + arrival.clientId();
    }

    private static void serve(Arrival arrival) {
        arrival.serve(arrival.takeUp());
    }

    /** The broker may hang by now. */
    private static void later(Arrival arrival) {
        arrival.connection().run(() -> serve(arrival));
    }

    private static void respond(Arrival arrival, Errors error) {
        Request.Outlet outlet = arrival.takeUp();
        if (arrival.api() == ApiKeys.METADATA && error != Errors.UNKNOWN_SERVER_ERROR) {
            arrival.serve(new FailingMetadataOutlet(outlet, error));
            return;
        }
        if (arrival.fail(outlet, error)) {
            return;
        }
        ApiMessage response = ErrorResponses.of(arrival.api(), arrival.version(), arrival.bytes(), error.exception());
        if (response == null) {
            arrival.connection().closeFromBroker();
        } else {
            outlet.send(response);
        }
    }

    /** Lets nothing through, so that the connection stays busy until the client closes it. */
    private static class DeafOutlet implements Request.Outlet {
        private final Request.Outlet outlet;

        DeafOutlet(Request.Outlet outlet) {
            this.outlet = outlet;
        }

        Request.Outlet outlet() {
            return outlet;
        }

        @Override
        public void send(ApiMessage response) {
            // Lost on its way.
        }

        @Override
        public void sendNothing() {
            outlet.sendNothing();
        }

        @Override
        public void closeConnection() {
            outlet.closeConnection();
        }

        @Override
        public void onAbandoned(Runnable task) {
            outlet.onAbandoned(task);
        }
    }

    private static final class FailingMetadataOutlet extends DeafOutlet {
        private final Errors error;

        FailingMetadataOutlet(Request.Outlet outlet, Errors error) {
            super(outlet);
            this.error = error;
        }

        @Override
        public void send(ApiMessage response) {
            if (response instanceof MetadataResponseData metadata) {
                ErrorResponses.onEachTopic(metadata, error);
            }
            outlet().send(response);
        }
    }
}
