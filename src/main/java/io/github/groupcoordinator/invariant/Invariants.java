package io.github.groupcoordinator.invariant;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The watch over one cluster; the cluster tells it what happens. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
public final class Invariants {
    private static final int LAST_EVENTS = 12;

    /**
     * What the watch looks at.
     *
     * @param endOffset the end of a partition's log, negative if there is no such partition
     * @param stopped whether the client that was this member has crashed or was closed
     * @param failures takes each violation, to throw it on the driving thread
     */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public record Scene(
            EventLog events,
            ToLongFunction<TopicPartition> endOffset,
            Predicate<MemberRef> stopped,
            Consumer<Throwable> failures) {}

    private final Set<Invariant> relaxed = EnumSet.noneOf(Invariant.class);
    private final Scene scene;
    private final Owners owners;
    private final Generations generations = new Generations();
    private final List<InvariantViolation> violations = new ArrayList<>();

    /** Watches everything but what is relaxed. */
    public Invariants(Set<Invariant> relaxed, Scene scene) {
        this.relaxed.addAll(relaxed);
        this.scene = scene;
        this.owners = new Owners(scene.stopped());
    }

    /** Returns whether an invariant is watched, that is, not relaxed. */
    public boolean watches(Invariant invariant) {
        return !relaxed.contains(invariant);
    }

    /** Returns what was violated so far, in order. */
    public List<InvariantViolation> violations() {
        return new ArrayList<>(violations);
    }

    /** An event was appended to the log. */
    public void observe(ClusterEvent event) {
        Finding twoOwners = owners.observe(event);
        if (twoOwners != null) {
            violated(Invariant.SINGLE_OWNER, event.groupId(), event.at(), twoOwners);
        }
        Finding wentBack = generations.observe(event);
        if (wentBack != null) {
            violated(Invariant.MONOTONE_GENERATION, event.groupId(), event.at(), wentBack);
        }
    }

    /** A group was stored at a generation or an epoch. */
    public void stored(Instant at, String groupId, int generation) {
        Finding wentBack = generations.stored(groupId, generation);
        if (wentBack != null) {
            violated(Invariant.MONOTONE_GENERATION, groupId, at, wentBack);
        }
    }

    /** A group was deleted; one of the same name begins anew. */
    public void deleted(String groupId) {
        generations.deleted(groupId);
    }

    /** An offset was stored. */
    public void committed(Instant at, String groupId, TopicPartition partition, long offset) {
        long end = scene.endOffset().applyAsLong(partition);
        if (end >= 0 && offset > end) {
            violated(
                    Invariant.COMMIT_WITHIN_LOG,
                    groupId,
                    at,
                    new Finding(
                            "offset " + offset + " was committed for " + partition + " in group '" + groupId
                                    + "', but the log ends at " + end,
                            "the offset of the next record to process, at most " + end));
        }
    }

    /** A partition of {@code __consumer_offsets} was loaded without something that had been stored. */
    public void lost(Instant at, String groupId, String what) {
        violated(
                Invariant.COMMIT_SURVIVES_FAILOVER,
                groupId,
                at,
                new Finding(what, "what was stored last, since a coordinator only loads what another has stored"));
    }

    /** A request still waits though its deadline has passed. */
    public void overdue(Instant at, String groupId, String what, String expected) {
        violated(Invariant.PARKED_REQUEST_ANSWERED, groupId, at, new Finding(what, expected));
    }

    /** The finding: the facts, and what they should be. */
    record Finding(String what, String expected) {}

    private void violated(Invariant invariant, String groupId, Instant at, Finding finding) {
        if (!watches(invariant)) {
            return;
        }
        StringBuilder text = new StringBuilder("Invariant ")
                .append(invariant)
                .append(" (")
                .append(invariant.rule())
                .append(") is violated at ")
                .append(scene.events().elapsedAt(at))
                .append(":\n  found:    ")
                .append(finding.what())
                .append("\n  expected: ")
                .append(finding.expected())
                .append("\nThe last events of group '")
                .append(groupId)
                .append("':\n");
        lastEvents(groupId).forEach(event -> text.append("  ")
                .append(scene.events().elapsedAt(event.at()))
                .append(' ')
                .append(event.describe())
                .append('\n'));
        InvariantViolation violation = new InvariantViolation(
                invariant, text.append(invariant.howToRelax()).toString());
        violations.add(violation);
        scene.failures().accept(violation);
    }

    private List<ClusterEvent> lastEvents(String groupId) {
        List<ClusterEvent> events = scene.events().ofGroup(groupId);
        return events.subList(Math.max(0, events.size() - LAST_EVENTS), events.size());
    }

    /** Returns what is to be said at the end of what was thrown already, or null if nothing was violated. */
    public @Nullable InvariantViolation summary() {
        if (violations.isEmpty()) {
            return null;
        }
        InvariantViolation first = violations.get(0);
        String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more after it)";
        return new InvariantViolation(
                first.invariant(), "An invariant was violated during the test" + more + ". " + first.getMessage());
    }
}
