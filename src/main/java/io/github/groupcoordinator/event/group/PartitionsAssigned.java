package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** A client was assigned partitions, as its rebalance listener saw it (with a cooperative assignor: those added). */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PartitionsAssigned(
        Instant at, String groupId, MemberRef member, int generation, SortedSet<TopicPartition> partitions)
        implements RebalanceEvent {

    /** Copies its collections into one canonical order. */
    public PartitionsAssigned {
        partitions = Text.canonical(partitions);
    }

    @Override
    public String describe() {
        return Text.oneLine("assigned to " + MemberText.of(member) + ": generation " + generation + " "
                + Text.partitions(partitions));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
