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
import org.jspecify.annotations.Nullable;

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
        private final Map<Key, byte[]> byKey = new LinkedHashMap<>();
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
                byKey.remove(new Key(record.key()));
            } else {
                byKey.put(new Key(record.key()), value);
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

    /** The key of a record, by its bytes: each append looks some up, so its hash takes eight of them at a time. */
    private static final class Key {
        private static final long ODD = 0x9e3779b97f4a7c15L;

        private final byte[] bytes;
        private final int hash;

        Key(byte[] bytes) {
            this.bytes = bytes;
            this.hash = hash(ByteBuffer.wrap(bytes));
        }

        private static int hash(ByteBuffer rest) {
            long hash = rest.remaining();
            while (rest.remaining() >= Long.BYTES) {
                hash = (hash ^ rest.getLong()) * ODD;
                hash ^= hash >>> 32;
            }
            while (rest.hasRemaining()) {
                hash = (hash ^ rest.get()) * ODD;
            }
            return (int) (hash ^ hash >>> 32);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.hash == hash && Arrays.equals(key.bytes, bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private Contents contents(int partition) {
        return stored.computeIfAbsent(partition, unused -> new Contents());
    }

    @Override
    public void append(int partition, List<CoordinatorRecord> records) {
        log.append(partition, records);
        appended(partition, NO_PRODUCER, records);
    }

    @Override
    public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
        log.append(partition, producer, records);
        appended(partition, producer.producerId(), records);
    }

    @Override
    public void append(int partition, TransactionMarker marker) {
        log.append(partition, marker);
        contents(partition).marker(marker.producerId(), marker.committed());
    }

    private void appended(int partition, long producerId, List<CoordinatorRecord> records) {
        Contents contents = contents(partition);
        Look look = new Look();
        for (int i = 0; i < records.size(); i++) {
            contents.record(records.get(i), producerId);
            look.at(records.get(i));
        }
    }

    /** One look at the records of an append, one after the other. */
    private final class Look {
        private final Instant now = Instant.ofEpochMilli(timers.nowMs());

        // The key of an offset that was looked at last: one commit is of one group, and mostly of few topics.
        private byte[] lastKey = new byte[0];
        private String groupId = "";
        private String topic = "";

        void at(CoordinatorRecord record) {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            short type = key.getShort();
            byte[] value = record.value();
            if (type == RecordSerde.OFFSET_COMMIT || type == RecordSerde.LEGACY_OFFSET_COMMIT) {
                if (value != null) {
                    committed(record.key(), value);
                }
            } else if (type == RecordSerde.GROUP_METADATA || type == CONSUMER_GROUP_METADATA) {
                if (value == null) {
                    invariants.deleted(string(key));
                } else {
                    invariants.stored(now, string(key), generation(type, ByteBuffer.wrap(value)));
                }
            }
        }

        private void committed(byte[] key, byte[] value) {
            int names = key.length - Integer.BYTES;
            if (key.length != lastKey.length || !Arrays.equals(key, 0, names, lastKey, 0, names)) {
                ByteBuffer rest = ByteBuffer.wrap(key).position(Short.BYTES);
                groupId = string(rest);
                topic = string(rest);
                lastKey = key;
            }
            TopicPartition partition =
                    new TopicPartition(topic, ByteBuffer.wrap(key).getInt(names));
            long offset = ByteBuffer.wrap(value).getLong(Short.BYTES);
            invariants.committed(now, groupId, partition, offset, endOffset.applyAsLong(partition));
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
                    lost(partition, ByteBuffer.wrap(key.bytes), read.byKey.containsKey(key));
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
