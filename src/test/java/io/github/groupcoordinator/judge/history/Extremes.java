package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest.Marker;
import java.util.List;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.protocol.ApiMessage;

/** The ends of the ranges of what requests carry: one request of a history with some of its numbers exchanged. */
final class Extremes {
    private static final List<Integer> NUMBERS =
            List.of(0, -1, -2, -3, 1, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE);

    /** A member epoch of 0 joins, and that is drawn where it is known not to end the history at a fault of Kafka's. */
    private static final List<Integer> EPOCHS =
            List.of(-3, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE);

    private static final List<Long> LONGS =
            List.of(0L, -1L, -2L, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, (long) Integer.MAX_VALUE + 1);
    private static final List<Short> SHORTS = List.of((short) 0, (short) -1, Short.MAX_VALUE, Short.MIN_VALUE);

    private final Dice dice;

    Extremes(Dice dice) {
        this.dice = dice;
    }

    /** The numbers that take the places of a request's own. */
    private record Numbers(int one, int other, int epoch, long first, long second, short small, int which) {}

    /** A request with numbers exchanged. */
    private record Extreme(Intent intent, Numbers numbers) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Asked asked = intent.request(memory);
            exchange(asked.body(), numbers);
            return asked;
        }
    }

    /** A commit with metadata that may be too large for a batch; other requests stay as they are. */
    private record Large(Intent intent, String metadata) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Asked asked = intent.request(memory);
            if (asked.body() instanceof OffsetCommitRequestData commit) {
                commit.topics().forEach(topic -> topic.partitions()
                        .forEach(partition -> partition.setCommittedMetadata(metadata)));
            } else if (asked.body() instanceof TxnOffsetCommitRequestData commit) {
                commit.topics().forEach(topic -> topic.partitions()
                        .forEach(partition -> partition.setCommittedMetadata(metadata)));
            }
            return asked;
        }
    }

    Intent of(Intent intent) {
        return new Extreme(
                intent,
                new Numbers(
                        dice.any(NUMBERS),
                        dice.any(NUMBERS),
                        dice.any(EPOCHS),
                        dice.any(LONGS),
                        dice.any(LONGS),
                        dice.any(SHORTS),
                        dice.below(3)));
    }

    /** Metadata of a size at which one, two or three partitions are about as much as a batch may hold. */
    Intent large(Intent intent) {
        int length = dice.any(550, 830, 1_750) + dice.below(150);
        return new Large(intent, "m".repeat(length));
    }

    Marker of(Marker marker) {
        return switch (dice.below(3)) {
            case 0 ->
                new Marker(
                        dice.any(LONGS),
                        marker.producerEpoch(),
                        marker.coordinatorEpoch(),
                        marker.committed(),
                        marker.transactionVersion());
            case 1 ->
                new Marker(
                        marker.producerId(),
                        dice.any(SHORTS),
                        marker.coordinatorEpoch(),
                        marker.committed(),
                        marker.transactionVersion());
            default ->
                new Marker(
                        marker.producerId(),
                        marker.producerEpoch(),
                        dice.any(NUMBERS),
                        marker.committed(),
                        marker.transactionVersion());
        };
    }

    private static void exchange(ApiMessage body, Numbers numbers) {
        if (body instanceof JoinGroupRequestData join) {
            join.setRebalanceTimeoutMs(numbers.one());
            if (numbers.which() == 0) {
                join.setSessionTimeoutMs(numbers.other());
            }
        } else if (body instanceof SyncGroupRequestData sync) {
            sync.setGenerationId(numbers.one());
        } else if (body instanceof HeartbeatRequestData heartbeat) {
            heartbeat.setGenerationId(numbers.one());
        } else if (body instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            if (numbers.which() == 0) {
                heartbeat.setMemberEpoch(numbers.epoch());
            } else {
                heartbeat.setRebalanceTimeoutMs(numbers.one());
            }
        } else if (body instanceof ShareGroupHeartbeatRequestData heartbeat) {
            heartbeat.setMemberEpoch(numbers.epoch());
        } else if (body instanceof StreamsGroupHeartbeatRequestData heartbeat) {
            if (numbers.which() == 0) {
                heartbeat.setMemberEpoch(numbers.epoch());
            } else {
                heartbeat.setRebalanceTimeoutMs(numbers.one());
            }
        } else if (body instanceof AlterShareGroupOffsetsRequestData alter) {
            alter.topics().forEach(topic -> topic.partitions()
                    .forEach(partition -> partition.setStartOffset(numbers.first())));
        } else if (body instanceof OffsetFetchRequestData fetch) {
            fetch.groups().forEach(group -> group.setMemberEpoch(numbers.one()));
        } else if (body instanceof OffsetDeleteRequestData delete) {
            delete.topics().forEach(topic -> topic.partitions()
                    .forEach(partition -> partition.setPartitionIndex(numbers.one())));
        } else if (body instanceof OffsetCommitRequestData commit) {
            exchange(commit, numbers);
        } else if (body instanceof TxnOffsetCommitRequestData commit) {
            exchange(commit, numbers);
        }
    }

    private static void exchange(OffsetCommitRequestData commit, Numbers numbers) {
        if (numbers.which() == 0) {
            commit.setGenerationIdOrMemberEpoch(numbers.one());
            return;
        }
        if (commit.retentionTimeMs() != -1) {
            commit.setRetentionTimeMs(numbers.second());
        }
        for (var topic : commit.topics()) {
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                partition.setCommittedOffset(numbers.first());
                if (partition.committedLeaderEpoch() != -1) {
                    partition.setCommittedLeaderEpoch(numbers.one());
                }
                if (numbers.which() == 1) {
                    partition.setPartitionIndex(numbers.other());
                }
            }
        }
    }

    private static void exchange(TxnOffsetCommitRequestData commit, Numbers numbers) {
        switch (numbers.which()) {
            case 0 -> commit.setProducerEpoch(numbers.small());
            case 1 -> commit.setProducerId(numbers.first());
            default -> {
                if (commit.generationId() != -1) {
                    commit.setGenerationId(numbers.other());
                }
                for (var topic : commit.topics()) {
                    for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                        partition.setCommittedOffset(numbers.first());
                        if (partition.committedLeaderEpoch() != -1) {
                            partition.setCommittedLeaderEpoch(numbers.one());
                        }
                    }
                }
            }
        }
    }
}
