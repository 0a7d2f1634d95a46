package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.COORDINATOR_MOVES;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.List;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The APIs of streams groups (KIP-1071). Loaded only on kafka-clients that know stable versions of them. */
public final class StreamsApis {
    public static final Api<StreamsGroupHeartbeatRequestData> STREAMS_GROUP_HEARTBEAT = new Api<>(
            ApiKeys.STREAMS_GROUP_HEARTBEAT,
            StreamsGroupHeartbeatRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 0, "streams groups (KIP-1071); creates the internal topics that a topology lacks"),
            Names.member(StreamsGroupHeartbeatRequestData::groupId, StreamsGroupHeartbeatRequestData::memberId),
            ApiErrors.ofGroup(
                            GROUP_ID_NOT_FOUND,
                            UNKNOWN_MEMBER_ID,
                            FENCED_MEMBER_EPOCH,
                            GROUP_MAX_SIZE_REACHED,
                            INVALID_REQUEST,
                            STREAMS_INVALID_TOPOLOGY,
                            UNSUPPORTED_VERSION,
                            TOPIC_AUTHORIZATION_FAILED)
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH));

    public static final Api<StreamsGroupDescribeRequestData> STREAMS_GROUP_DESCRIBE = new Api<>(
            ApiKeys.STREAMS_GROUP_DESCRIBE,
            StreamsGroupDescribeRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 0, "streams groups (KIP-1071)"),
            Names.groups(StreamsGroupDescribeRequestData::groupIds),
            ApiErrors.ofGroup(INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, UNSUPPORTED_VERSION, TOPIC_AUTHORIZATION_FAILED));

    private StreamsApis() {}

    /** Returns them all. */
    static List<Api<?>> all() {
        return List.of(STREAMS_GROUP_HEARTBEAT, STREAMS_GROUP_DESCRIBE);
    }
}
