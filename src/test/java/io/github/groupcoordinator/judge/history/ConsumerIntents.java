package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests of members by the consumer protocol. */
final class ConsumerIntents {
    private static final short NAMES_ITSELF = 1;

    private ConsumerIntents() {}

    /** The subscription of a member; each part may be left out. */
    record Subscription(List<String> topics, String regex, String assignor, String rack) {}

    /** The epoch that a member gives. */
    enum Epoch {
        MINE,
        NEXT,
        PREVIOUS,
        EARLIER,
        ZERO,
        LEAVE,
        LEAVE_FOR_A_WHILE,
        INVALID;

        int of(Memory.Client client) {
            return switch (this) {
                case MINE -> Math.max(client.generation, 0);
                case NEXT -> client.generation + 1;
                case PREVIOUS -> Math.max(client.previousEpoch, 0);
                case EARLIER -> Math.max(client.previousEpoch - 1, 1);
                case ZERO -> 0;
                case LEAVE -> -1;
                case LEAVE_FOR_A_WHILE -> -2;
                case INVALID -> -3;
            };
        }
    }

    /** The partitions that a member says it owns. */
    enum Owned {
        UNSAID,
        NOTHING,
        ASSIGNED,
        PART,
        MORE;

        List<TopicPartitions> of(Memory.Client client, Memory memory) {
            return switch (this) {
                case UNSAID -> null;
                case NOTHING -> new ArrayList<>();
                case ASSIGNED -> list(client.assigned);
                case PART -> list(part(client.assigned));
                case MORE -> list(more(client.assigned, memory.topicId("orders")));
            };
        }

        private static SortedMap<Uuid, List<Integer>> part(SortedMap<Uuid, List<Integer>> assigned) {
            SortedMap<Uuid, List<Integer>> part = new TreeMap<>();
            assigned.forEach((topicId, partitions) -> part.put(topicId, partitions.subList(0, 1)));
            return part;
        }

        private static SortedMap<Uuid, List<Integer>> more(SortedMap<Uuid, List<Integer>> assigned, Uuid topicId) {
            SortedMap<Uuid, List<Integer>> more = new TreeMap<>(assigned);
            more.put(topicId, List.of(0, 1, 2, 77));
            return more;
        }

        private static List<TopicPartitions> list(SortedMap<Uuid, List<Integer>> owned) {
            List<TopicPartitions> list = new ArrayList<>();
            owned.forEach((topicId, partitions) ->
                    list.add(new TopicPartitions().setTopicId(topicId).setPartitions(new ArrayList<>(partitions))));
            return list;
        }
    }

