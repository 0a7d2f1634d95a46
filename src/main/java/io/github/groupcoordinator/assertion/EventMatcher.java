package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.event.share.RecordLocksTimedOut;
import io.github.groupcoordinator.event.share.RecordsAcknowledged;
import io.github.groupcoordinator.event.share.RecordsAcquired;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.RecordsEvent;
import io.github.groupcoordinator.event.share.RecordsReleased;
import io.github.groupcoordinator.view.MemberRef;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * An event that a test expects. Members are given as one of the cluster's clients (a spy or a wrapper of one too), as a
 * client id, member id or group instance id, or as a {@link MemberRef}.
 *
 * <pre>{@code
 * assertThat(kafka.events()).containsSubsequence(expired(first), assigned(second, "orders-0", "orders-1"));
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class EventMatcher {

    /** A matcher that knows whom it means. */
    record Resolved(String description, Predicate<ClusterEvent> test) {}

    private final Function<EventLog, Resolved> resolve;

    private EventMatcher(Function<EventLog, Resolved> resolve) {
        this.resolve = resolve;
    }

    Resolved in(EventLog log) {
        return resolve.apply(log);
    }

    private static <E extends ClusterEvent> EventMatcher of(String description, Class<E> kind, Predicate<E> test) {
        Predicate<ClusterEvent> matches = event -> kind.isInstance(event) && test.test(kind.cast(event));
        return new EventMatcher(log -> {
            log.requireTold(kind, "an assertion on an event (" + description + ")");
            return new Resolved(description, matches);
        });
    }

    private static <E extends ClusterEvent> EventMatcher by(
            String what, Object member, Class<E> kind, Function<E, MemberRef> actor) {
        return new EventMatcher(log -> {
            Who who = Who.of(member, log);
            log.requireTold(kind, "an assertion on an event (" + what + " " + who.name() + ")");
            return new Resolved(
                    what + " " + who.name(), event -> kind.isInstance(event) && who.is(actor.apply(kind.cast(event))));
        });
    }

    private <E extends ClusterEvent> EventMatcher withPartitions(
            Class<E> kind, Function<E, SortedSet<TopicPartition>> actual, String partition, String... others) {
        SortedSet<TopicPartition> expected = Partitions.parse(others);
        expected.add(Partitions.parse(partition));
        return withPartitions(kind, actual, expected);
    }

    private <E extends ClusterEvent> EventMatcher withPartitions(
            Class<E> kind, Function<E, SortedSet<TopicPartition>> actual, SortedSet<TopicPartition> expected) {
        return new EventMatcher(log -> {
            Resolved resolved = in(log);
            return new Resolved(
                    resolved.description() + ": " + expected,
                    event -> resolved.test().test(event) && expected.equals(actual.apply(kind.cast(event))));
        });
    }

    /** An event of one kind, whatever else it says. */
    public static EventMatcher any(Class<? extends ClusterEvent> kind) {
        return of(kind.getSimpleName(), kind, event -> true);
    }

    /** The coordinator added a member. */
    public static EventMatcher joined(Object member) {
        return by("joined:", member, MemberJoined.class, MemberJoined::member);
    }

    /** A member left by itself, or was removed by an administrator. */
    public static EventMatcher left(Object member) {
        return by("left:", member, MemberLeft.class, MemberLeft::member);
    }

    /** The coordinator gave a member up. */
    public static EventMatcher expired(Object member) {
        return by("expired:", member, MemberExpired.class, MemberExpired::member);
    }

    /** A static member was replaced by another holder of its group instance id. */
    public static EventMatcher fenced(Object member) {
        return by("fenced:", member, MemberFenced.class, MemberFenced::member);
    }

    /** A rebalance started for a reason. */
    public static EventMatcher rebalanceStarted(RebalanceReason reason) {
        return of("rebalance started: " + reason, RebalanceStarted.class, event -> event.reason() == reason);
    }

    /** A rebalance was completed, or the group became empty. */
    public static EventMatcher rebalanceCompleted() {
        return of("rebalance completed", RebalanceCompleted.class, event -> true);
    }

    /** A rebalance was completed that had started for a reason. */
    public static EventMatcher rebalanceCompleted(RebalanceReason reason) {
        return of("rebalance completed: " + reason, RebalanceCompleted.class, event -> event.reason() == reason);
    }

    /** A client learned of new partitions, whichever; none at all is an assignment too. */
    public static EventMatcher assigned(Object member) {
        return by("assigned to", member, PartitionsAssigned.class, PartitionsAssigned::member);
    }

    /** A client learned of these new partitions, no others. */
    public static EventMatcher assigned(Object member, String partition, String... others) {
        return assigned(member)
                .withPartitions(PartitionsAssigned.class, PartitionsAssigned::partitions, partition, others);
    }

    /** A client was told that it gets nothing new, as it is after a rebalance which leaves it what it had. */
    public static EventMatcher assignedNothing(Object member) {
        return assigned(member)
                .withPartitions(PartitionsAssigned.class, PartitionsAssigned::partitions, Partitions.none());
    }

    /** A client gave up partitions, whichever. */
    public static EventMatcher revoked(Object member) {
        return by("revoked from", member, PartitionsRevoked.class, PartitionsRevoked::member);
    }

    /** A client gave up these partitions, no others. */
    public static EventMatcher revoked(Object member, String partition, String... others) {
        return revoked(member)
                .withPartitions(PartitionsRevoked.class, PartitionsRevoked::partitions, partition, others);
    }

    /** A client learned that partitions, whichever, were not its own any more. */
    public static EventMatcher lost(Object member) {
        return by("lost by", member, PartitionsLost.class, PartitionsLost::member);
    }

    /** A client learned that these partitions, no others, were not its own any more. */
    public static EventMatcher lost(Object member, String partition, String... others) {
        return lost(member).withPartitions(PartitionsLost.class, PartitionsLost::partitions, partition, others);
    }

    /** An offset was committed for a partition, by whomever, perhaps along with others. */
    public static EventMatcher committed(String partition, long offset) {
        TopicPartition parsed = Partitions.parse(partition);
        return of("committed: " + partition + "@" + offset, OffsetsCommitted.class, event -> {
            OffsetAndMetadata found = event.offsets().get(parsed);
            return found != null && found.offset() == offset;
        });
    }

    private static EventMatcher ofRecord(
            String what, Class<? extends RecordsEvent> kind, Object member, String partition, long offset) {
        TopicPartition parsed = Partitions.parse(partition);
        EventMatcher by = by(what, member, kind, RecordsEvent::member);
        return new EventMatcher(log -> {
            Resolved resolved = by.in(log);
            return new Resolved(
                    resolved.description() + ": " + partition + "@" + offset,
                    event -> resolved.test().test(event) && kind.cast(event).holds(parsed, offset));
        });
    }

    /** A member of a share group acquired a record, perhaps along with others. */
    public static EventMatcher acquired(Object member, String partition, long offset) {
        return ofRecord("acquired by", RecordsAcquired.class, member, partition, offset);
    }

    /** A member of a share group accepted a record, perhaps along with others. */
    public static EventMatcher acknowledged(Object member, String partition, long offset) {
        return ofRecord("acknowledged by", RecordsAcknowledged.class, member, partition, offset);
    }

    /** A record that a member of a share group had was given back, perhaps along with others. */
    public static EventMatcher released(Object member, String partition, long offset) {
        return ofRecord("released by", RecordsReleased.class, member, partition, offset);
    }

    /** The lock of a member of a share group on a record ran out, perhaps along with others. */
    public static EventMatcher lockTimedOut(Object member, String partition, long offset) {
        return ofRecord("lock timed out of", RecordLocksTimedOut.class, member, partition, offset);
    }

    /** A record of a share group was archived for a reason, perhaps along with others. */
    public static EventMatcher archived(String partition, long offset, RecordsArchived.Reason reason) {
        TopicPartition parsed = Partitions.parse(partition);
        return of(
                "archived: " + partition + "@" + offset + ": " + reason,
                RecordsArchived.class,
                event -> event.reason() == reason && event.holds(parsed, offset));
    }

    /** The coordinator moved to another broker, or began anew. */
    public static EventMatcher coordinatorFailedOver() {
        return any(CoordinatorFailedOver.class);
    }

    /** The same event, in this group only. */
    public EventMatcher inGroup(String groupId) {
        return new EventMatcher(log -> {
            Resolved resolved = in(log);
            return new Resolved(
                    resolved.description() + " in group '" + groupId + "'",
                    event -> groupId.equals(event.groupId()) && resolved.test().test(event));
        });
    }
}
