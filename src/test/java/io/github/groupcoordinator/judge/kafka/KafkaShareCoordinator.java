package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.ShareCoordinatorSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntimeMetrics;
import org.apache.kafka.coordinator.share.ShareCoordinatorConfig;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;
import org.apache.kafka.coordinator.share.ShareCoordinatorService;
import org.apache.kafka.coordinator.share.ShareCoordinatorShard;
import org.apache.kafka.coordinator.share.metrics.ShareCoordinatorMetrics;

/** The judge of share coordinators: Kafka's own, single-threaded, in virtual time, over a topic in memory. */
public final class KafkaShareCoordinator implements ShareCoordinatorSide {
    private static final ShareCoordinatorMetrics METRICS = new ShareCoordinatorMetrics(new Metrics());

    private final VirtualTime time = new VirtualTime(CoordinatorUnderTest.START_MS);
    private final VirtualTimer timer = new VirtualTimer(time);
    private final MemoryStateTopic log = new MemoryStateTopic();
    private final ShareCoordinatorService service;
    private final Topics topics;
    private int leaderEpoch;

    /** Starts a coordinator that makes a snapshot after so many updates. */
    public KafkaShareCoordinator(int updatesPerSnapshot) {
        ShareCoordinatorConfig config = new ShareCoordinatorConfig(new AbstractConfig(
                ShareCoordinatorConfig.CONFIG_DEF,
                Map.of(
                        ShareCoordinatorConfig.SNAPSHOT_UPDATE_RECORDS_PER_SNAPSHOT_CONFIG,
                        Integer.toString(updatesPerSnapshot),
                        ShareCoordinatorConfig.APPEND_LINGER_MS_CONFIG,
                        "0"),
                false));
        CoordinatorRuntime<ShareCoordinatorShard, CoordinatorRecord> runtime = new CoordinatorRuntime.Builder<
                        ShareCoordinatorShard, CoordinatorRecord>()
                .withTime(time)
                .withTimer(timer)
                .withEventProcessor(new DirectEventProcessor())
                .withPartitionWriter(log)
                .withLoader(log)
                .withCoordinatorShardBuilderSupplier(() -> new ShareCoordinatorShard.Builder(config))
                .withWriteTimeout(Duration.ofMillis(config.shareCoordinatorWriteTimeoutMs()))
                .withCoordinatorRuntimeMetrics(ServiceFactory.none(CoordinatorRuntimeMetrics.class))
                .withCoordinatorMetrics(METRICS)
                .withSerializer(new ShareCoordinatorRecordSerde())
                .withAppendLingerMs(OptionalInt.of(0))
                .withExecutorService(new TimerExecutor(timer))
                .withCachedBufferMaxBytesSupplier(config::shareCoordinatorCachedBufferMaxBytes)
                .build();
        service = new ShareCoordinatorService(new LogContext(), config, runtime, METRICS, time, timer, log);
        service.startup(() -> PARTITIONS);
        topics = new Topics(service::onMetadataUpdate);
        topics.finalizeFeature("share.version", 1);
        load();
    }

    @Override
    public ApiMessage submit(ApiMessage request) {
        CompletableFuture<? extends ApiMessage> answer;
        if (request instanceof InitializeShareGroupStateRequestData initialize) {
            answer = service.initializeState(null, initialize);
        } else if (request instanceof ReadShareGroupStateRequestData read) {
            answer = service.readState(null, read);
        } else if (request instanceof WriteShareGroupStateRequestData write) {
            answer = service.writeState(null, write);
        } else if (request instanceof DeleteShareGroupStateRequestData delete) {
            answer = service.deleteState(null, delete);
        } else {
            answer = service.readStateSummary(null, (ReadShareGroupStateSummaryRequestData) request);
        }
        ApiMessage answered = answer.getNow(null);
        if (answered == null) {
            throw new AssertionError("Kafka has not answered " + request);
        }
        return answered;
    }

    @Override
    public long nowMs() {
        return time.milliseconds();
    }

    @Override
    public void advanceTo(long ms) {
        timer.advanceTo(ms);
    }

    @Override
    public void unload() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            service.onResignation(partition, OptionalInt.empty());
        }
    }

    @Override
    public void load() {
        leaderEpoch++;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            service.onElection(partition, leaderEpoch);
        }
    }

    @Override
    public void failNextAppend(int partition) {
        log.failNext(partition);
    }

    @Override
    public void createTopic(String name, int partitions) {
        topics.create(name, partitions);
    }

    @Override
    public void growTopic(String name, int partitions) {
        topics.grow(name, partitions);
    }

    @Override
    public void deleteTopic(String name) {
        topics.delete(name);
    }

    @Override
    public Uuid topicId(String name) {
        return topics.id(name);
    }

    @Override
    public List<Change> drain() {
        List<Change> drained = new ArrayList<>(log.changes());
        log.changes().clear();
        return drained;
    }
}
