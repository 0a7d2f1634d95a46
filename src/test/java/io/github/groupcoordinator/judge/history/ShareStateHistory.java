package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.ShareCoordinatorSide;
import io.github.groupcoordinator.judge.ShareCoordinatorSide.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;

/**
 * A random history of a share coordinator: what group coordinators and leaders of share-partitions ask, time that
 * passes, topics that come, grow and go, failovers, and appends that fail.
 */
final class ShareStateHistory {
    private static final int STEPS = 70;
    private static final List<String> GROUPS = List.of("g", "other");
    private static final List<String> TOPICS = List.of("orders", "returns", "later");
    private static final ShareCoordinatorRecordSerde SERDE = new ShareCoordinatorRecordSerde();

    private final Dice dice;
    private final int steps;
    private final int updatesPerSnapshot;

    ShareStateHistory(long seed) {
        this.dice = new Dice(seed * 31 + 5);
        this.updatesPerSnapshot = dice.any(0, 1, 2, 3, 500);
        this.steps = STEPS / 2 + dice.below(STEPS);
    }

    int updatesPerSnapshot() {
        return updatesPerSnapshot;
    }

    /** Plays it to a coordinator, and returns a line for each thing that happened. */
    List<String> play(ShareCoordinatorSide side) {
        List<String> lines = new ArrayList<>();
        side.createTopic("orders", 3);
        side.createTopic("returns", 2);
        for (int step = 0; step < steps; step++) {
            String what = step(side);
            lines.add(step + ": " + what);
            List<String> changes = new ArrayList<>();
            List<Change> happened = side.drain();
            // Kafka goes through its partitions in the order of a hash table.
            happened.sort(Comparator.comparingInt(Change::partition));
            for (Change change : happened) {
                changes.add(text(change, !what.startsWith("delete topic")));
            }
            if (what.startsWith("delete topic")) {
                Collections.sort(changes);
            }
            changes.forEach(change -> lines.add("   " + change));
        }
        return lines;
    }

    private String step(ShareCoordinatorSide side) {
        return switch (dice.weighted(14, 12, 34, 4, 8, 14, 3, 3, 3)) {
            case 0 -> submit(side, initialize(side));
            case 1 -> submit(side, read(side));
            case 2 -> submit(side, write(side));
            case 3 -> submit(side, delete(side));
            case 4 -> submit(side, summary(side));
            case 5 -> {
                long ms = dice.any(1L, 1_000L, 60_000L, 149_999L, 150_000L, 299_999L, 300_000L, 300_001L);
                side.advanceTo(side.nowMs() + ms);
                yield "time +" + ms;
            }
            case 6 -> topic(side);
            case 7 -> {
                int partition = dice.below(ShareCoordinatorSide.PARTITIONS);
                side.failNextAppend(partition);
                yield "the next append to partition " + partition + " fails";
            }
            default -> failover(side);
        };
    }

    private String failover(ShareCoordinatorSide side) {
        side.unload();
        String between = dice.percent(30) ? submit(side, dice.percent(50) ? write(side) : summary(side)) : "";
        side.load();
        return "failover " + between;
    }

    private String topic(ShareCoordinatorSide side) {
        String name = dice.any(TOPICS);
        boolean exists = !side.topicId(name).equals(Uuid.ZERO_UUID);
        if (!exists) {
            side.createTopic(name, 3);
            return "create topic " + name;
        }
        if (dice.percent(40)) {
            side.growTopic(name, 6);
            return "grow topic " + name;
        }
        side.deleteTopic(name);
        return "delete topic " + name;
    }

    private String submit(ShareCoordinatorSide side, ApiMessage request) {
        return request + " -> " + ShareStateAnswers.text(side.submit(request));
    }

    private String group() {
        return dice.percent(97) ? dice.any(GROUPS.get(0), GROUPS.get(0), GROUPS.get(1)) : "";
    }

    private Uuid topicId(ShareCoordinatorSide side) {
        return dice.percent(97) ? side.topicId(dice.any("orders", "orders", "returns", "later")) : new Uuid(7, 7);
    }

    private List<Integer> partitions() {
        List<Integer> partitions = new ArrayList<>();
        int first = dice.percent(97) ? dice.below(3) : dice.any(-1, 5, 9);
        partitions.add(first);
        if (dice.percent(25)) {
            partitions.add(first + 1);
        }
        return dice.percent(98) ? partitions : List.of();
    }

