package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.coordinator.group.serde.RecordSerde;
import io.github.groupcoordinator.internal.invariant.Invariants;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * A log that invariants watch, between coordinators and their own log. It looks at the records alone, so that it holds
 * whoever the coordinator is: generations and epochs, committed offsets, and that a load gets back what was stored. It
 * reads no more of a record than its key and the first fields of its value.
 */
public final class WatchedLog implements CoordinatorLog {
    private static final short CONSUMER_GROUP_METADATA = 3;
    private static final long NO_PRODUCER = -1;

    private final CoordinatorLog log;
    private final Timers timers;
    private final Invariants invariants;
    private final ToLongFunction<TopicPartition> endOffset;
    private final SortedMap<Integer, Contents> stored = new TreeMap<>();

    /** @param endOffset the end of a partition's log, negative if there is no such partition */
    public WatchedLog(
            CoordinatorLog log, Timers timers, Invariants invariants, ToLongFunction<TopicPartition> endOffset) {
        this.log = log;
        this.timers = timers;
        this.invariants = invariants;
        this.endOffset = endOffset;
    }

    /**
     * The values stored last under each key; deleted keys are not there. Those of open transactions come with their
     * end.
     */
    private static final class Contents implements CoordinatorReplay {
        private final Map<ByteBuffer, byte[]> byKey = new LinkedHashMap<>();
        private final SortedMap<Long, List<CoordinatorRecord>> open = new TreeMap<>();

        @Override
        public void record(long offset, CoordinatorRecord record, long producerId) {
            record(record, producerId);
        }

        void record(CoordinatorRecord record, long producerId) {
            if (producerId >= 0) {
                open.computeIfAbsent(producerId, unused -> new ArrayList<>()).add(record);
                return;
            }
            byte[] value = record.value();
            if (value == null) {
                byKey.remove(ByteBuffer.wrap(record.key()));
            } else {
                byKey.put(ByteBuffer.wrap(record.key()), value);
            }
        }

        @Override
        public void marker(long producerId, boolean committed) {
            List<CoordinatorRecord> ended = open.remove(producerId);
            if (ended != null && committed) {
                ended.forEach(record -> record(record, NO_PRODUCER));
            }
        }
    }

    private Contents contents(int partition) {
        return stored.computeIfAbsent(partition, unused -> new Contents());
    }

    @Override
    public void append(int partition, List<CoordinatorRecord> records) {
        log.append(partition, records);
        for (CoordinatorRecord record : records) {
            contents(partition).record(record, NO_PRODUCER);
            look(record);
        }
    }

    @Override
    public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
        log.append(partition, producer, records);
        for (CoordinatorRecord record : records) {
            contents(partition).record(record, producer.producerId());
            look(record);
        }
    }

    @Override
    public void append(int partition, TransactionMarker marker) {
        log.append(partition, marker);
        contents(partition).marker(marker.producerId(), marker.committed());
    }

    private void look(CoordinatorRecord record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        short type = key.getShort();
        byte[] value = record.value();
        if (type == RecordSerde.OFFSET_COMMIT || type == RecordSerde.LEGACY_OFFSET_COMMIT) {
            if (value != null) {
                String groupId = string(key);
                TopicPartition partition = new TopicPartition(string(key), key.getInt());
                long offset = ByteBuffer.wrap(value).getLong(Short.BYTES);
                invariants.committed(now(), groupId, partition, offset, endOffset.applyAsLong(partition));
            }
        } else if (type == RecordSerde.GROUP_METADATA || type == CONSUMER_GROUP_METADATA) {
            if (value == null) {
                invariants.deleted(string(key));
            } else {
                invariants.stored(now(), string(key), generation(type, ByteBuffer.wrap(value)));
            }
        }
    }

    /** The protocol type comes first in a classic group, in the compact form from version 4 on. */
    private static int generation(short type, ByteBuffer value) {
        short version = value.getShort();
        if (type == RecordSerde.GROUP_METADATA) {
            RecordBytes.reading(value, version >= 4).readString();
        }
        return value.getInt();
    }

    private static String string(ByteBuffer from) {
        byte[] bytes = new byte[from.getShort()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Instant now() {
        return Instant.ofEpochMilli(timers.nowMs());
    }

    @Override
    public void replay(int partition, CoordinatorReplay each) {
        Contents read = new Contents();
        log.replay(partition, new CoordinatorReplay() {
            @Override
            public void record(long offset, CoordinatorRecord record, long producerId) {
                read.record(record, producerId);
                each.record(offset, record, producerId);
            }

            @Override
            public void marker(long producerId, boolean committed) {
                read.marker(producerId, committed);
                each.marker(producerId, committed);
            }
        });
        Contents known = stored.put(partition, read);
        if (known != null) {
            known.byKey.forEach((key, value) -> {
                if (!Arrays.equals(value, read.byKey.get(key))) {
                    lost(partition, key.duplicate(), read.byKey.containsKey(key));
                }
            });
        }
    }

    private void lost(int partition, ByteBuffer key, boolean isOlder) {
        short type = key.getShort();
        String groupId = type <= RecordSerde.GROUP_METADATA || type == CONSUMER_GROUP_METADATA ? string(key) : "";
        String what = "group '" + groupId + "'";
        if (type == RecordSerde.OFFSET_COMMIT || type == RecordSerde.LEGACY_OFFSET_COMMIT) {
            what = "the offset that group '" + groupId + "' committed for "
                    + new TopicPartition(string(key), key.getInt());
        } else if (groupId.isEmpty()) {
            what = "a record of type " + type;
        }
        invariants.lost(
                now(),
                groupId,
                "__consumer_offsets-" + partition + " was loaded " + (isOlder ? "with another value of " : "without ")
                        + what);
    }

    /** Whoever deletes the topic means to lose what is in it. */
    @Override
    public void topicDeleted() {
        stored.clear();
        invariants.allDeleted();
        log.topicDeleted();
    }
}
