package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A partition as a share group reads it: as its leader has it in memory, or, where that has not loaded it, as it is
 * stored.
 *
 * @param partition the partition
 * @param startOffset the offset before which all records are done with; empty if nobody has read the partition yet
 * @param endOffset the offset that the next record of the partition gets
 * @param lag how many offsets from the start offset on are not done with; empty where that is not known. {@code Admin}
 *     tells what was stored last, which may be more
 * @param records what has been delivered and lies at the start offset or behind it, in order
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SharePartitionView(
        TopicPartition partition,
        OptionalLong startOffset,
        long endOffset,
        OptionalLong lag,
        List<InFlightView> records) {

    /** Copies the list. */
    public SharePartitionView {
        records = List.copyOf(records);
    }

    /** Returns the records in flight that an offset is among; empty if it is not in flight. */
    public Optional<InFlightView> at(long offset) {
        return records.stream()
                .filter(range -> range.firstOffset() <= offset && offset <= range.lastOffset())
                .findFirst();
    }

    @Override
    public String toString() {
        return Text.shown(partition + ": start offset "
                + (startOffset.isPresent() ? startOffset.getAsLong() : "unknown") + ", end offset " + endOffset
                + ", lag " + (lag.isPresent() ? lag.getAsLong() : "unknown") + ", in flight " + records);
    }
}
