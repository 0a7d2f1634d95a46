package io.github.groupcoordinator.internal.broker;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskIds;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests about streams groups. */
final class StreamsSamples {
    static final String GROUP = "app";

    private StreamsSamples() {}

    static boolean has(ApiKeys api) {
        return api == ApiKeys.STREAMS_GROUP_HEARTBEAT || api == ApiKeys.STREAMS_GROUP_DESCRIBE;
    }

    static ApiMessage of(ApiKeys api) {
        return api == ApiKeys.STREAMS_GROUP_HEARTBEAT
                ? join("m", reading("orders"))
                : new StreamsGroupDescribeRequestData()
                        .setGroupIds(List.of(GROUP))
                        .setIncludeAuthorizedOperations(true);
    }

    static StreamsGroupHeartbeatRequestData join(String memberId, Subtopology... subtopologies) {
        return beat(memberId, 0)
                .setEndpointInformationEpoch(-1)
                .setRebalanceTimeoutMs(60_000)
                .setTopology(new Topology().setEpoch(0).setSubtopologies(List.of(subtopologies)))
                .setActiveTasks(List.of())
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of())
                .setProcessId(memberId)
                .setClientTags(List.of());
    }

    static StreamsGroupHeartbeatRequestData beat(String memberId, int epoch) {
        return new StreamsGroupHeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(memberId)
                .setMemberEpoch(epoch)
                .setActiveTasks(null)
                .setStandbyTasks(null)
                .setWarmupTasks(null);
    }

    static Subtopology reading(String... topics) {
        return new Subtopology().setSubtopologyId("0").setSourceTopics(List.of(topics));
    }

    /** A topic that the topology needs beside its sources, with configurations in turns of names and values. */
    static TopicInfo internal(String name, int replicationFactor, String... configs) {
        List<KeyValue> said = new ArrayList<>();
        for (int i = 0; i < configs.length; i += 2) {
            said.add(new KeyValue().setKey(configs[i]).setValue(configs[i + 1]));
        }
        return new TopicInfo()
                .setName(name)
                .setPartitions(0)
                .setReplicationFactor((short) replicationFactor)
                .setTopicConfigs(said);
    }

    static List<TaskIds> tasks(Integer... partitions) {
        return List.of(new TaskIds().setSubtopologyId("0").setPartitions(List.of(partitions)));
    }
}
