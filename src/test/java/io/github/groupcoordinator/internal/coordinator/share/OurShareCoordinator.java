package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.ShareCoordinatorSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Our share coordinator as the judge sees it. */
public final class OurShareCoordinator implements ShareCoordinatorSide {
    private static final long ID_PREFIX = 0x6b61666b612d0000L;

    private final ManualTimers timers = new ManualTimers(CoordinatorUnderTest.START_MS);
    private final Map<String, Uuid> ids = new TreeMap<>();
    private final Map<Uuid, Integer> counts = new TreeMap<>();
    private final Log log = new Log();
    private final ShareCoordinator coordinator;
    private long topicsMade = 1;

    /** Starts a coordinator that makes a snapshot after so many updates. */
    public OurShareCoordinator(int updatesPerSnapshot) {
        coordinator = new ShareCoordinator(
                new ShareCoordinatorConfig(PARTITIONS, updatesPerSnapshot, 300_000, 300_000),
                timers,
                log,
                topicId -> counts.getOrDefault(topicId, 0));
        load();
    }

    /** The topic {@code __share_group_state} in memory. */
    private static final class Log implements ShareStateLog {
        private final Map<Integer, List<Change>> records = new TreeMap<>();
        private final Map<Integer, Long> starts = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();
        private int failNext = -1;

        @Override
        public void append(int partition, List<CoordinatorRecord> appended) {
            if (failNext == partition) {
                failNext = -1;
                throw new NotEnoughReplicasException("the history asked for it");
            }
            List<Change> of = records.computeIfAbsent(partition, unused -> new ArrayList<>());
            for (CoordinatorRecord record : appended) {
                Change change = new Change(partition, of.size(), record.key(), record.value());
                of.add(change);
                changes.add(change);
            }
        }

        @Override
        public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> appended) {
            throw new UnsupportedOperationException("share coordinators write in no transaction");
        }

        @Override
        public void append(int partition, TransactionMarker marker) {
            throw new UnsupportedOperationException("share coordinators write in no transaction");
        }

        @Override
        public long endOffset(int partition) {
            return records.getOrDefault(partition, List.of()).size();
        }

        @Override
        public void replay(int partition, CoordinatorReplay reader) {
            for (Change each : records.getOrDefault(partition, List.of())) {
                if (each.offset() >= starts.getOrDefault(partition, 0L)) {
                    reader.record(each.offset(), new CoordinatorRecord(each.key(), each.value()), -1L);
                }
            }
        }

        @Override
        public void deleteBefore(int partition, long offset) {
            changes.add(new Change(partition, offset, null, null));
            starts.put(partition, offset);
        }
    }

    @Override
    public ApiMessage submit(ApiMessage request) {
        ShareStateRequests requests = coordinator.requests();
        if (request instanceof InitializeShareGroupStateRequestData initialize) {
            return requests.initialize(initialize);
        } else if (request instanceof ReadShareGroupStateRequestData read) {
            return requests.read(read);
        } else if (request instanceof WriteShareGroupStateRequestData write) {
            return requests.write(write);
        } else if (request instanceof DeleteShareGroupStateRequestData delete) {
            return requests.delete(delete);
        }
        return requests.summarize((ReadShareGroupStateSummaryRequestData) request);
    }

    @Override
    public long nowMs() {
        return timers.nowMs();
    }

    @Override
    public void advanceTo(long ms) {
        timers.advanceTo(ms);
    }

    @Override
    public void unload() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            coordinator.unload(partition);
        }
    }

    @Override
    public void load() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            coordinator.load(partition, 0);
        }
    }

    @Override
    public void failNextAppend(int partition) {
        log.failNext = partition;
    }

    @Override
    public void createTopic(String name, int partitions) {
        Uuid id = new Uuid(ID_PREFIX, ++topicsMade);
        ids.put(name, id);
        counts.put(id, partitions);
    }

    @Override
    public void growTopic(String name, int partitions) {
        counts.put(topicId(name), partitions);
    }

    @Override
    public void deleteTopic(String name) {
        Uuid id = ids.remove(name);
        counts.remove(id);
        coordinator.topicsDeleted(Set.of(id));
    }

    @Override
    public Uuid topicId(String name) {
        return ids.getOrDefault(name, Uuid.ZERO_UUID);
    }

    @Override
    public List<Change> drain() {
        List<Change> drained = new ArrayList<>(log.changes);
        log.changes.clear();
        return drained;
    }
}
