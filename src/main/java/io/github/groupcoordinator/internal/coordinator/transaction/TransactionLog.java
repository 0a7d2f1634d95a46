package io.github.groupcoordinator.internal.coordinator.transaction;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The partitions of {@code __transaction_state}, as far as the coordinator knows them. */
public interface TransactionLog {

    /**
     * Appends a record; a null value is a tombstone.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the append fails; then nothing was appended
     */
    void append(int partition, byte[] key, byte @Nullable [] value);

    /** Hands over key and value of every record of a partition, oldest first. */
    void replay(int partition, BiConsumer<byte[], byte @Nullable []> each);
}
