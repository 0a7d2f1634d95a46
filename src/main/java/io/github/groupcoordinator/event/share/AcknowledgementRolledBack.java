package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A member's acknowledgement of records did not come about: another part of it was refused, or it could not be stored.
 * It has the records still.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record AcknowledgementRolledBack(
        Instant at,
        String groupId,
        MemberRef member,
        TopicPartition partition,
        long firstOffset,
        long lastOffset,
        int deliveryCount)
        implements RecordsEvent {

    @Override
    public String describe() {
        return RecordText.of("acknowledgement rolled back of", this);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
