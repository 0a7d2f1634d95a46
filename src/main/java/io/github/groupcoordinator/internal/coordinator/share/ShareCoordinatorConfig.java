package io.github.groupcoordinator.internal.coordinator.share;

/**
 * The broker properties that the share coordinator reads.
 *
 * @param partitions {@code share.coordinator.state.topic.num.partitions}
 * @param updatesPerSnapshot {@code share.coordinator.snapshot.update.records.per.snapshot}
 * @param pruneIntervalMs {@code share.coordinator.state.topic.prune.interval.ms}
 * @param coldSnapshotIntervalMs {@code share.coordinator.cold.partition.snapshot.interval.ms}
 */
public record ShareCoordinatorConfig(
        int partitions, int updatesPerSnapshot, long pruneIntervalMs, long coldSnapshotIntervalMs) {

    /** Returns Kafka's own defaults. */
    public static ShareCoordinatorConfig defaults() {
        return new ShareCoordinatorConfig(50, 500, 300_000, 300_000);
    }
}
