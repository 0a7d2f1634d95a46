package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** The coordinator stored offsets; the member id is empty for a commit without membership. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record OffsetsCommitted(
        Instant at, String groupId, MemberRef member, SortedMap<TopicPartition, OffsetAndMetadata> offsets)
        implements ClusterEvent {

    /** Copies its collections into one canonical order. */
    public OffsetsCommitted {
        offsets = Text.canonicalOffsets(offsets);
    }

    @Override
    public String describe() {
        return Text.oneLine("committed by " + MemberText.of(member) + ": " + Text.offsets(offsets));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
