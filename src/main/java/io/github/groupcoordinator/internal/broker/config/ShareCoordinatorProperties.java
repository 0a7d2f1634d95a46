package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.github.groupcoordinator.internal.coordinator.share.ShareCoordinatorConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The broker properties about the share coordinator and its topic, {@code share.coordinator.*}.
 *
 * @param coordinator what the coordinator reads
 * @param minIsr {@code share.coordinator.state.topic.min.isr}
 * @param segmentBytes {@code share.coordinator.state.topic.segment.bytes}
 */
public record ShareCoordinatorProperties(ShareCoordinatorConfig coordinator, int minIsr, int segmentBytes) {
    static final String REPLICATION_FACTOR = "share.coordinator.state.topic.replication.factor";

    private static final String PARTITIONS = "share.coordinator.state.topic.num.partitions";
    private static final String MIN_ISR = "share.coordinator.state.topic.min.isr";
    private static final String SEGMENT_BYTES = "share.coordinator.state.topic.segment.bytes";
    private static final String UPDATES_PER_SNAPSHOT = "share.coordinator.snapshot.update.records.per.snapshot";
    private static final String PRUNE_INTERVAL = "share.coordinator.state.topic.prune.interval.ms";
    private static final String COLD_SNAPSHOT_INTERVAL = "share.coordinator.cold.partition.snapshot.interval.ms";

    static void define(ConfigDef table) {
        ShareCoordinatorConfig defaults = ShareCoordinatorConfig.defaults();
        PropertyTable.define(table, PARTITIONS, Type.INT, defaults.partitions(), atLeast(1));
        PropertyTable.define(table, REPLICATION_FACTOR, Type.SHORT, (short) 3, atLeast(1));
        PropertyTable.define(table, MIN_ISR, Type.SHORT, (short) 2, atLeast(1));
        PropertyTable.define(table, SEGMENT_BYTES, Type.INT, 100 * 1024 * 1024, atLeast(1));
        PropertyTable.define(table, UPDATES_PER_SNAPSHOT, Type.INT, defaults.updatesPerSnapshot(), between(0, 500));
        PropertyTable.defineInternal(table, PRUNE_INTERVAL, (int) defaults.pruneIntervalMs());
        PropertyTable.defineInternal(table, COLD_SNAPSHOT_INTERVAL, (int) defaults.coldSnapshotIntervalMs());
    }

    static ShareCoordinatorProperties of(Map<String, Object> values) {
        return new ShareCoordinatorProperties(
                new ShareCoordinatorConfig(
                        number(values, PARTITIONS),
                        number(values, UPDATES_PER_SNAPSHOT),
                        number(values, PRUNE_INTERVAL),
                        number(values, COLD_SNAPSHOT_INTERVAL)),
                number(values, MIN_ISR),
                number(values, SEGMENT_BYTES));
    }

    private static int number(Map<String, Object> values, String name) {
        if (values.get(name) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("Not a number: " + name);
    }
}