    /** Does what a well-behaved consumer does next: joins, says what it owns by now, or just shows a sign of life. */
    record Next(Actor actor, Subscription subscription, short version, boolean slow, boolean naming) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            boolean joins = client.generation <= 0;
            if (joins && memory.wouldTripOver(actor.group())) {
                return new Describe((short) 0, List.of(actor.group()), false).request(memory);
            }
            ConsumerGroupHeartbeatRequestData data = new ConsumerGroupHeartbeatRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memberId(client, actor.slot(), naming || version >= NAMES_ITSELF))
                    .setMemberEpoch(Math.max(client.generation, 0))
                    .setInstanceId(actor.instanceId());
            if (joins) {
                data.setTopicPartitions(Collections.emptyList());
                describe(data, actor, subscription, version);
            } else if (!client.reported && !slow) {
                client.reported = true;
                data.setTopicPartitions(Owned.ASSIGNED.of(client, memory));
            }
            return new Asked(ApiKeys.CONSUMER_GROUP_HEARTBEAT, version, actor.group(), data);
        }
    }

    private static String memberId(Memory.Client client, int slot, boolean namesItself) {
        if (client.memberId.isEmpty() && namesItself) {
            client.memberId = "m" + slot + "-" + ++client.lives;
        }
        return client.memberId;
    }

    private static void describe(
            ConsumerGroupHeartbeatRequestData data, Actor actor, Subscription subscription, short version) {
        data.setRebalanceTimeoutMs(actor.rebalanceTimeoutMs())
                .setSubscribedTopicNames(subscription.topics())
                .setServerAssignor(subscription.assignor())
                .setRackId(subscription.rack());
        if (version >= NAMES_ITSELF) {
            data.setSubscribedTopicRegex(subscription.regex());
        } else if (subscription.topics() == null && subscription.regex() != null) {
            data.setSubscribedTopicNames(new ArrayList<>());
        }
    }

    /** A heartbeat as it comes. */
    record Beat(
            Actor actor,
            short version,
            Id id,
            Epoch epoch,
            String instanceId,
            Owned owned,
            Subscription subscription,
            boolean naming)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            String memberId =
                    id == Id.MINE && naming ? memberId(client, actor.slot(), true) : memory.memberId(actor.slot(), id);
            if (naming && memberId.isEmpty() && version < NAMES_ITSELF) {
                memberId = "nobody";
            }
            ConsumerGroupHeartbeatRequestData data = new ConsumerGroupHeartbeatRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memberId)
                    .setMemberEpoch(epoch.of(client) == 0 && memory.wouldTripOver(actor.group()) ? 1 : epoch.of(client))
                    .setInstanceId(instanceId)
                    .setTopicPartitions(owned.of(client, memory));
            if (subscription != null) {
                describe(data, actor, subscription, version);
            }
            return new Asked(ApiKeys.CONSUMER_GROUP_HEARTBEAT, version, actor.group(), data);
        }
    }

    /** A consumer sends its last heartbeat or leaves, and another starts in its place under a new id. */
    record Restart(Actor actor, short version, boolean leaves) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            ConsumerGroupHeartbeatRequestData data = new ConsumerGroupHeartbeatRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memberId(client, actor.slot(), true))
                    .setMemberEpoch(leaves ? actor.instanceId() == null ? -1 : -2 : Math.max(client.generation, 0))
                    .setInstanceId(actor.instanceId());
            memory.restart(actor.slot());
            return new Asked(ApiKeys.CONSUMER_GROUP_HEARTBEAT, version, actor.group(), data);
        }
    }

    /** Describes groups. */
    record Describe(short version, List<String> groups, boolean operations) implements Intent {
        @Override
        public Asked request(Memory memory) {
            ConsumerGroupDescribeRequestData data = new ConsumerGroupDescribeRequestData()
                    .setGroupIds(groups)
                    .setIncludeAuthorizedOperations(operations);
            return new Asked(ApiKeys.CONSUMER_GROUP_DESCRIBE, version, groups.get(0), data);
        }
    }

    /** Commits as a member, for one partition that it was told to own, or else for any; its epoch is checked. */
    record Commit(Actor actor, short version, Epoch epoch, int partition, long offset) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            Uuid topicId = client.assigned.isEmpty() ? memory.topicId("orders") : client.assigned.firstKey();
            List<Integer> assigned = client.assigned.getOrDefault(topicId, List.of());
            int index = assigned.contains(partition) || assigned.isEmpty() ? partition : assigned.get(0);
            OffsetCommitRequestTopic topic = new OffsetCommitRequestTopic()
                    .setName(version >= 10 ? "" : memory.topicName(topicId))
                    .setPartitions(List.of(new OffsetCommitRequestPartition()
                            .setPartitionIndex(index)
                            .setCommittedOffset(offset)
                            .setCommittedMetadata("")));
            if (version >= 10) {
                topic.setTopicId(topicId);
            }
            OffsetCommitRequestData data = new OffsetCommitRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(client.memberId)
                    .setGroupInstanceId(actor.instanceId())
                    .setGenerationIdOrMemberEpoch(epoch.of(client))
                    .setTopics(List.of(topic));
            return new Asked(ApiKeys.OFFSET_COMMIT, version, actor.group(), data);
        }
    }

    /** Fetches all offsets as a member; its epoch is checked, also that of none at all. */
    record Fetch(Actor actor, short version, Id id, Epoch epoch) implements Intent {
        @Override
        public Asked request(Memory memory) {
            OffsetFetchRequestData data = new OffsetFetchRequestData();
            data.groups()
                    .add(new OffsetFetchRequestGroup()
                            .setGroupId(actor.group())
                            .setMemberId(memory.memberIdOrNull(actor.slot(), id))
                            .setMemberEpoch(epoch.of(memory.client(actor.slot())))
                            .setTopics(null));
            return new Asked(ApiKeys.OFFSET_FETCH, version, actor.group(), data);
        }
    }
}
