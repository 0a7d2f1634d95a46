package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import java.util.List;

/**
 * The log of {@code __share_group_state}, as far as its coordinator knows it: other than most it is pruned by offset.
 */
public interface ShareStateLog {

    /**
     * Appends the records to a partition, all or nothing.
     *
     * @return the offset of the first
     * @throws org.apache.kafka.common.errors.ApiException if the append fails; then nothing was appended
     */
    long append(int partition, List<CoordinatorRecord> records);

    /** Hands over all of a partition, oldest first. */
    void replay(int partition, Reader reader);

    /** Deletes the records of a partition below an offset. */
    void deleteBefore(int partition, long offset);

    /** The receiver of what lies in a partition. */
    interface Reader {
        void record(long offset, CoordinatorRecord record);
    }
}
