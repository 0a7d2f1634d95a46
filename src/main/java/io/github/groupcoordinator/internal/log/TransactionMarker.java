package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.UnknownServerException;

/**
 * The control record that ends a producer's transaction in one partition.
 *
 * @param transactionVersion how strict the epoch is checked; from 2 on, a marker has a higher epoch than the records
 *     before it (KIP-890)
 */
public record TransactionMarker(
        long producerId, short producerEpoch, boolean committed, int coordinatorEpoch, int transactionVersion) {
    private static final short KEY_VERSION = 0;
    private static final short VALUE_VERSION = 0;
    private static final short ABORT = 0;
    private static final short COMMIT = 1;

    /**
     * Refuses a marker of nobody: no batch can carry it.
     *
     * @throws UnknownServerException if the producer has no id or no epoch
     */
    public void requireProducer() {
        if (producerId == BatchHeader.NO_PRODUCER_ID || producerEpoch == BatchHeader.NO_PRODUCER_EPOCH) {
            throw new UnknownServerException(
                    "A marker needs a producer, not id " + producerId + " and epoch " + producerEpoch);
        }
    }

    RecordBatches.KeyValue encode() {
        return new RecordBatches.KeyValue(
                ByteBuffer.allocate(4)
                        .putShort(KEY_VERSION)
                        .putShort(committed ? COMMIT : ABORT)
                        .array(),
                ByteBuffer.allocate(6)
                        .putShort(VALUE_VERSION)
                        .putInt(coordinatorEpoch)
                        .array());
    }

    /** Reads a marker from its batch; whatever was checked when it was written is not in it. */
    static TransactionMarker of(BatchHeader batch, LogRecord control) {
        byte[] key = control.key();
        byte[] value = control.value();
        if (key == null || value == null) {
            throw new IllegalStateException("The control record at offset " + control.offset() + " is not complete");
        }
        int coordinatorEpoch = ByteBuffer.wrap(value).getInt(2);
        return new TransactionMarker(batch.producerId(), batch.producerEpoch(), isCommit(key), coordinatorEpoch, 0);
    }

    /** Returns whether a control record's key says that a transaction was committed; false for one that was aborted. */
    static boolean isCommit(byte[] key) {
        short type = ByteBuffer.wrap(key).getShort(2);
        if (type != COMMIT && type != ABORT) {
            throw new IllegalStateException("A control record of type " + type + " does not end a transaction");
        }
        return type == COMMIT;
    }
}
