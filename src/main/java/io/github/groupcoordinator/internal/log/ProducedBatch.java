package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** A batch as a client produced it, and its checks in Kafka's order, before offsets are assigned. */
final class ProducedBatch {
    private final String partition;
    private final LogConfig config;
    private final long nowMs;

    ProducedBatch(String partition, LogConfig config, long nowMs) {
        this.partition = partition;
        this.config = config;
        this.nowMs = nowMs;
    }

    /**
     * Returns the one batch in the bytes, as a copy that may be changed.
     *
     * @throws InvalidRecordException if there is not exactly one batch, or its magic is not 2: produce requests from
     *     version 3 on may carry nothing else, and older ones are not served by Kafka 4
     */
    static ByteBuffer only(ByteBuffer records) {
        List<ByteBuffer> batches = RecordBatches.split(records);
        if (batches.isEmpty()) {
            throw new InvalidRecordException("A produce request must have at least one record batch per partition");
        }
        ByteBuffer batch = batches.get(0);
        byte magic = batch.get(BatchHeader.MAGIC_AT);
        if (magic != BatchHeader.MAGIC_V2) {
            throw new InvalidRecordException("A produce request may contain only record batches with magic version 2,"
                    + " but this one has magic version " + magic);
        }
        if (batches.size() > 1) {
            throw new InvalidRecordException("A produce request may contain only one record batch per partition");
        }
        if (batch.limit() < BatchHeader.SIZE) {
            throw new CorruptRecordException("Record batch is corrupt (the size " + batch.limit()
                    + " is smaller than the minimum allowed overhead " + BatchHeader.SIZE + ")");
        }
        ByteBuffer copy = ByteBuffer.allocate(batch.limit());
        copy.put(batch.duplicate()).flip();
        return copy;
    }

    /** Checks the size, which holds for coordinators too. */
    void validateSize(int sizeInBytes) {
        if (sizeInBytes > config.maxMessageBytes()) {
            throw new RecordTooLargeException("The record batch size in the append to " + partition + " is "
                    + sizeInBytes + " bytes which exceeds the maximum configured value of " + config.maxMessageBytes()
                    + ".");
        }
    }

    /** Checks size and checksum. */
    void validateBytes(BatchHeader header, ByteBuffer batch) {
        validateSize(header.sizeInBytes());
        if (header.crc() != BatchHeader.checksum(batch)) {
            throw new CorruptRecordException("Record is corrupt (stored crc = " + Integer.toUnsignedLong(header.crc())
                    + ") in topic partition " + partition + ".");
        }
    }

    /** Checks what only a client can get wrong; returns the largest timestamp of the records. */
    long validateRecords(BatchHeader header, ByteBuffer batch) {
        validateHeader(header);
        RecordChecks checks = new RecordChecks(header);
        RecordBatches.skim(batch, checks);
        if (checks.count != header.count()) {
            throw new InvalidRecordException("The batch declares " + header.count() + " records but has " + checks.count
                    + " in topic partition " + partition);
        }
        if (!checks.errors.isEmpty()) {
            throw new RejectedRecordsException(summary(checks.errors, checks.timestampInvalid), checks.errors);
        }
        return checks.maxTimestamp;
    }

    /** The checks of one record after the other. */
    private final class RecordChecks implements RecordVisitor {
        private final BatchHeader header;
        private final List<RejectedRecordsException.RecordError> errors = new ArrayList<>();
        private int count;
        private long maxTimestamp = BatchHeader.NO_TIMESTAMP;
        private boolean timestampInvalid;

        RecordChecks(BatchHeader header) {
            this.header = header;
        }

        @Override
        public void record(long offset, long timestamp, boolean hasKey) {
            maxTimestamp = Math.max(maxTimestamp, timestamp);
            if (header.isCompressed() && offset != header.baseOffset() + count) {
                // Kafka rewrites such a batch; only clients that are long gone ever sent one.
                throw new InvalidRecordException("The offsets of a compressed batch must count up from 0");
            }
            if (config.compacted() && !hasKey) {
                errors.add(new RejectedRecordsException.RecordError(
                        count, "Compacted topic cannot accept message without key in topic partition " + partition));
            } else {
                String wrong = wrongTimestamp(header, offset, timestamp);
                if (!wrong.isEmpty()) {
                    timestampInvalid = true;
                    errors.add(new RejectedRecordsException.RecordError(count, wrong));
                }
            }
            count++;
        }
    }

    private static ApiException summary(List<RejectedRecordsException.RecordError> errors, boolean timestampInvalid) {
        if (timestampInvalid) {
            return new InvalidTimestampException("One or more records have been rejected due to invalid timestamp");
        }
        return new InvalidRecordException("One or more records have been rejected due to " + errors.size()
                + " record errors in total, and only showing the first three errors at most: "
                + errors.subList(0, Math.min(errors.size(), 3)));
    }

    private void validateHeader(BatchHeader header) {
        if (header.baseOffset() != 0) {
            throw new InvalidRecordException("The baseOffset of the record batch in the append to " + partition
                    + " should be 0, but it is " + header.baseOffset());
        }
        long countFromOffsets = header.lastOffsetDelta() + 1L;
        if (countFromOffsets <= 0) {
            throw new InvalidRecordException(
                    "Batch has an invalid offset range: [0, " + header.lastOffset() + "] in " + partition);
        }
        if (header.count() <= 0) {
            throw new InvalidRecordException(
                    "Invalid reported count for record batch: " + header.count() + " in " + partition);
        }
        if (countFromOffsets != header.count()) {
            throw new InvalidRecordException("Inconsistent batch offset range [0, " + header.lastOffset()
                    + "] and count of records " + header.count() + " in " + partition);
        }
        if (header.isControlBatch()) {
            throw new InvalidRecordException("Clients are not allowed to write control records in " + partition);
        }
        if (header.hasProducerId() && header.baseSequence() < 0) {
            throw new InvalidRecordException("Invalid sequence number " + header.baseSequence()
                    + " in record batch with producerId " + header.producerId() + " in " + partition);
        }
    }

    /** An application that stamps its records by the wall clock meets a cluster that lives at another time. */
    private String clocksDiffer() {
        return "; the cluster's clock is at " + Instant.ofEpochMilli(nowMs)
                + ". If the application stamps records by the wall clock, start the cluster there: startTime = \"now\"";
    }

    private String wrongTimestamp(BatchHeader header, long offset, long timestamp) {
        if (!config.logAppendTime() && timestamp != BatchHeader.NO_TIMESTAMP) {
            long age = nowMs - timestamp;
            if (age > config.timestampBeforeMaxMs() || -age > config.timestampAfterMaxMs()) {
                return "Timestamp " + timestamp + " of message with offset " + offset
                        + " is out of range. The timestamp should be within ["
                        + (nowMs - config.timestampBeforeMaxMs()) + ", " + (nowMs + config.timestampAfterMaxMs())
                        + "]" + (age < 0 ? clocksDiffer() : "");
            }
        } else if (header.isLogAppendTime()) {
            return "Invalid timestamp type in message " + offset
                    + ". Producer should not set timestamp type to LogAppendTime.";
        }
        return "";
    }
}
