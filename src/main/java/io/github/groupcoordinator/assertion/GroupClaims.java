package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.internal.journal.GroupWithHistory;
import io.github.groupcoordinator.internal.journal.Owners;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Claims about a group's state, members, assignment and offsets: each returns what is wrong, or null where it holds.
 */
final class GroupClaims {
    private final GroupView group;

    GroupClaims(GroupView group) {
        this.group = group;
    }

    private String named() {
        return "group '" + group.groupId() + "'";
    }

    private Failure failure(String what, Object expected, Object actual) {
        return Failure.of(named() + " " + what, expected, actual, () -> Story.of(group))
                .inShort(log());
    }

    private @Nullable EventLog log() {
        return group instanceof GroupWithHistory observed ? observed.log() : null;
    }

    /** A real coordinator does not tell everything that one in memory does. */
    private void requireKnown(boolean known, String call) {
        EventLog log = log();
        if (!known && log != null && group.state() != GroupState.DEAD) {
            log.requireTold(RebalanceCompleted.class, call);
        }
    }

    private GroupWithHistory observed() {
        if (group instanceof GroupWithHistory observed) {
            return observed;
        }
        throw new IllegalArgumentException("This can only be told of a group that InMemoryKafka.group(..) returned");
    }

    @Nullable
    Failure inState(GroupState expected) {
        return group.state() == expected
                ? null
                : failure(
                        "to be " + expected.kafkaName(),
                        expected.kafkaName(),
                        group.state().kafkaName());
    }

    @Nullable
    Failure members(Object... expected) {
        List<MemberView> unexpected = new ArrayList<>(group.members());
        List<String> names = new ArrayList<>();
        boolean missing = false;
        for (Object each : expected) {
            Who who = Who.of(each, log());
            names.add(who.name());
            MemberView found = find(who, unexpected);
            missing |= found == null;
            unexpected.remove(found);
        }
        return missing || !unexpected.isEmpty() ? failure("to have exactly these members", names, refs()) : null;
    }

    @Nullable
    Failure memberCount(int expected) {
        int actual = group.members().size();
        return actual == expected
                ? null
                : failure("to have " + expected + " members", expected, actual + ": " + refs());
    }

    @Nullable
    Failure leader(Object expected) {
        requireKnown(group.leaderId() != null, "hasLeader");
        Who who = Who.of(expected, log());
        for (MemberView member : group.members()) {
            if (member.memberId().equals(group.leaderId())) {
                return who.is(member.ref()) ? null : failure("to be led by " + who.name(), who.name(), member.ref());
            }
        }
        return failure("to be led by " + who.name(), who.name(), "no leader");
    }

    @Nullable
    Failure generation(int expected) {
        requireKnown(group.generation() >= 0, "hasGeneration");
        return group.generation() == expected
                ? null
                : failure("to be in generation " + expected, expected, group.generation());
    }

    @Nullable
    Failure protocol(String expected) {
        String actual = group.protocol();
        return expected.equals(actual)
                ? null
                : failure("to use the assignor " + expected, expected, actual == null ? "none" : actual);
    }

    @Nullable
    Failure assigns(Object member, String... partitions) {
        SortedSet<TopicPartition> expected = Partitions.parse(partitions);
        Who who = Who.of(member, log());
        String what = "to assign these partitions to " + who.name();
        MemberView found = find(who, group.members());
        if (found == null) {
            return failure(what, Partitions.texts(expected), who.name() + " is no member");
        }
        return expected.equals(found.assignment())
                ? null
                : failure(what, Partitions.texts(expected), Partitions.texts(found.assignment()));
    }

    @Nullable
    Failure owns(Object member, String... partitions) {
        SortedSet<TopicPartition> expected = Partitions.parse(partitions);
        Who who = Who.of(member, log());
        SortedSet<TopicPartition> owned = Partitions.none();
        owned.addAll(Owners.of(observed().events()).owned(group.groupId(), who.test()));
        return expected.equals(owned)
                ? null
                : failure(
                        "to have told " + who.name() + " that it owns these partitions",
                        Partitions.texts(expected),
                        Partitions.texts(owned));
    }

    @Nullable
    Failure balanced() {
        Map<String, List<MemberView>> bySubscription = new TreeMap<>();
        for (MemberView member : group.members()) {
            bySubscription
                    .computeIfAbsent(member.subscribedTopics().toString(), topics -> new ArrayList<>())
                    .add(member);
        }
        for (List<MemberView> alike : bySubscription.values()) {
            TreeSet<Integer> sizes = new TreeSet<>();
            List<String> counts = new ArrayList<>();
            for (MemberView member : alike) {
                sizes.add(member.assignment().size());
                counts.add(member.ref().clientId() + ": " + member.assignment().size());
            }
            if (sizes.last() - sizes.first() > 1) {
                return failure("to be balanced", "partitions per member that differ by 1 at most", counts);
            }
        }
        return null;
    }

    @Nullable
    Failure committed(String partition, long expected) {
        OffsetAndMetadata actual = group.committedOffsets().get(Partitions.parse(partition));
        return actual != null && actual.offset() == expected
                ? null
                : failure(
                        "to have committed an offset for " + partition,
                        expected,
                        actual == null ? "nothing committed" : actual.offset());
    }

    @Nullable
    Failure nothingCommitted(String partition) {
        OffsetAndMetadata actual = group.committedOffsets().get(Partitions.parse(partition));
        return actual == null
                ? null
                : failure("to have committed nothing for " + partition, "nothing committed", actual.offset());
    }

    @Nullable
    Failure lag(String partition, long expected) {
        Long actual = lag(Partitions.parse(partition));
        return actual != null && actual == expected
                ? null
                : failure(
                        "to lag behind on " + partition,
                        expected,
                        actual == null ? "unknown: it is neither assigned nor committed" : actual);
    }

    @Nullable
    Failure noLag() {
        List<String> lagging = new ArrayList<>();
        for (TopicPartition partition : observed().endOffsets().keySet()) {
            Long lag = lag(partition);
            if (lag != null && lag != 0) {
                lagging.add(partition + " by " + lag);
            }
        }
        return lagging.isEmpty() ? null : failure("to lag behind on no partition", "no lag", lagging);
    }

    /** Counts from the start of the log where nothing has been committed. */
    private @Nullable Long lag(TopicPartition partition) {
        Long end = observed().endOffsets().get(partition);
        OffsetAndMetadata committed = group.committedOffsets().get(partition);
        return end == null ? null : (Long) (end - (committed == null ? 0 : committed.offset()));
    }

    private static @Nullable MemberView find(Who who, List<MemberView> members) {
        for (MemberView member : members) {
            if (who.is(member.ref())) {
                return member;
            }
        }
        return null;
    }

    private List<String> refs() {
        return group.members().stream()
                .map(MemberView::ref)
                .map(MemberRef::toString)
                .toList();
    }

    RebalanceClaims rebalances() {
        return new RebalanceClaims(named(), observed().events(), observed().log(), () -> Story.of(group));
    }
}
