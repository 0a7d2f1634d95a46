package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.streams.topology.StreamsRefusal;
import java.util.List;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a StreamsGroupHeartbeat, and what the broker does after it.
 *
 * @param topicsToCreate the internal topics of the topology that are missing
 */
public record StreamsHeartbeat(StreamsGroupHeartbeatResponseData response, List<CreatableTopic> topicsToCreate) {

    static StreamsHeartbeat refused(StreamsRefusal refusal) {
        return refused(refusal.error(), refusal.getMessage());
    }

    /** Returns the answer to a heartbeat that is refused. */
    public static StreamsHeartbeat refused(Errors error, @Nullable String message) {
        return new StreamsHeartbeat(
                new StreamsGroupHeartbeatResponseData()
                        .setErrorCode(error.code())
                        .setErrorMessage(message)
                        .setStatus(List.of()),
                List.of());
    }
}
