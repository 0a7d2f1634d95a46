package io.github.groupcoordinator.judge.kafka;

import com.yammer.metrics.core.MetricsRegistry;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntimeMetrics;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorMetrics;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.util.PartitionMetadataClient;
import org.apache.kafka.server.util.timer.Timer;

/** Puts Kafka's group coordinator together without its threads. */
final class ServiceFactory {
    private static final GroupCoordinatorMetrics METRICS =
            new GroupCoordinatorMetrics(new MetricsRegistry(), new Metrics());

    private ServiceFactory() {}

    static <T extends PartitionWriter & CoordinatorLoader<CoordinatorRecord>> GroupCoordinatorService create(
            Map<String, String> brokerProperties,
            VirtualTime time,
            Timer timer,
            T offsetsTopic,
            BiConsumer<TopicPartition, GroupCoordinatorShard> onShard,
            Function<AbstractConfig, GroupCoordinatorConfig> configuration,
            Persister persister) {
        Map<String, Object> properties = new LinkedHashMap<>(brokerProperties);
        // Append at once instead of gathering a batch: the direct event processor has no queue to gather from.
        properties.put(GroupCoordinatorConfig.GROUP_COORDINATOR_APPEND_LINGER_MS_CONFIG, "0");
        AbstractConfig config = new AbstractConfig(
                Utils.mergeConfigs(List.of(GroupCoordinatorConfig.CONFIG_DEF, ShareGroupConfig.CONFIG_DEF)),
                properties,
                false);
        GroupCoordinatorConfig groupConfig = configuration.apply(config);
        ShareGroupConfig shareConfig = new ShareGroupConfig(config);
        GroupConfigManager configManager =
                new GroupConfigManager(groupConfig.extractGroupConfigMap(shareConfig), groupConfig, shareConfig);
        CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime = new CoordinatorRuntime.Builder<
                        GroupCoordinatorShard, CoordinatorRecord>()
                .withTime(time)
                .withTimer(timer)
                .withEventProcessor(new DirectEventProcessor())
                .withPartitionWriter(offsetsTopic)
                .withLoader(offsetsTopic)
                .withCoordinatorShardBuilderSupplier(() -> new ShardBuilder(
                        new GroupCoordinatorShard.Builder(groupConfig, configManager)
                                .withAuthorizerPlugin(Optional.empty()),
                        onShard))
                .withWriteTimeout(Duration.ofMillis(groupConfig.offsetCommitTimeoutMs()))
                .withCoordinatorRuntimeMetrics(none(CoordinatorRuntimeMetrics.class))
                .withCoordinatorMetrics(METRICS)
                .withSerializer(new GroupCoordinatorRecordSerde())
                .withAppendLingerMs(OptionalInt.of(0))
                .withExecutorService(new TimerExecutor(timer))
                .withCachedBufferMaxBytesSupplier(groupConfig::cachedBufferMaxBytes)
                .build();
        return service(groupConfig, runtime, configManager, timer, persister);
    }

    /** Returns how to read a configuration so that assignors see members in the order of joining. */
    static Function<AbstractConfig, GroupCoordinatorConfig> inOrder(Comparator<String> byJoining) {
        return config -> new ConfigInOrder(config, byJoining);
    }

    /** Kafka's configuration, whose assignors see members in the order of joining. */
    private static final class ConfigInOrder extends GroupCoordinatorConfig {
        private final Comparator<String> byJoining;

        ConfigInOrder(AbstractConfig config, Comparator<String> byJoining) {
            super(config);
            this.byJoining = byJoining;
        }

        @Override
        public List<ConsumerGroupPartitionAssignor> consumerGroupAssignors() {
            return super.consumerGroupAssignors().stream()
                    .<ConsumerGroupPartitionAssignor>map(assignor -> new AssignorInOrder(assignor, byJoining))
                    .toList();
        }
    }

    /** The service's constructor is package-private; its builder insists on threads. */
    private static GroupCoordinatorService service(
            GroupCoordinatorConfig config,
            CoordinatorRuntime<?, ?> runtime,
            GroupConfigManager configs,
            Timer timer,
            Persister persister) {
        try {
            Constructor<GroupCoordinatorService> constructor = GroupCoordinatorService.class.getDeclaredConstructor(
                    LogContext.class,
                    GroupCoordinatorConfig.class,
                    CoordinatorRuntime.class,
                    GroupCoordinatorMetrics.class,
                    GroupConfigManager.class,
                    Persister.class,
                    Timer.class,
                    PartitionMetadataClient.class);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    new LogContext(), config, runtime, METRICS, configs, persister, timer, new EmptyLogs());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("GroupCoordinatorService is put together differently now", e);
        }
    }

    /** Knows that nothing was ever produced. */
    private static final class EmptyLogs implements PartitionMetadataClient {
        @Override
        public Map<TopicPartition, CompletableFuture<OffsetResponse>> listLatestOffsets(
                Set<TopicPartition> partitions) {
            Map<TopicPartition, CompletableFuture<OffsetResponse>> offsets = new LinkedHashMap<>();
            for (TopicPartition partition : partitions) {
                offsets.put(partition, CompletableFuture.completedFuture(new OffsetResponse(0, Errors.NONE)));
            }
            return offsets;
        }

        @Override
        public void close() {
            // It has no connections.
        }
    }

    /** An implementation that does nothing and answers nothing. */
    static <T> T none(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                ServiceFactory.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null));
    }
}
