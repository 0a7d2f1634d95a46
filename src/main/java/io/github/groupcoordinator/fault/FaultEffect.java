package io.github.groupcoordinator.fault;

import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;

/** The effect of a fault on a request; for the broker, a test has no need of it. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
public sealed interface FaultEffect {

    /** Answered with an error; nothing is applied. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record Respond(Errors error) implements FaultEffect {
        @Override
        public String toString() {
            return "respond(" + error + ")";
        }
    }

    /** The connection is closed instead of an answer; nothing is applied. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record Disconnect() implements FaultEffect {
        @Override
        public String toString() {
            return "disconnect()";
        }
    }

    /** The request arrives later. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record Delay(Duration delay) implements FaultEffect {
        @Override
        public String toString() {
            return "delay(" + delay + ")";
        }
    }

    /** The request never arrives. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record Drop() implements FaultEffect {
        @Override
        public String toString() {
            return "drop()";
        }
    }

    /** The request is applied; its answer never arrives. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record LoseResponse() implements FaultEffect {
        @Override
        public String toString() {
            return "loseResponse()";
        }
    }

    /** The request arrives when the barrier is released. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record Hold(FaultBarrier barrier) implements FaultEffect {
        @Override
        public String toString() {
            return "holdUntil(" + barrier.name() + ")";
        }
    }

    /** The request has arrived; the broker does what it asks when the barrier is released, whoever waits for it. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    record WorkOffLate(FaultBarrier barrier) implements FaultEffect {
        @Override
        public String toString() {
            return "workOffLate(" + barrier.name() + ")";
        }
    }
}
