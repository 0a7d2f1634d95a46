package kafka.server.share;

import io.github.groupcoordinator.kraft.share.KafkasClock;
import io.github.groupcoordinator.kraft.share.SessionSide;
import io.github.groupcoordinator.kraft.share.Settings;
import io.github.groupcoordinator.kraft.share.SimLog;
import io.github.groupcoordinator.kraft.share.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ShareFetchResponse;
import org.apache.kafka.server.share.ErroneousAndValidPartitionData;
import org.apache.kafka.server.share.ShareGroupListener;
import org.apache.kafka.server.share.context.FinalContext;
import org.apache.kafka.server.share.context.ShareFetchContext;
import org.apache.kafka.server.share.metrics.ShareGroupMetrics;
import org.apache.kafka.server.share.session.ShareSessionCache;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/** Kafka's share sessions: its cache, and what its share partition manager does with it. */
public final class KafkaSessions implements SessionSide, ShareGroupListener {
    private static final BrokerTopicStats STATS = new BrokerTopicStats(false);
    private static final KafkasClock CLOCK = new KafkasClock(0);
    private static final ShareGroupMetrics METRICS = new ShareGroupMetrics(CLOCK.time());

    private final ShareSessionCache cache;
    private final SharePartitionManager manager;
    private final Map<Integer, ShareFetchContext> contexts = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String[]> members;

    public KafkaSessions(int maxSessions, List<String[]> members) {
        this.members = members;
        World world = new World(new Settings(), new SimLog());
        cache = new ShareSessionCache(maxSessions);
        manager = new SharePartitionManager(
                KafkasReplicas.make(world, CLOCK),
                CLOCK.time(),
                cache,
                new SharePartitionCache(),
                30_000,
                CLOCK,
                5,
                2_000,
                500L,
                new KafkasPersister(world, KafkaSide.PARTITION),
                KafkasGroupConfigs.make(world.settings),
                METRICS,
                STATS);
        cache.registerShareGroupListener(this);
    }

    @Override
    public String fetch(int id, Asked asked) {
        try {
            ShareFetchContext context = manager.newContext(
                    asked.group(),
                    asked.asked(),
                    asked.forgotten(),
                    asked.member(),
                    asked.epoch(),
                    asked.acknowledges(),
                    asked.connection());
            contexts.put(id, context);
            ErroneousAndValidPartitionData data = context.getErroneousAndValidTopicIdPartitions();
            List<String> nameless = new ArrayList<>();
            data.erroneous().keySet().forEach(each -> nameless.add(each.topicId() + "-" + each.partition()));
            nameless.sort(String::compareTo);
            return data.validTopicIdPartitions() + " and " + nameless;
        } catch (RuntimeException e) {
            // Whatever it is, the request layer answers with its code.
            return "error " + Errors.forException(e).code();
        }
    }

    @Override
    public String acknowledge(String group, String member, int epoch) {
        try {
            manager.acknowledgeSessionUpdate(group, member, epoch);
            return "NONE";
        } catch (ApiException e) {
            return "error " + Errors.forException(e).code();
        }
    }

    @Override
    public String answer(int id, List<TopicIdPartition> answered, List<Boolean> records, List<Boolean> errors) {
        ShareFetchContext context = contexts.get(id);
        if (context instanceof FinalContext) {
            return "final";
        }
        LinkedHashMap<TopicIdPartition, PartitionData> data = new LinkedHashMap<>();
        for (int i = 0; i < answered.size(); i++) {
            data.put(
                    answered.get(i),
                    new PartitionData()
                            .setPartitionIndex(answered.get(i).partition())
                            .setErrorCode(errors.get(i) ? Errors.UNKNOWN_SERVER_ERROR.code() : 0)
                            .setRecords(
                                    records.get(i)
                                            ? MemoryRecords.withRecords(
                                                    org.apache.kafka.common.compress.Compression.NONE,
                                                    new SimpleRecord(new byte[1]))
                                            : MemoryRecords.EMPTY));
        }
        ShareFetchResponse response = context.updateAndGenerateResponseData("g", "m", data);
        return response.error() == Errors.NONE
                ? new ArrayList<>(data.keySet()).toString()
                : response.error().name();
    }

    @Override
    public String release(String group, String member) {
        List<TopicIdPartition> partitions = manager.cachedTopicIdPartitionsInShareSession(group, member);
        return manager.releaseSession(group, member).isCompletedExceptionally() ? "none" : partitions.toString();
    }

    @Override
    public void disconnect(String connection) {
        cache.connectionDisconnectListener().onDisconnect(connection);
    }

    @Override
    public void clear() {
        cache.removeAllSessions();
    }

    @Override
    public void onMemberLeave(String groupId, String memberId) {
        notes.add(groupId + " " + memberId + " left " + release(groupId, memberId));
    }

    @Override
    public void onGroupEmpty(String groupId) {
        notes.add(groupId + " is empty");
    }

    @Override
    public List<TopicIdPartition> partitions(String group, String member) {
        return manager.cachedTopicIdPartitionsInShareSession(group, member);
    }

    @Override
    public String state() {
        StringBuilder text = new StringBuilder(cache.size() + " sessions");
        for (String[] member : members) {
            text.append(' ').append(manager.cachedTopicIdPartitionsInShareSession(member[0], member[1]));
        }
        return text.toString();
    }

    @Override
    public List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }
}
