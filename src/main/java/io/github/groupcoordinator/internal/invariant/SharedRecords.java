package io.github.groupcoordinator.internal.invariant;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.share.AcknowledgementRolledBack;
import io.github.groupcoordinator.event.share.RecordLocksTimedOut;
import io.github.groupcoordinator.event.share.RecordsAcknowledged;
import io.github.groupcoordinator.event.share.RecordsAcquired;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.RecordsEvent;
import io.github.groupcoordinator.event.share.RecordsReleased;
import io.github.groupcoordinator.event.share.SharePartitionDropped;
import io.github.groupcoordinator.event.share.SharePartitionEvent;
import io.github.groupcoordinator.event.share.SharePartitionLoaded;
import io.github.groupcoordinator.event.share.StartOffsetAltered;
import io.github.groupcoordinator.event.share.StartOffsetMoved;
import io.github.groupcoordinator.internal.invariant.SharedPartition.Fate;
import io.github.groupcoordinator.internal.invariant.SharedPartition.State;
import io.github.groupcoordinator.invariant.Invariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The records of share groups, followed from event to event, and judged by facts that come from elsewhere. */
final class SharedRecords {
    private final Map<Key, SharedPartition> partitions = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();
    private @Nullable ShareFacts facts;

    private record Key(String groupId, TopicPartition partition) {}

    /** The violation of an invariant. */
    record Found(Invariant invariant, Finding finding) {}

    /** Returns what Kafka itself has lost so far, a line for each loss, by its name. */
    List<String> losses() {
        return losses;
    }

    private void lose(KnownLoss loss, ClusterEvent event) {
        losses.add(loss + ": " + event.groupId() + " | " + event.describe());
    }

    void judgeBy(ShareFacts given) {
        facts = given;
    }

    /** Takes the next event; returns what it violates first, if it violates anything. */
    @Nullable
    Found observe(ClusterEvent event) {
        if (event instanceof RecordsEvent records) {
            SharedPartition partition = partitions.get(new Key(event.groupId(), records.partition()));
            return partition == null ? null : observe(records, partition);
        }
        if (event instanceof SharePartitionEvent partition) {
            return observe(partition, new Key(event.groupId(), partition.partition()));
        }
        return null;
    }

    private @Nullable Found observe(SharePartitionEvent event, Key key) {
        SharedPartition known = partitions.get(key);
        if (event instanceof SharePartitionLoaded loaded) {
            return loaded(loaded, key, known);
        }
        if (known == null) {
            return null;
        }
        if (event instanceof StartOffsetMoved moved) {
            Found found = moved(moved, known);
            known.startMovedTo(moved.to());
            return found;
        }
        if (event instanceof StartOffsetAltered) {
            known.altered();
        } else if (event instanceof SharePartitionDropped dropped) {
            if (dropped.acquired() > 0) {
                lose(KnownLoss.LOCKS_FORGOTTEN, event);
            }
            known.forget();
        }
        return null;
    }

    private @Nullable Found loaded(SharePartitionLoaded event, Key key, @Nullable SharedPartition known) {
        Uuid topicId = facts == null ? Uuid.ZERO_UUID : facts.topicId(key.partition());
        if (known == null || !known.topicId().equals(topicId)) {
            SharedPartition fresh = new SharedPartition(topicId, event.startOffset());
            fresh.loadedAt(event.startOffset(), event.begins());
            partitions.put(key, fresh);
            return null;
        }
        long least = known.leastStart();
        KnownLoss loss = known.loadedAt(event.startOffset(), event.begins());
        if (loss != null && event.startOffset() >= least) {
            lose(loss, event);
        }
        return event.startOffset() >= least
                ? null
                : new Found(
                        Invariant.SHARE_START_OFFSET_MONOTONE,
                        new Finding(
                                "broker " + event.brokerId() + " loaded " + event.partition() + " of share group '"
                                        + key.groupId() + "' with start offset " + event.startOffset()
                                        + ", after all before " + least + " had been stored as done with",
                                least + " or later"));
    }

    private @Nullable Found moved(StartOffsetMoved event, SharedPartition partition) {
        String start = "the start offset of " + event.partition() + " in share group '" + event.groupId() + "'";
        if (event.to() < event.from()) {
            return new Found(
                    Invariant.SHARE_START_OFFSET_MONOTONE,
                    new Finding(
                            start + " fell from " + event.from() + " to " + event.to(), event.from() + " or later"));
        }
        if (event.reason() == StartOffsetMoved.Reason.LOG_START_MOVED) {
            long logStart = facts == null ? event.to() : facts.logStartOffset(event.partition());
            return event.to() <= logStart
                    ? null
                    : lost(start + " moved to " + event.to() + " with the log's, but that begins at " + logStart);
        }
        Map.Entry<Long, Fate> open = partition.firstOpen(event.from(), event.to());
        return open == null
                ? null
                : lost(start + " moved from " + event.from() + " to " + event.to() + ", past offset " + open.getKey()
                        + ", which " + words(open.getValue()));
    }

