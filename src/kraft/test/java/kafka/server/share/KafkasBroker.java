package kafka.server.share;

import io.github.groupcoordinator.kraft.share.Aborted;
import io.github.groupcoordinator.kraft.share.FetchWorld;
import io.github.groupcoordinator.kraft.share.KafkasClock;
import io.github.groupcoordinator.kraft.share.LogBatch;
import io.github.groupcoordinator.kraft.share.Made;
import io.github.groupcoordinator.kraft.share.SharedLogs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import kafka.cluster.Partition;
import kafka.server.ReplicaManager;
import kafka.server.ReplicaQuota;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.server.partition.PartitionListener;
import org.apache.kafka.server.purgatory.DelayedOperationPurgatory;
import org.apache.kafka.server.share.fetch.DelayedShareFetchKey;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.storage.log.FetchParams;
import org.apache.kafka.server.util.timer.TimerTask;
import org.apache.kafka.storage.internals.log.FetchDataInfo;
import org.apache.kafka.storage.internals.log.LogOffsetMetadata;
import org.apache.kafka.storage.internals.log.LogReadResult;
import org.apache.kafka.storage.internals.log.OffsetResultHolder;
import scala.Tuple2;
import scala.collection.Seq;

/**
 * The part of Kafka's broker that fetches for share groups ask: its logs, its purgatory, its queue of actions. Its
 * constructor is never run.
 */
final class KafkasBroker extends ReplicaManager {
    private FetchWorld world;
    private KafkasClock clock;
    private DelayedOperationPurgatory<DelayedShareFetch> purgatory;
    private Deque<Runnable> actions;
    private Map<TopicPartition, List<PartitionListener>> listeners;
    private Map<TopicPartition, TopicIdPartition> partitions;

    private KafkasBroker() {
        super(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    static KafkasBroker make(FetchWorld world, KafkasClock clock, List<TopicIdPartition> partitions) {
        KafkasBroker made = Made.withoutConstructor(KafkasBroker.class);
        made.world = world;
        made.clock = clock;
        made.purgatory = new DelayedOperationPurgatory<>("ShareFetch", clock, 0, 1_000, false, true);
        made.actions = new ArrayDeque<>();
        made.listeners = new LinkedHashMap<>();
        made.partitions = new LinkedHashMap<>();
        partitions.forEach(partition -> made.partitions.put(partition.topicPartition(), partition));
        return made;
    }

    /** Does what waits in the queue, and what that puts there. */
    void runActions() {
        for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
            action.run();
        }
    }

    void becomesFollower(TopicIdPartition partition) {
        List<PartitionListener> told = new ArrayList<>(listeners.getOrDefault(partition.topicPartition(), List.of()));
        told.forEach(listener -> listener.onBecomingFollower(partition.topicPartition()));
    }

    @Override
    public Partition getPartitionOrException(TopicPartition partition) {
        SharedLogs.Led led = world.logs.of(partitions.get(partition));
        if (led.offline) {
            throw Errors.KAFKA_STORAGE_ERROR.exception();
        }
        return KafkasPartition.make(led);
    }

    @Override
    public boolean maybeAddListener(TopicPartition partition, PartitionListener listener) {
        return listeners.computeIfAbsent(partition, each -> new ArrayList<>()).add(listener);
    }

    @Override
    public void removeListener(TopicPartition partition, PartitionListener listener) {
        listeners.getOrDefault(partition, new ArrayList<>()).remove(listener);
    }

    @Override
    public void addDelayedShareFetchRequest(DelayedShareFetch delayed, List<DelayedShareFetchKey> keys) {
        purgatory.tryCompleteElseWatch(delayed, keys);
    }

    @Override
    public void completeDelayedShareFetchRequest(DelayedShareFetchKey key) {
        purgatory.checkAndComplete(key);
    }

    @Override
    public void addShareFetchTimerRequest(TimerTask task) {
        clock.add(task);
    }

    @Override
    public void addToActionQueue(Runnable action) {
        actions.add(action);
    }

    @Override
    public OffsetResultHolder fetchOffsetForTimestamp(
            TopicPartition partition,
            long timestamp,
            scala.Option<IsolationLevel> isolation,
            Optional<Integer> leaderEpoch,
            boolean fromLeader) {
        SharedLogs.Led led = world.logs.of(partitions.get(partition));
        led.requireLeader();
        if (leaderEpoch.orElseThrow() != led.leaderEpoch) {
            throw Errors.FENCED_LEADER_EPOCH.exception();
        }
        long offset = timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP ? led.log.start() : led.log.end();
        return new OffsetResultHolder(new FileRecords.TimestampAndOffset(0, offset, Optional.of(led.leaderEpoch)));
    }

    @Override
    public Seq<Tuple2<TopicIdPartition, LogReadResult>> readFromLog(
            FetchParams params,
            Seq<Tuple2<TopicIdPartition, FetchRequest.PartitionData>> asked,
            ReplicaQuota quota,
            boolean readFromPurgatory) {
        List<Tuple2<TopicIdPartition, LogReadResult>> results = new ArrayList<>();
        int left = params.maxBytes;
        boolean oneAtLeast = true;
        for (int i = 0; i < asked.size(); i++) {
            FetchRequest.PartitionData each = asked.apply(i)._2();
            LogReadResult result =
                    read(asked.apply(i)._1(), each, Math.min(each.maxBytes, left), oneAtLeast, params.isolation);
            int size = result.info().records.sizeInBytes();
            oneAtLeast &= size == 0;
            left = Math.max(0, left - size);
            results.add(new Tuple2<>(asked.apply(i)._1(), result));
        }
        return scala.jdk.javaapi.CollectionConverters.asScala(results).toSeq();
    }

    private LogReadResult read(
            TopicIdPartition partition,
            FetchRequest.PartitionData asked,
            int maxBytes,
            boolean oneAtLeast,
            FetchIsolation isolation) {
        SharedLogs.Led led = world.logs.of(partition);
        Errors error = led.errorAt(asked.fetchOffset);
        if (error != Errors.NONE) {
            return new LogReadResult(error);
        }
        boolean committed = isolation == FetchIsolation.TXN_COMMITTED;
        List<LogBatch> batches = led.read(asked.fetchOffset, maxBytes, oneAtLeast, committed);
        long last = batches.isEmpty()
                ? asked.fetchOffset
                : batches.get(batches.size() - 1).last();
        List<Aborted> aborted = committed ? led.log.aborted(asked.fetchOffset, last) : List.of();
        return new LogReadResult(
                new FetchDataInfo(
                        metadata(led.position(asked.fetchOffset)),
                        batches.isEmpty() ? MemoryRecords.EMPTY : KafkaSide.records(batches),
                        false,
                        committed
                                ? Optional.of(
                                        aborted.stream().map(KafkaSide::aborted).toList())
                                : Optional.empty()),
                Optional.empty(),
                led.log.end(),
                led.log.start(),
                led.log.end(),
                -1L,
                clock.time().milliseconds(),
                OptionalLong.of(led.log.lastStableOffset()),
                Errors.NONE);
    }

    static LogOffsetMetadata metadata(SharedLogs.Position position) {
        return new LogOffsetMetadata(position.offset(), position.segment(), position.bytes());
    }
}
