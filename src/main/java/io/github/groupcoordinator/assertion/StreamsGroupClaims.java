package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.journal.LastEvents;
import io.github.groupcoordinator.internal.journal.StreamsGroupWithHistory;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.StreamsGroupView;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Claims about a streams group and its tasks: each returns what is wrong, or null where it holds. */
final class StreamsGroupClaims {
    private final StreamsGroupView group;

    StreamsGroupClaims(StreamsGroupView group) {
        this.group = group;
    }

    private Failure failure(String what, Object expected, Object actual) {
        return Failure.of("streams group '" + group.groupId() + "' " + what, expected, actual, this::story)
                .inShort(log());
    }

    private @Nullable EventLog log() {
        return group instanceof StreamsGroupWithHistory observed ? observed.log() : null;
    }

    private String story() {
        StringBuilder text = new StringBuilder("Streams group '" + group.groupId() + "': "
                + group.state().kafkaName() + ", epoch " + group.groupEpoch() + "\n");
        group.members().forEach(member -> text.append("  ").append(member).append('\n'));
        if (group instanceof StreamsGroupWithHistory observed) {
            text.append(LastEvents.tell(observed.events(), observed.log()));
        }
        return text.toString();
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
    Failure memberCount(int expected) {
        int actual = group.members().size();
        return actual == expected
                ? null
                : failure("to have " + expected + " members", expected, actual + ": " + group.members());
    }

    @Nullable
    Failure runs(Object instance, String... tasks) {
        return has(instance, "run", StreamsMemberView::active, tasks);
    }

    @Nullable
    Failure standbys(Object instance, String... tasks) {
        return has(instance, "have as standbys", StreamsMemberView::standby, tasks);
    }

    private @Nullable Failure has(
            Object instance, String what, Function<StreamsMemberView, SortedSet<String>> kind, String... tasks) {
        SortedSet<String> expected = new TreeSet<>(Arrays.asList(tasks));
        SortedSet<String> actual = new TreeSet<>();
        Who threads = threads(instance);
        boolean isMember = false;
        for (StreamsMemberView member : group.members()) {
            if (threads.is(member.ref())) {
                isMember = true;
                actual.addAll(kind.apply(member));
            }
        }
        return expected.equals(actual) && (isMember || expected.isEmpty())
                ? null
                : failure(
                        "to let " + threads.name() + " " + what + " these tasks",
                        expected,
                        isMember ? actual : "it is no member");
    }

    /** Returns the threads of an instance, each of which is a member, or one of them. */
    private Who threads(Object instance) {
        if (instance instanceof StreamsMemberView member) {
            return Who.of(member.ref(), null);
        }
        if (instance instanceof MemberRef ref) {
            return Who.of(ref, null);
        }
        if (instance instanceof String id) {
            Who who = Who.of(id, null);
            Predicate<String> isOfThread = Pattern.compile(Pattern.quote(id) + "-StreamThread-\\d+-consumer")
                    .asMatchPredicate();
            return new Who(id, member -> who.is(member) || isOfThread.test(member.clientId()));
        }
        SortedSet<String> consumers =
                group instanceof StreamsGroupWithHistory observed ? observed.consumersOf(instance) : new TreeSet<>();
        if (!consumers.isEmpty()) {
            return new Who("the instance of " + consumers, member -> consumers.contains(member.clientId()));
        }
        throw new IllegalArgumentException("An instance is given as KafkaStreams that has threads, to a group that"
                + " InMemoryKafka.streamsGroup(..) returned, or as its client.id, or one of its threads as a member or"
                + " the client.id of its consumer, not as a "
                + instance.getClass().getName());
    }
}
