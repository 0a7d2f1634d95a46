package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** The locks of a member on records ran out, and the records are available again: they will be delivered once more. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RecordLocksTimedOut(
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
        return RecordText.of("lock timed out of", this);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
