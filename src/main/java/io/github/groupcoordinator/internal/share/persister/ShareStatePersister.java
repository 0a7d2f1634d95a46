package io.github.groupcoordinator.internal.share.persister;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * The keeper of share partitions' state, a share coordinator. Answers come at once or later, each exactly once; an
 * answer that never comes leaves what waits for it waiting.
 */
public interface ShareStatePersister {

    /** Start offset of a partition that nobody has read yet: the group's reset strategy says where it begins. */
    long UNINITIALIZED_START_OFFSET = -1;

    /** Reads the state of a partition for its new leader; that fences leaders of smaller epochs. */
    void read(SharePartitionKey partition, int leaderEpoch, Consumer<ReadResult> done);

    /** Writes what has changed. */
    void write(SharePartitionKey partition, Update update, Consumer<WriteResult> done);

    /**
     * The answer to a read.
     *
     * @param message empty if there is no error
     */
    record ReadResult(Errors error, String message, int stateEpoch, long startOffset, List<StateBatch> batches) {

        public static ReadResult of(int stateEpoch, long startOffset, List<StateBatch> batches) {
            return new ReadResult(Errors.NONE, "", stateEpoch, startOffset, batches);
        }

        public static ReadResult failed(Errors error, String message) {
            return new ReadResult(error, message, 0, UNINITIALIZED_START_OFFSET, List.of());
        }
    }

    /**
     * The state that is written.
     *
     * @param startOffset before this write moves it
     * @param deliveryCompleteCount how many records from the start offset on are done with, those of this write
     *     included
     * @param batches what has changed
     */
    record Update(
            int stateEpoch, int leaderEpoch, long startOffset, int deliveryCompleteCount, List<StateBatch> batches) {}

    /**
     * The answer to a write.
     *
     * @param message empty if there is no error
     */
    record WriteResult(Errors error, String message) {
        /** The write is done. */
        public static final WriteResult DONE = new WriteResult(Errors.NONE, "");
    }
}
