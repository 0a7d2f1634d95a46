package kafka.server.share;

import io.github.groupcoordinator.kraft.share.Acknowledged;
import io.github.groupcoordinator.kraft.share.FetchSide;
import io.github.groupcoordinator.kraft.share.FetchWorld;
import io.github.groupcoordinator.kraft.share.KafkasClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.ShareFetchResponseData.AcquiredRecords;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ShareFetchResponse;
import org.apache.kafka.server.common.ShareVersion;
import org.apache.kafka.server.share.SharePartitionKey;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.fetch.DelayedShareFetchPartitionKey;
import org.apache.kafka.server.share.metrics.ShareGroupMetrics;
import org.apache.kafka.server.share.session.ShareSessionCache;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.storage.log.FetchParams;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/** Kafka's share partition manager over the logs of a history. */
public final class KafkaFetchSide implements FetchSide {
    private static final BrokerTopicStats STATS = new BrokerTopicStats(false);
    private static final ShareGroupMetrics METRICS = new ShareGroupMetrics(new KafkasClock(0).time());
    private static final int MAX_SESSIONS = 100;

    private final FetchWorld world;
    private final KafkasClock clock;
    private final KafkasBroker broker;
    private final SharePartitionCache cache = new OrderedCache();
    private final ShareSessionCache sessions = new ShareSessionCache(MAX_SESSIONS);
    private final SharePartitionManager manager;

    public KafkaFetchSide(FetchWorld world, long startMs, List<TopicIdPartition> partitions) {
        this.world = world;
        this.clock = new KafkasClock(startMs);
        this.broker = KafkasBroker.make(world, clock, partitions);
        clock.afterEachTask(broker::runActions);
        this.manager = new SharePartitionManager(
                broker,
                clock.time(),
                sessions,
                cache,
                30_000,
                clock,
                5,
                2_000,
                500L,
                new KafkasPersisters(world, partitions),
                KafkasGroupConfigs.make(world.settings),
                METRICS,
                STATS);
    }

    /** Does what an answer of the persister has put into the queue of actions. */
    @Override
    public void settle() {
        broker.runActions();
    }

    @Override
    public void fetch(Asked asked) {
        Limits limits = asked.limits();
        manager.fetchMessages(
                        asked.group(),
                        asked.member(),
                        new FetchParams(
                                FetchRequest.CONSUMER_REPLICA_ID,
                                -1,
                                limits.maxWaitMs(),
                                limits.minBytes(),
                                limits.maxBytes(),
                                asked.committed() ? FetchIsolation.TXN_COMMITTED : FetchIsolation.HIGH_WATERMARK,
                                Optional.empty(),
                                true),
                        (byte) (asked.recordLimit() ? 1 : 0),
                        asked.epoch(),
                        limits.maxRecords(),
                        limits.batchSize(),
                        asked.partitions())
                .whenComplete((answer, thrown) -> world.note(asked.id() + " "
                        + (thrown == null
                                ? text(answer)
                                : Errors.forException(thrown).name())));
        settle();
    }

    private static String text(Map<TopicIdPartition, PartitionData> answer) {
        Map<Integer, String> sorted = new TreeMap<>();
        answer.forEach((partition, fetched) -> {
            StringBuilder text =
                    new StringBuilder(Errors.forCode(fetched.errorCode()).name());
            for (AcquiredRecords range : fetched.acquiredRecords()) {
                text.append(' ').append(range.firstOffset()).append('-').append(range.lastOffset());
                text.append('x').append(range.deliveryCount());
            }
            text.append(" of");
            for (RecordBatch batch : ShareFetchResponse.recordsOrFail(fetched).batches()) {
                text.append(' ').append(batch.baseOffset());
            }
            sorted.put(partition.partition(), text.toString());
        });
        return sorted.toString();
    }

    @Override
    public void acknowledge(String id, String group, String member, Map<TopicIdPartition, List<Acknowledged>> batches) {
        Map<TopicIdPartition, List<ShareAcknowledgementBatch>> all = new LinkedHashMap<>();
        batches.forEach((partition, each) -> all.put(
                partition,
                each.stream()
                        .map(batch -> new ShareAcknowledgementBatch(batch.first(), batch.last(), batch.types()))
                        .toList()));
        try {
            manager.acknowledge(member, group, all).whenComplete((answer, thrown) -> {
                Map<Integer, String> sorted = new TreeMap<>();
                if (thrown == null) {
                    answer.forEach((partition, data) -> sorted.put(
                            partition.partition(),
                            Errors.forCode(data.errorCode()).name()));
                }
                Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
                world.note(id + " " + (cause == null ? sorted : Errors.forException(cause)));
            });
        } catch (RuntimeException e) {
            world.note(id + " failed");
        }
        settle();
    }

    @Override
    public void open(String group, String member, List<TopicIdPartition> partitions, String connection) {
        manager.newContext(group, partitions, List.of(), member, 0, false, connection);
        settle();
    }

    @Override
    public void release(String group, String member) {
        manager.releaseSession(group, member);
        settle();
    }

    @Override
    public void disconnect(String connection) {
        sessions.connectionDisconnectListener().onDisconnect(connection);
        settle();
    }

    @Override
    public void grown(TopicIdPartition partition) {
        broker.completeDelayedShareFetchRequest(new DelayedShareFetchPartitionKey(partition));
        settle();
    }

    @Override
    public void lost(TopicIdPartition partition) {
        broker.becomesFollower(partition);
        settle();
    }

    @Override
    public void turnOff() {
        manager.onShareVersionToggle(ShareVersion.SV_0);
        settle();
    }

    @Override
    public void advance(long ms) {
        clock.advance(ms);
    }

    @Override
    public long nowMs() {
        return clock.time().milliseconds();
    }

    @Override
    public String state() {
        Map<String, String> sorted = new TreeMap<>();
        for (SharePartitionKey key : cache.cachedSharePartitionKeys()) {
            sorted.put(key.groupId() + "-" + key.topicIdPartition().partition(), KafkaSide.text(cache.get(key)));
        }
        return sorted.toString();
    }
}
