package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.ConsumerIntents.Epoch;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestPartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData.DeleteShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests of members and administrators of share groups. */
final class ShareIntents {
    private static final short VERSION = 1;

    private ShareIntents() {}

    /** Does what a well-behaved share consumer does next: joins, or shows a sign of life. */
    record Next(int slot, String group, List<String> topics, String rack) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(slot);
            ShareGroupHeartbeatRequestData data = new ShareGroupHeartbeatRequestData()
                    .setGroupId(group)
                    .setMemberId(memberId(client, slot))
                    .setMemberEpoch(Math.max(client.generation, 0));
            if (client.generation <= 0) {
                data.setSubscribedTopicNames(topics).setRackId(rack);
            }
            return new Asked(ApiKeys.SHARE_GROUP_HEARTBEAT, VERSION, group, data);
        }
    }

    private static String memberId(Memory.Client client, int slot) {
        if (client.memberId.isEmpty()) {
            client.memberId = "m" + slot + "-" + ++client.lives;
        }
        return client.memberId;
    }

    /** A heartbeat as it comes; null topics say that nothing changed. */
    record Beat(int slot, String group, Id id, Epoch epoch, List<String> topics, String rack) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(slot);
            ShareGroupHeartbeatRequestData data = new ShareGroupHeartbeatRequestData()
                    .setGroupId(group)
                    .setMemberId(id == Id.MINE ? memberId(client, slot) : memory.memberId(slot, id))
                    .setMemberEpoch(epoch.of(client))
                    .setSubscribedTopicNames(topics)
                    .setRackId(rack);
            return new Asked(ApiKeys.SHARE_GROUP_HEARTBEAT, VERSION, group, data);
        }
    }

    /** A share consumer leaves or just ends, and another starts in its place under a new id. */
    record Restart(int slot, String group, boolean leaves) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(slot);
            ShareGroupHeartbeatRequestData data = new ShareGroupHeartbeatRequestData()
                    .setGroupId(group)
                    .setMemberId(memberId(client, slot))
                    .setMemberEpoch(leaves ? -1 : Math.max(client.generation, 0));
            memory.restart(slot);
            return new Asked(ApiKeys.SHARE_GROUP_HEARTBEAT, VERSION, group, data);
        }
    }

    /** Describes groups. */
    record Describe(List<String> groups, boolean operations) implements Intent {
        @Override
        public Asked request(Memory memory) {
            return new Asked(
                    ApiKeys.SHARE_GROUP_DESCRIBE,
                    VERSION,
                    groups.get(0),
                    new ShareGroupDescribeRequestData().setGroupIds(groups).setIncludeAuthorizedOperations(operations));
        }
    }

    /** Describes offsets of groups: of these topics' first partitions, or of all. */
    record DescribeOffsets(short version, List<String> groups, List<String> topics, int partitions) implements Intent {
        @Override
        public Asked request(Memory memory) {
            DescribeShareGroupOffsetsRequestData data = new DescribeShareGroupOffsetsRequestData();
            for (String group : groups) {
                DescribeShareGroupOffsetsRequestGroup asked =
                        new DescribeShareGroupOffsetsRequestGroup().setGroupId(group);
                asked.setTopics(
                        topics == null
                                ? null
                                : topics.stream()
                                        .map(topic -> new DescribeShareGroupOffsetsRequestTopic()
                                                .setTopicName(topic)
                                                .setPartitions(java.util.stream.IntStream.range(0, partitions)
                                                        .boxed()
                                                        .toList()))
                                        .toList());
                data.groups().add(asked);
            }
            return new Asked(ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS, version, groups.get(0), data);
        }
    }

    /** Gives partitions of topics other start offsets. */
    record Alter(String group, Map<String, Map<Integer, Long>> offsets) implements Intent {
        @Override
        public Asked request(Memory memory) {
            AlterShareGroupOffsetsRequestData data = new AlterShareGroupOffsetsRequestData().setGroupId(group);
            offsets.forEach((topic, ofTopic) -> {
                AlterShareGroupOffsetsRequestTopic asked = new AlterShareGroupOffsetsRequestTopic().setTopicName(topic);
                ofTopic.forEach((partition, offset) -> asked.partitions()
                        .add(new AlterShareGroupOffsetsRequestPartition()
                                .setPartitionIndex(partition)
                                .setStartOffset(offset)));
                data.topics().add(asked);
            });
            return new Asked(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, (short) 0, group, data);
        }
    }

    /** Deletes the offsets of topics. */
    record DeleteOffsets(String group, List<String> topics) implements Intent {
        @Override
        public Asked request(Memory memory) {
            return new Asked(
                    ApiKeys.DELETE_SHARE_GROUP_OFFSETS,
                    (short) 0,
                    group,
                    new DeleteShareGroupOffsetsRequestData()
                            .setGroupId(group)
                            .setTopics(topics.stream()
                                    .map(topic -> new DeleteShareGroupOffsetsRequestTopic().setTopicName(topic))
                                    .toList()));
        }
    }
}
