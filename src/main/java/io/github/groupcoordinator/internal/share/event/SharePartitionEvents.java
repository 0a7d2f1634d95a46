package io.github.groupcoordinator.internal.share.event;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.share.AcknowledgementRolledBack;
import io.github.groupcoordinator.event.share.RecordLocksRenewed;
import io.github.groupcoordinator.event.share.RecordLocksTimedOut;
import io.github.groupcoordinator.event.share.RecordsAcknowledged;
import io.github.groupcoordinator.event.share.RecordsAcquired;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.RecordsReleased;
import io.github.groupcoordinator.event.share.SharePartitionDropped;
import io.github.groupcoordinator.event.share.SharePartitionLoaded;
import io.github.groupcoordinator.event.share.StartOffsetMoved;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * The events of one share partition in the memory of one broker. After it was dropped, what it had begun to store comes
 * about, and its locks run out; once it has been loaded again, by whomever, that concerns nobody but for what has been
 * acknowledged.
 */
final class SharePartitionEvents implements RecordChange.Observer {
    private final ShareEventSource source;
    private final int brokerId;
    private final SharePartitionKey key;
    private boolean dropped;

    SharePartitionEvents(ShareEventSource source, int brokerId, SharePartitionKey key) {
        this.source = source;
        this.brokerId = brokerId;
        this.key = key;
    }

    private boolean isCurrent() {
        return source.current(key) == this;
    }

    private TopicPartition partition() {
        return key.partition().topicPartition();
    }

    private void append(ClusterEvent event) {
        source.members().append(event);
    }

    @Override
    public void loaded(long startOffset, boolean begins) {
        if (!dropped) {
            source.loaded(key, this);
            append(new SharePartitionLoaded(source.now(), key.groupId(), partition(), brokerId, startOffset, begins));
        }
    }

    @Override
    public void startOffsetMoved(RecordChange.StartMove move) {
        if (isCurrent()) {
            StartOffsetMoved.Reason reason =
                    switch (move.cause()) {
                        case RECORDS_DONE -> StartOffsetMoved.Reason.RECORDS_DONE;
                        case LOG_START_MOVED -> StartOffsetMoved.Reason.LOG_START_MOVED;
                        case NO_RECORDS -> StartOffsetMoved.Reason.NO_RECORDS;
                    };
            append(new StartOffsetMoved(source.now(), key.groupId(), partition(), move.from(), move.to(), reason));
        }
    }

    @Override
    public void dropped(long acquired) {
        dropped = true;
        if (isCurrent()) {
            source.dropped(key);
            append(new SharePartitionDropped(source.now(), key.groupId(), partition(), brokerId, acquired));
        }
    }

    @Override
    public void changed(RecordChange change) {
        boolean told =
                switch (change.kind()) {
                    case ACCEPTED, REJECTED, GAP -> true;
                    case RELEASED, SESSION_ENDED, LOCK_TIMED_OUT, ARCHIVED_AT_LIMIT ->
                        isCurrent() || source.current(key) == null;
                    case ACQUIRED,
                            RENEWED,
                            ROLLED_BACK,
                            ARCHIVED_BELOW_LOG_START,
                            ARCHIVED_COMPACTED,
                            ARCHIVED_ABORTED -> isCurrent();
                };
        if (told) {
            append(event(change));
        }
    }

    private ClusterEvent event(RecordChange change) {
        Instant now = source.now();
        String group = key.groupId();
        MemberRef member = source.members().find(change.memberId());
        long first = change.firstOffset();
        long last = change.lastOffset();
        int count = change.deliveryCount();
        return switch (change.kind()) {
            case ACQUIRED -> new RecordsAcquired(now, group, member, partition(), first, last, count);
            case ACCEPTED -> new RecordsAcknowledged(now, group, member, partition(), first, last, count);
            case RENEWED -> new RecordLocksRenewed(now, group, member, partition(), first, last, count);
            case LOCK_TIMED_OUT -> new RecordLocksTimedOut(now, group, member, partition(), first, last, count);
            case ROLLED_BACK -> new AcknowledgementRolledBack(now, group, member, partition(), first, last, count);
            case RELEASED -> released(change, member, RecordsReleased.Reason.MEMBER_RELEASED);
            case SESSION_ENDED -> released(change, member, RecordsReleased.Reason.SESSION_ENDED);
            case REJECTED -> archived(change, member, RecordsArchived.Reason.REJECTED);
            case GAP -> archived(change, member, RecordsArchived.Reason.GAP);
            case ARCHIVED_AT_LIMIT -> archived(change, member, RecordsArchived.Reason.DELIVERY_COUNT_LIMIT);
            case ARCHIVED_BELOW_LOG_START -> archived(change, member, RecordsArchived.Reason.LOG_START_MOVED);
            case ARCHIVED_COMPACTED -> archived(change, member, RecordsArchived.Reason.COMPACTED);
            case ARCHIVED_ABORTED -> archived(change, member, RecordsArchived.Reason.TRANSACTION_ABORTED);
        };
    }

    private RecordsReleased released(RecordChange change, MemberRef member, RecordsReleased.Reason reason) {
        return new RecordsReleased(
                source.now(),
                key.groupId(),
                member,
                partition(),
                change.firstOffset(),
                change.lastOffset(),
                change.deliveryCount(),
                reason);
    }

    private RecordsArchived archived(RecordChange change, MemberRef member, RecordsArchived.Reason reason) {
        return new RecordsArchived(
                source.now(),
                key.groupId(),
                member,
                partition(),
                change.firstOffset(),
                change.lastOffset(),
                change.deliveryCount(),
                reason);
    }
}
