package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests of clients about offsets. */
final class OffsetIntents {

    private OffsetIntents() {}

    /** A partition and what to commit for it. */
    record Position(String topic, int partition, long offset, int leaderEpoch, String metadata) {
        /** Names a topic, and none of its partitions. */
        static Position nowhere(String topic) {
            return new Position(topic, -1, 0, -1, "");
        }

        boolean isNowhere() {
            return partition < 0;
        }

        List<Integer> partitions() {
            return isNowhere() ? List.of() : List.of(partition);
        }
    }

    /** Commits. Clients name a topic once, unless they are odd. */
    record Commit(
            Actor actor,
            short version,
            Id id,
            Generation generation,
            String instanceId,
            long retentionMs,
            boolean topicsOnce,
            List<Position> positions)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            OffsetCommitRequestData data = new OffsetCommitRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memory.memberId(actor.slot(), id))
                    .setGenerationIdOrMemberEpoch(memory.generation(actor.slot(), generation))
                    .setGroupInstanceId(version >= 7 ? instanceId : null);
            if (version <= 4) {
                data.setRetentionTimeMs(retentionMs);
            }
            Map<String, OffsetCommitRequestTopic> named = new LinkedHashMap<>();
            for (Position position : positions) {
                OffsetCommitRequestTopic topic = topicsOnce ? named.get(position.topic()) : null;
                if (topic == null) {
                    topic = new OffsetCommitRequestTopic().setName(version >= 10 ? "" : position.topic());
                    if (version >= 10) {
                        topic.setTopicId(memory.topicId(position.topic()));
                    }
                    named.put(position.topic(), topic);
                    data.topics().add(topic);
                }
                if (position.isNowhere()) {
                    continue;
                }
                topic.partitions()
                        .add(new OffsetCommitRequestPartition()
                                .setPartitionIndex(position.partition())
                                .setCommittedOffset(position.offset())
                                .setCommittedLeaderEpoch(version >= 6 ? position.leaderEpoch() : -1)
                                .setCommittedMetadata(position.metadata()));
            }
            return new Asked(ApiKeys.OFFSET_COMMIT, version, actor.group(), data);
        }
    }

    /** Fetches offsets; no positions means all. */
    record Fetch(Actor actor, short version, List<String> groups, boolean requireStable, List<Position> positions)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            OffsetFetchRequestData data = new OffsetFetchRequestData().setRequireStable(version >= 7 && requireStable);
            if (version >= 8) {
                for (String group : groups) {
                    data.groups()
                            .add(new OffsetFetchRequestGroup().setGroupId(group).setTopics(topics(memory)));
                }
            } else {
                data.setGroupId(groups.get(0)).setTopics(oldTopics());
            }
            return new Asked(ApiKeys.OFFSET_FETCH, version, groups.get(0), data);
        }

        private List<OffsetFetchRequestTopics> topics(Memory memory) {
            if (positions.isEmpty()) {
                return null;
            }
            List<OffsetFetchRequestTopics> topics = new ArrayList<>();
            for (Position position : positions) {
                OffsetFetchRequestTopics topic =
                        new OffsetFetchRequestTopics().setPartitionIndexes(position.partitions());
                topic.setName(position.topic());
                if (version >= 10) {
                    topic.setName("").setTopicId(memory.topicId(position.topic()));
                }
                topics.add(topic);
            }
            return topics;
        }

        private List<OffsetFetchRequestTopic> oldTopics() {
            if (positions.isEmpty() && version >= 2) {
                return null;
            }
            return positions.stream()
                    .map(p -> new OffsetFetchRequestTopic().setName(p.topic()).setPartitionIndexes(p.partitions()))
                    .toList();
        }
    }

    /** Deletes offsets. */
    record Delete(String group, List<Position> positions) implements Intent {
        @Override
        public Asked request(Memory memory) {
            OffsetDeleteRequestData data = new OffsetDeleteRequestData().setGroupId(group);
            for (Position position : positions) {
                OffsetDeleteRequestTopic topic = data.topics().find(position.topic());
                if (topic == null) {
                    topic = new OffsetDeleteRequestTopic().setName(position.topic());
                    data.topics().add(topic);
                }
                for (int partition : position.partitions()) {
                    topic.partitions().add(new OffsetDeleteRequestPartition().setPartitionIndex(partition));
                }
            }
            return new Asked(ApiKeys.OFFSET_DELETE, (short) 0, group, data);
        }
    }
}
