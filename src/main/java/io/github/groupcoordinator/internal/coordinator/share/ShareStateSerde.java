package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kafka's own formats of the records of {@code __share_group_state}, version 0 of each, as Kafka 4.3.1 writes them. */
final class ShareStateSerde {
    private static final short SNAPSHOT = 0;
    private static final short UPDATE = 1;
    private static final int COMPLETE_COUNT_TAG = 0;

    private ShareStateSerde() {}

    static CoordinatorRecord encode(ShareStateRecord record) {
        if (record instanceof ShareStateRecord.Update update) {
            return new CoordinatorRecord(key(UPDATE, record.key()), update(update));
        }
        return new CoordinatorRecord(
                key(SNAPSHOT, record.key()),
                record instanceof ShareStateRecord.Snapshot snapshot ? snapshot(snapshot.state()) : null);
    }

    private static byte[] key(short type, ShareStateKey key) {
        return RecordBytes.writing(false)
                .writeShort(type)
                .writeString(key.groupId())
                .writeUuid(key.topicId())
                .writeInt(key.partition())
                .toByteArray();
    }

    private static byte[] snapshot(ShareState state) {
        RecordBytes bytes = RecordBytes.writing(true)
                .writeShort(0)
                .writeInt(state.snapshotEpoch())
                .writeInt(state.stateEpoch())
                .writeInt(state.leaderEpoch())
                .writeLong(state.startOffset())
                .writeLong(state.createdMs())
                .writeLong(state.writtenMs());
        writeBatches(bytes, state.batches());
        writeCompleteCount(bytes, state.deliveryCompleteCount());
        return bytes.toByteArray();
    }

    private static byte[] update(ShareStateRecord.Update update) {
        RecordBytes bytes = RecordBytes.writing(true)
                .writeShort(0)
                .writeInt(update.snapshotEpoch())
                .writeInt(update.leaderEpoch())
                .writeLong(update.startOffset());
        writeBatches(bytes, update.batches());
        writeCompleteCount(bytes, update.deliveryCompleteCount());
        return bytes.toByteArray();
    }

    private static void writeBatches(RecordBytes bytes, List<StateBatch> batches) {
        bytes.writeCount(batches.size());
        for (StateBatch batch : batches) {
            bytes.writeLong(batch.firstOffset())
                    .writeLong(batch.lastOffset())
                    .writeByte(batch.deliveryState())
                    .writeShort(batch.deliveryCount())
                    .writeVarint(0);
        }
    }

    /** Writes the tagged fields, of which there is one at most: a count that is not known is left out. */
    private static void writeCompleteCount(RecordBytes bytes, int count) {
        if (count == ShareState.UNKNOWN) {
            bytes.writeVarint(0);
        } else {
            bytes.writeVarint(1)
                    .writeVarint(COMPLETE_COUNT_TAG)
                    .writeVarint(Integer.BYTES)
                    .writeInt(count);
        }
    }

    /**
     * Returns what a record says, or null if it is of a type that Kafka 4.3.1 does not know: Kafka skips those too.
     *
     * @throws IllegalStateException if the record is broken
     */
    static @Nullable ShareStateRecord decode(CoordinatorRecord record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        try {
            short type = key.getShort();
            if (type != SNAPSHOT && type != UPDATE) {
                return null;
            }
            RecordBytes rest = RecordBytes.reading(key, false);
            ShareStateKey of = new ShareStateKey(rest.readString(), rest.readUuid(), rest.readInt());
            byte[] value = record.value();
            if (value == null) {
                return new ShareStateRecord.Tombstone(of);
            }
            RecordBytes bytes = RecordBytes.readingVersion0(value);
            return type == SNAPSHOT ? new ShareStateRecord.Snapshot(of, snapshot(bytes)) : update(of, bytes);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("a record of __share_group_state can't be read", e);
        }
    }

    private static ShareState snapshot(RecordBytes bytes) {
        int snapshotEpoch = bytes.readInt();
        int stateEpoch = bytes.readInt();
        int leaderEpoch = bytes.readInt();
        long startOffset = bytes.readLong();
        long createdMs = bytes.readLong();
        long writtenMs = bytes.readLong();
        List<StateBatch> batches = readBatches(bytes);
        int complete = readCompleteCount(bytes);
        return new ShareState(
                snapshotEpoch, stateEpoch, leaderEpoch, startOffset, complete, batches, createdMs, writtenMs);
    }

    private static ShareStateRecord.Update update(ShareStateKey key, RecordBytes bytes) {
        int snapshotEpoch = bytes.readInt();
        int leaderEpoch = bytes.readInt();
        long startOffset = bytes.readLong();
        List<StateBatch> batches = readBatches(bytes);
        return new ShareStateRecord.Update(
                key, snapshotEpoch, leaderEpoch, startOffset, readCompleteCount(bytes), batches);
    }

    private static List<StateBatch> readBatches(RecordBytes bytes) {
        List<StateBatch> batches = new ArrayList<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            long firstOffset = bytes.readLong();
            long lastOffset = bytes.readLong();
            byte deliveryState = bytes.readByte();
            batches.add(new StateBatch(firstOffset, lastOffset, deliveryState, (short) bytes.readShort()));
            bytes.skipTags();
        }
        return Collections.unmodifiableList(batches);
    }

    private static int readCompleteCount(RecordBytes bytes) {
        int count = ShareState.UNKNOWN;
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == COMPLETE_COUNT_TAG) {
                count = bytes.readInt();
            } else {
                bytes.skip(size);
            }
        }
        return count;
    }
}
