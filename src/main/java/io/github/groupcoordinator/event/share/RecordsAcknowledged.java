package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** A member accepted records that it had acquired, and that is stored: they are done with. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RecordsAcknowledged(
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
        return RecordText.of("acknowledged by", this);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
