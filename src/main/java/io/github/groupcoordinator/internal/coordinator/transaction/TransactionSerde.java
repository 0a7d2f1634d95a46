package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/** Kafka's own formats of the records of {@code __transaction_state}, read and written. */
final class TransactionSerde {
    private static final short KEY_VERSION = 0;
    private static final short FLEXIBLE_VERSION = 1;
    private static final int PREVIOUS_PRODUCER_ID = 0;
    private static final int NEXT_PRODUCER_ID = 1;
    private static final int CLIENT_TRANSACTION_VERSION = 2;

    /** A record in our words: without a transaction if it is a tombstone. */
    record Decoded(String transactionalId, @Nullable TransactionMetadata transaction) {}

    private TransactionSerde() {}

    static byte[] key(String transactionalId) {
        byte[] id = transactionalId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + id.length)
                .putShort(KEY_VERSION)
                .putShort((short) id.length)
                .put(id)
                .array();
    }

    /**
     * Writes a value.
     *
     * @param transactionVersion of the cluster; from 1 on, values are in the flexible format
     */
    static byte[] value(TransactionMetadata transaction, int transactionVersion) {
        boolean flexible = transactionVersion >= FLEXIBLE_VERSION;
        SortedMap<String, SortedSet<Integer>> topics = topics(transaction);
        int size = 64;
        for (Map.Entry<String, SortedSet<Integer>> topic : topics.entrySet()) {
            size += 16
                    + topic.getKey().getBytes(StandardCharsets.UTF_8).length
                    + Integer.BYTES * topic.getValue().size();
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        ByteBufferAccessor out = new ByteBufferAccessor(buffer);
        out.writeShort(flexible ? FLEXIBLE_VERSION : 0);
        out.writeLong(transaction.producer().id());
        out.writeShort(transaction.producer().epoch());
        out.writeInt(transaction.timeoutMs());
        out.writeByte((byte) transaction.state().id());
        boolean hasPartitions = transaction.state() != TransactionState.EMPTY;
        writeCount(out, flexible, hasPartitions ? topics.size() : -1);
        if (hasPartitions) {
            topics.forEach((topic, partitions) -> writeTopic(out, flexible, topic, partitions));
        }
        out.writeLong(transaction.lastUpdateMs());
        out.writeLong(transaction.startMs());
        if (flexible) {
            writeTags(out, transaction);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static SortedMap<String, SortedSet<Integer>> topics(TransactionMetadata transaction) {
        SortedMap<String, SortedSet<Integer>> topics = new TreeMap<>();
        for (TopicPartition partition : transaction.partitions()) {
            topics.computeIfAbsent(partition.topic(), unused -> new TreeSet<>()).add(partition.partition());
        }
        return topics;
    }

    private static void writeCount(ByteBufferAccessor out, boolean flexible, int count) {
        if (flexible) {
            out.writeUnsignedVarint(count + 1);
        } else {
            out.writeInt(count);
        }
    }

    private static void writeTopic(
            ByteBufferAccessor out, boolean flexible, String topic, SortedSet<Integer> partitions) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        if (flexible) {
            out.writeUnsignedVarint(name.length + 1);
        } else {
            out.writeShort((short) name.length);
        }
        out.writeByteArray(name);
        writeCount(out, flexible, partitions.size());
        partitions.forEach(out::writeInt);
        if (flexible) {
            out.writeUnsignedVarint(0);
        }
    }

    private static void writeTags(ByteBufferAccessor out, TransactionMetadata transaction) {
        ProducerIdentity producer = transaction.producer();
        boolean hasPrevious = producer.previousId() != ProducerIdentity.NO_ID;
        boolean hasNext = producer.nextId() != ProducerIdentity.NO_ID;
        boolean hasVersion = transaction.clientTransactionVersion() != 0;
        out.writeUnsignedVarint((hasPrevious ? 1 : 0) + (hasNext ? 1 : 0) + (hasVersion ? 1 : 0));
        if (hasPrevious) {
            out.writeUnsignedVarint(PREVIOUS_PRODUCER_ID);
            out.writeUnsignedVarint(Long.BYTES);
            out.writeLong(producer.previousId());
        }
        if (hasNext) {
            out.writeUnsignedVarint(NEXT_PRODUCER_ID);
            out.writeUnsignedVarint(Long.BYTES);
            out.writeLong(producer.nextId());
        }
        if (hasVersion) {
            out.writeUnsignedVarint(CLIENT_TRANSACTION_VERSION);
            out.writeUnsignedVarint(Short.BYTES);
            out.writeShort((short) transaction.clientTransactionVersion());
        }
    }

    /**
     * Returns what a record says, or null if it is of a version that Kafka 4.3.1 does not know: Kafka skips those too.
     */
    static @Nullable Decoded decode(byte[] key, byte @Nullable [] value) {
        ByteBuffer keyBytes = ByteBuffer.wrap(key);
        if (keyBytes.getShort() != KEY_VERSION) {
            return null;
        }
        byte[] id = new byte[keyBytes.getShort()];
        keyBytes.get(id);
        String transactionalId = new String(id, StandardCharsets.UTF_8);
        if (value == null) {
            return new Decoded(transactionalId, null);
        }
        ByteBufferAccessor in = new ByteBufferAccessor(ByteBuffer.wrap(value));
        short version = in.readShort();
        if (version < 0 || version > FLEXIBLE_VERSION) {
            return null;
        }
        return new Decoded(transactionalId, transaction(transactionalId, in, version == FLEXIBLE_VERSION));
    }

    private static TransactionMetadata transaction(String transactionalId, ByteBufferAccessor in, boolean flexible) {
        long producerId = in.readLong();
        short epoch = in.readShort();
        int timeoutMs = in.readInt();
        TransactionState state = TransactionState.of(in.readByte());
        SortedSet<TopicPartition> partitions = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        int topics = readCount(in, flexible);
        for (int i = 0; i < topics; i++) {
            readTopic(in, flexible, partitions);
        }
        long lastUpdateMs = in.readLong();
        long startMs = in.readLong();
        long[] tags = {ProducerIdentity.NO_ID, ProducerIdentity.NO_ID, 0};
        int count = flexible ? in.readUnsignedVarint() : 0;
        for (int i = 0; i < count; i++) {
            readTag(in, tags);
        }
        return new TransactionMetadata(
                transactionalId,
                new ProducerIdentity(
                        producerId,
                        tags[PREVIOUS_PRODUCER_ID],
                        tags[NEXT_PRODUCER_ID],
                        epoch,
                        ProducerIdentity.NO_EPOCH),
                timeoutMs,
                state,
                state == TransactionState.EMPTY ? Collections.emptySortedSet() : partitions,
                startMs,
                lastUpdateMs,
                (int) tags[CLIENT_TRANSACTION_VERSION]);
    }

    private static int readCount(ByteBufferAccessor in, boolean flexible) {
        return flexible ? in.readUnsignedVarint() - 1 : in.readInt();
    }

    private static void readTopic(ByteBufferAccessor in, boolean flexible, SortedSet<TopicPartition> partitions) {
        String topic = in.readString(flexible ? in.readUnsignedVarint() - 1 : in.readShort());
        int count = readCount(in, flexible);
        for (int i = 0; i < count; i++) {
            partitions.add(new TopicPartition(topic, in.readInt()));
        }
        int tags = flexible ? in.readUnsignedVarint() : 0;
        for (int i = 0; i < tags; i++) {
            in.readUnsignedVarint();
            in.readArray(in.readUnsignedVarint());
        }
    }

    private static void readTag(ByteBufferAccessor in, long[] tags) {
        int tag = in.readUnsignedVarint();
        int size = in.readUnsignedVarint();
        if (tag == PREVIOUS_PRODUCER_ID || tag == NEXT_PRODUCER_ID) {
            tags[tag] = in.readLong();
        } else if (tag == CLIENT_TRANSACTION_VERSION) {
            tags[tag] = in.readShort();
        } else {
            in.readArray(size);
        }
    }
}
