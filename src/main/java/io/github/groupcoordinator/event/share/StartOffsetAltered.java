package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * An administrator set the start offset of a partition in a share group, or deleted it: by AlterShareGroupOffsets,
 * DeleteShareGroupOffsets or DeleteGroups.
 *
 * @param to the start offset from now on; empty if {@code share.auto.offset.reset} is to say where it begins
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StartOffsetAltered(Instant at, String groupId, TopicPartition partition, OptionalLong to)
        implements SharePartitionEvent {

    @Override
    public String describe() {
        return Text.oneLine(
                "start offset of " + partition + (to.isPresent() ? " altered to " + to.getAsLong() : " deleted"));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
