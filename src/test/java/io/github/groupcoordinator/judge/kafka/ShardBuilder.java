package io.github.groupcoordinator.judge.kafka;

import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorExecutor;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetrics;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorShardBuilder;
import org.apache.kafka.coordinator.common.runtime.CoordinatorTimer;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.timeline.SnapshotRegistry;

/** Kafka's own shard builder, telling which shard it built for which partition. */
final class ShardBuilder implements CoordinatorShardBuilder<GroupCoordinatorShard, CoordinatorRecord> {
    private final CoordinatorShardBuilder<GroupCoordinatorShard, CoordinatorRecord> builder;
    private final BiConsumer<TopicPartition, GroupCoordinatorShard> onShard;
    private TopicPartition partition;

    ShardBuilder(
            CoordinatorShardBuilder<GroupCoordinatorShard, CoordinatorRecord> builder,
            BiConsumer<TopicPartition, GroupCoordinatorShard> onShard) {
        this.builder = builder;
        this.onShard = onShard;
    }

    @Override
    public ShardBuilder withSnapshotRegistry(SnapshotRegistry registry) {
        builder.withSnapshotRegistry(registry);
        return this;
    }

    @Override
    public ShardBuilder withLogContext(LogContext logContext) {
        builder.withLogContext(logContext);
        return this;
    }

    @Override
    public ShardBuilder withTime(Time time) {
        builder.withTime(time);
        return this;
    }

    @Override
    public ShardBuilder withTimer(CoordinatorTimer<CoordinatorRecord> timer) {
        builder.withTimer(timer);
        return this;
    }

    @Override
    public ShardBuilder withExecutor(CoordinatorExecutor<CoordinatorRecord> executor) {
        builder.withExecutor(executor);
        return this;
    }

    @Override
    public ShardBuilder withCoordinatorMetrics(CoordinatorMetrics metrics) {
        builder.withCoordinatorMetrics(metrics);
        return this;
    }

    @Override
    public ShardBuilder withTopicPartition(TopicPartition topicPartition) {
        partition = topicPartition;
        builder.withTopicPartition(topicPartition);
        return this;
    }

    @Override
    public GroupCoordinatorShard build() {
        GroupCoordinatorShard shard = builder.build();
        onShard.accept(partition, shard);
        return shard;
    }
}
