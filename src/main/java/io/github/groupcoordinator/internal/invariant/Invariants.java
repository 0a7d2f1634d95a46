package io.github.groupcoordinator.internal.invariant;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.internal.journal.LastEvents;
import io.github.groupcoordinator.internal.journal.Owners;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.invariant.InvariantViolation;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The watch over one cluster; the cluster tells it what happens. */
public final class Invariants {
    /**
     * The scene that the watch looks at.
     *
     * @param stopped whether the client that was this member has crashed or was closed
     * @param failures takes each violation, to throw it on the driving thread
     */
    public record Scene(EventLog events, Predicate<MemberRef> stopped, Consumer<Throwable> failures) {}

    private final Set<Invariant> relaxed = EnumSet.noneOf(Invariant.class);
    private final Scene scene;
    private final Owners owners;
    private final Generations generations = new Generations();
    private final SharedRecords shared = new SharedRecords();
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
        Owners.Conflict twoOwners = owners.observe(event);
        if (twoOwners != null) {
            violated(Invariant.SINGLE_OWNER, event.groupId(), event.at(), twoOwners(twoOwners));
        }
        Finding wentBack = generations.observe(event);
        if (wentBack != null) {
            violated(Invariant.MONOTONE_GENERATION, event.groupId(), event.at(), wentBack);
        }
        SharedRecords.Found ofRecords = shared.observe(event);
        if (ofRecords != null) {
            violated(ofRecords.invariant(), event.groupId(), event.at(), ofRecords.finding());
        }
    }

    /** Says by what the records of share groups are judged; until then they are judged by their events alone. */
    public void judgeShareGroupsBy(ShareFacts facts) {
        shared.judgeBy(facts);
    }

    private static Finding twoOwners(Owners.Conflict conflict) {
        PartitionsAssigned event = conflict.assigned();
        return new Finding(
                conflict.partition() + " of group '" + event.groupId() + "' was assigned to " + event.member()
                        + " in generation " + event.generation() + ", while " + conflict.owner()
                        + " is live, in the group and owns it",
                conflict.owner().clientId() + " gives " + conflict.partition() + " up, or is expired or fenced, before "
                        + event.member().clientId() + " gets it");
    }

    /** A group was stored at a generation or an epoch. */
    public void stored(Instant at, String groupId, int generation) {
        Finding wentBack = generations.stored(groupId, generation);
        if (wentBack != null) {
            violated(Invariant.MONOTONE_GENERATION, groupId, at, wentBack);
        }
    }

    /** The topic of all groups was deleted; whatever comes begins anew. */
    public void allDeleted() {
        generations.allDeleted();
    }

    /** A group was deleted; one of the same name begins anew. */
    public void deleted(String groupId) {
        generations.deleted(groupId);
    }

    /**
     * An offset was stored.
     *
     * @param end the end of the partition's log, negative if there is no such partition
     */
    public void committed(Instant at, String groupId, TopicPartition partition, long offset, long end) {
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
                .append('\n')
                .append(LastEvents.tell(scene.events().ofGroup(groupId), scene.events()))
                .append('\n');
        shared.losses()
                .forEach(loss -> text.append("Kafka itself: ").append(loss).append('\n'));
        text.append(howToRelax(invariant));
        InvariantViolation violation = new InvariantViolation(invariant, text.toString());
        violations.add(violation);
        scene.failures().accept(violation);
    }

    /** Forgets what was violated so far: the test that it belongs to has been told. */
    public void forgetViolations() {
        violations.clear();
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

    /** Returns how a test relaxes an invariant, as the end of a message. */
    public static String howToRelax(Invariant invariant) {
        return "If this test breaks it on purpose: @EmbeddedGroupCoordinator(relax = Invariant." + invariant.name()
                + "), or relax(Invariant." + invariant.name() + ") of InMemoryKafkaConfig.Builder.";
    }
}
