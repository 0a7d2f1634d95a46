package io.github.groupcoordinator.internal.coordinator;

import java.util.List;
import java.util.function.Consumer;

/** The partitions of {@code __consumer_offsets}, as far as the coordinator knows them. */
public interface CoordinatorLog {

    /**
     * Appends the records to a partition, all or nothing.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the append fails; then nothing was appended
     */
    void append(int partition, List<CoordinatorRecord> records);

    /** Hands over every record of a partition, oldest first. */
    void replay(int partition, Consumer<CoordinatorRecord> each);
}
