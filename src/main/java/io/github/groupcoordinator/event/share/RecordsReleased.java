package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * Records that a member had acquired are available again: they will be delivered once more.
 *
 * @param reason why they were given back
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RecordsReleased(
        Instant at,
        String groupId,
        MemberRef member,
        TopicPartition partition,
        long firstOffset,
        long lastOffset,
        int deliveryCount,
        Reason reason)
        implements RecordsEvent {

    /** The reasons for which records are given back. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public enum Reason {
        /** The member acknowledged them with RELEASE. */
        MEMBER_RELEASED,
        /** The member's share session ended: it was closed, or its connection was. */
        SESSION_ENDED
    }

    @Override
    public String describe() {
        return RecordText.of("released by", this, ": " + reason);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
