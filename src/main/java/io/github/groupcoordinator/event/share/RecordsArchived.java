package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * Records will not be delivered any more though nobody accepted them.
 *
 * @param member the one that had them last; its member id is empty if nobody had
 * @param reason why they are given up
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RecordsArchived(
        Instant at,
        String groupId,
        MemberRef member,
        TopicPartition partition,
        long firstOffset,
        long lastOffset,
        int deliveryCount,
        Reason reason)
        implements RecordsEvent {

    /** The reasons for which records are archived. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public enum Reason {
        /** The member acknowledged them with REJECT. */
        REJECTED,
        /** The member's client saw no record there: the end of a transaction, or a record that was compacted away. */
        GAP,
        /**
         * They were given back, or their locks ran out, when they had been delivered as often as {@code
         * share.delivery.count.limit} allows.
         */
        DELIVERY_COUNT_LIMIT,
        /** The log begins behind them by now: they were deleted, or retention has reached them. */
        LOG_START_MOVED,
        /** They had been available, and the log no longer has them. */
        COMPACTED,
        /** Their transaction was aborted, and the group reads what is committed. */
        TRANSACTION_ABORTED
    }

    @Override
    public String describe() {
        String lastHad = member.memberId().isEmpty() ? "" : ", last had by " + MemberText.of(member);
        return Text.oneLine("archived: " + RecordText.records(this) + lastHad + ": " + reason);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