    private int epoch() {
        return dice.percent(80) ? dice.any(2, 3, 4) : dice.any(-1, 0, 1, 5);
    }

    private InitializeShareGroupStateRequestData initialize(ShareCoordinatorSide side) {
        int stateEpoch = epoch();
        long startOffset = dice.any(-1L, -1L, 0L, 10L, 35L);
        return new InitializeShareGroupStateRequestData()
                .setGroupId(group())
                .setTopics(List.of(new InitializeShareGroupStateRequestData.InitializeStateData()
                        .setTopicId(topicId(side))
                        .setPartitions(partitions().stream()
                                .map(partition -> new InitializeShareGroupStateRequestData.PartitionData()
                                        .setPartition(partition)
                                        .setStateEpoch(stateEpoch)
                                        .setStartOffset(startOffset))
                                .toList())));
    }

    private ReadShareGroupStateRequestData read(ShareCoordinatorSide side) {
        int leaderEpoch = epoch();
        return new ReadShareGroupStateRequestData()
                .setGroupId(group())
                .setTopics(List.of(new ReadShareGroupStateRequestData.ReadStateData()
                        .setTopicId(topicId(side))
                        .setPartitions(partitions().stream()
                                .map(partition -> new ReadShareGroupStateRequestData.PartitionData()
                                        .setPartition(partition)
                                        .setLeaderEpoch(leaderEpoch))
                                .toList())));
    }

    private WriteShareGroupStateRequestData write(ShareCoordinatorSide side) {
        int stateEpoch = epoch();
        int leaderEpoch = epoch();
        return new WriteShareGroupStateRequestData()
                .setGroupId(group())
                .setTopics(List.of(new WriteShareGroupStateRequestData.WriteStateData()
                        .setTopicId(topicId(side))
                        .setPartitions(partitions().stream()
                                .map(partition -> new WriteShareGroupStateRequestData.PartitionData()
                                        .setPartition(partition)
                                        .setStateEpoch(stateEpoch)
                                        .setLeaderEpoch(leaderEpoch)
                                        .setStartOffset(dice.any(-1L, -1L, 0L, 5L, 10L, 12L, 35L))
                                        .setDeliveryCompleteCount(dice.any(-1, 0, 3))
                                        .setStateBatches(batches()))
                                .toList())));
    }

    private List<WriteShareGroupStateRequestData.StateBatch> batches() {
        List<WriteShareGroupStateRequestData.StateBatch> batches = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            long first = dice.below(40);
            batches.add(new WriteShareGroupStateRequestData.StateBatch()
                    .setFirstOffset(first)
                    .setLastOffset(first + dice.below(12))
                    .setDeliveryState(dice.any((byte) 0, (byte) 0, (byte) 2, (byte) 4))
                    .setDeliveryCount((short) (1 + dice.below(3))));
        }
        return batches;
    }

    private DeleteShareGroupStateRequestData delete(ShareCoordinatorSide side) {
        return new DeleteShareGroupStateRequestData()
                .setGroupId(group())
                .setTopics(List.of(new DeleteShareGroupStateRequestData.DeleteStateData()
                        .setTopicId(topicId(side))
                        .setPartitions(partitions().stream()
                                .map(partition ->
                                        new DeleteShareGroupStateRequestData.PartitionData().setPartition(partition))
                                .toList())));
    }

    private ReadShareGroupStateSummaryRequestData summary(ShareCoordinatorSide side) {
        return new ReadShareGroupStateSummaryRequestData()
                .setGroupId(group())
                .setTopics(List.of(new ReadShareGroupStateSummaryRequestData.ReadStateSummaryData()
                        .setTopicId(topicId(side))
                        .setPartitions(partitions().stream()
                                .map(partition -> new ReadShareGroupStateSummaryRequestData.PartitionData()
                                        .setPartition(partition)
                                        .setLeaderEpoch(-1))
                                .toList())));
    }

    private static String text(Change change, boolean withOffset) {
        String where = "partition " + change.partition() + (withOffset ? " offset " + change.offset() : "") + ": ";
        if (change.key() == null) {
            return where + "all below is deleted";
        }
        CoordinatorRecord record = Records.read(SERDE, change.key(), change.value());
        return where + record.key() + " -> "
                + (record.value() == null ? "tombstone" : record.value().message());
    }
}
