package io.github.groupcoordinator.internal.group.streams.topology;

import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The refusal of a request of a streams group's member, with its reason. */
public final class StreamsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errors error;

    public StreamsRefusal(Errors error, @Nullable String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** Returns the refusal of what Kafka's coordinator trips over, which it has no word for. */
    public static StreamsRefusal unexpected() {
        return new StreamsRefusal(Errors.UNKNOWN_SERVER_ERROR, null);
    }

    static StreamsRefusal invalidTopology(String message) {
        return new StreamsRefusal(Errors.STREAMS_INVALID_TOPOLOGY, message);
    }

    public Errors error() {
        return error;
    }
}