    private static String words(Fate fate) {
        return fate.state() == State.ACQUIRED ? fate.member() + " has acquired" : "is " + fate.state();
    }

    private static Found lost(String what) {
        return new Found(
                Invariant.SHARE_RECORD_DONE_FOR_A_REASON,
                new Finding(
                        what,
                        "records leave the group when they are accepted or rejected, have been delivered as often as"
                                + " is allowed, are deleted, or their transaction is aborted"));
    }

    private @Nullable Found observe(RecordsEvent event, SharedPartition partition) {
        Found found = check(event, partition);
        State state = stateAfter(event);
        if (state != null) {
            partition.put(event.firstOffset(), event.lastOffset(), new Fate(state, event.member()));
        }
        return found;
    }

    private static @Nullable State stateAfter(RecordsEvent event) {
        if (event instanceof RecordsArchived archived) {
            return switch (archived.reason()) {
                case REJECTED, GAP -> State.DONE_AND_STORED;
                case DELIVERY_COUNT_LIMIT, LOG_START_MOVED, COMPACTED, TRANSACTION_ABORTED -> State.DONE;
            };
        }
        if (event instanceof RecordsAcquired) {
            return State.ACQUIRED;
        }
        if (event instanceof RecordsAcknowledged) {
            return State.DONE_AND_STORED;
        }
        return event instanceof RecordsReleased || event instanceof RecordLocksTimedOut ? State.AVAILABLE : null;
    }

    private @Nullable Found check(RecordsEvent event, SharedPartition partition) {
        if (event instanceof RecordsArchived archived && !isByMember(archived)) {
            return unfounded(archived);
        }
        if (event instanceof AcknowledgementRolledBack) {
            return null;
        }
        for (long offset = event.firstOffset(); offset <= event.lastOffset(); offset++) {
            Fate fate = partition.fate(offset);
            Found found = fate == null ? null : check(event, offset, fate);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean isByMember(RecordsArchived event) {
        return switch (event.reason()) {
            case REJECTED, GAP -> true;
            case DELIVERY_COUNT_LIMIT, LOG_START_MOVED, COMPACTED, TRANSACTION_ABORTED -> false;
        };
    }

    private static @Nullable Found check(RecordsEvent event, long offset, Fate fate) {
        boolean isHeld = fate.state() == State.ACQUIRED;
        boolean isHeldByIt =
                isHeld && fate.member().memberId().equals(event.member().memberId());
        String record = "offset " + offset + " of " + event.partition() + " in share group '" + event.groupId() + "'";
        if (event instanceof RecordsAcquired ? isHeld : isHeld && !isHeldByIt) {
            return new Found(
                    Invariant.SINGLE_ACQUIRER,
                    new Finding(
                            record + " was " + event.describe() + ", while " + fate.member() + " had it",
                            fate.member().clientId() + " acknowledges it, or its lock runs out, before "
                                    + event.member().clientId() + " has it"));
        }
        boolean needsHolder = event instanceof RecordsAcknowledged || event instanceof RecordsArchived;
        return needsHolder && !isHeld
                ? lost(record + " was " + event.describe() + ", when it was " + fate.state())
                : null;
    }

    private @Nullable Found unfounded(RecordsArchived event) {
        ShareFacts known = facts;
        if (known == null) {
            return null;
        }
        String why =
                switch (event.reason()) {
                    case DELIVERY_COUNT_LIMIT ->
                        event.deliveryCount() >= known.deliveryCountLimit(event.groupId())
                                ? null
                                : "share.delivery.count.limit is " + known.deliveryCountLimit(event.groupId());
                    case LOG_START_MOVED ->
                        event.lastOffset() < known.logStartOffset(event.partition())
                                ? null
                                : "the log begins at " + known.logStartOffset(event.partition());
                    case COMPACTED ->
                        known.recordsBetween(event.partition(), event.firstOffset(), event.lastOffset() + 1) == 0
                                ? null
                                : "the log has records there";
                    case TRANSACTION_ABORTED ->
                        known.readsCommitted(event.groupId()) ? null : "the group reads what is not committed, too";
                    case REJECTED, GAP -> null;
                };
        return why == null ? null : lost(event.describe() + ", but " + why);
    }
}
