package io.github.groupcoordinator.internal.fault;

import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;

/** The effect of a fault on a request; for the broker, a test has no need of it. */
public sealed interface FaultEffect {

    /** Answered with an error; nothing is applied. */
    record Respond(Errors error) implements FaultEffect {
        @Override
        public String toString() {
            return "respond(" + error + ")";
        }
    }

    /** The connection is closed instead of an answer; nothing is applied. */
    record Disconnect() implements FaultEffect {
        @Override
        public String toString() {
            return "disconnect()";
        }
    }

    /** The request arrives later. */
    record Delay(Duration delay) implements FaultEffect {
        @Override
        public String toString() {
            return "delay(" + delay + ")";
        }
    }

    /** The request never arrives. */
    record Drop() implements FaultEffect {
        @Override
        public String toString() {
            return "drop()";
        }
    }

    /** The request is applied; its answer never arrives. */
    record LoseResponse() implements FaultEffect {
        @Override
        public String toString() {
            return "loseResponse()";
        }
    }

    /** The request arrives when the barrier is released. */
    record Hold(HeldRequests held) implements FaultEffect {
        @Override
        public String toString() {
            return "holdUntil(" + held.name() + ")";
        }
    }

    /** The request has arrived; the broker does what it asks when the barrier is released, whoever waits for it. */
    record WorkOffLate(HeldRequests held) implements FaultEffect {
        @Override
        public String toString() {
            return "workOffLate(" + held.name() + ")";
        }
    }
}
