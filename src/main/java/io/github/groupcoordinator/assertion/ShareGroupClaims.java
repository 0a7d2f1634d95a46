package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.share.RecordsAcknowledged;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.RecordsEvent;
import io.github.groupcoordinator.internal.journal.ShareGroupWithHistory;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.InFlightView;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberView;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.SharePartitionView;
import io.github.groupcoordinator.view.ShareRecordState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Claims about a share group and its records: each returns what is wrong, or null where it holds. */
final class ShareGroupClaims {
    private final ShareGroupView group;

    ShareGroupClaims(ShareGroupView group) {
        this.group = group;
    }

    private Failure failure(String what, Object expected, Object actual) {
        return Failure.of("share group '" + group.groupId() + "' " + what, expected, actual, () -> ShareStory.of(group))
                .inShort(log());
    }

    private @Nullable EventLog log() {
        return group instanceof ShareGroupWithHistory observed ? observed.log() : null;
    }

    private List<ClusterEvent> events() {
        if (group instanceof ShareGroupWithHistory observed) {
            return observed.events();
        }
        throw new IllegalArgumentException(
                "This can only be told of a group that InMemoryKafka.shareGroup(..) returned");
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
        List<MemberRef> unexpected =
                new ArrayList<>(group.members().stream().map(MemberView::ref).toList());
        List<String> names = new ArrayList<>();
        boolean missing = false;
        for (Object each : expected) {
            Who who = Who.of(each, log());
            names.add(who.name());
            missing |= !unexpected.removeIf(who::is);
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

    private List<String> refs() {
        return group.members().stream().map(member -> member.ref().toString()).toList();
    }

    @Nullable
    Failure acquired(Object member, String partition, long... offsets) {
        Who who = Who.of(member, log());
        List<Long> expected = Arrays.stream(offsets).sorted().boxed().toList();
        List<Long> actual = new ArrayList<>();
        SharePartitionView view = find(partition);
        for (InFlightView range : view == null ? List.<InFlightView>of() : view.records()) {
            if (isHeldBy(who, range)) {
                for (long offset = range.firstOffset(); offset <= range.lastOffset(); offset++) {
                    actual.add(offset);
                }
            }
        }
        return expected.equals(actual)
                ? null
                : failure("to have these records of " + partition + " acquired by " + who.name(), expected, actual);
    }

    private static boolean isHeldBy(Who who, InFlightView range) {
        return range.member().filter(who::is).isPresent();
    }

    @Nullable
    Failure inFlight(Object member, int expected) {
        Who who = Who.of(member, log());
        long actual = held(range -> isHeldBy(who, range) ? range.count() : 0);
        return actual == expected
                ? null
                : failure("to have " + expected + " records acquired by " + who.name(), expected, actual);
    }

    @Nullable
    Failure nothingInFlight() {
        long actual = held(range -> range.member().isPresent() ? range.count() : 0);
        return actual == 0 ? null : failure("to have no record acquired by anybody", 0, actual);
    }

    private long held(ToLongFunction<InFlightView> count) {
        return group.partitions().values().stream()
                .flatMap(partition -> partition.records().stream())
                .mapToLong(count)
                .sum();
    }

    private @Nullable SharePartitionView find(String partition) {
        return group.partitions().get(Partitions.parse(partition));
    }

    private static String at(String partition, long offset) {
        return partition + "@" + offset;
    }

    @Nullable
    Failure state(String partition, long offset, ShareRecordState expected) {
        Fate fate = fate(partition, offset);
        return fate.state == expected
                ? null
                : failure("to have " + at(partition, offset) + " " + expected, expected.name(), fate.words);
    }

    @Nullable
    Failure deliveryCount(String partition, long offset, int expected) {
        Fate fate = fate(partition, offset);
        return fate.deliveryCount == expected
                ? null
                : failure(
                        "to have delivered " + at(partition, offset) + " so many times",
                        expected,
                        fate.deliveryCount < 0 ? fate.words : fate.deliveryCount + ": " + fate.words);
    }

    @Nullable
    Failure archivedBecause(String partition, long offset, RecordsArchived.Reason expected) {
        RecordsEvent last = lastOf(partition, offset);
        return last instanceof RecordsArchived archived && archived.reason() == expected
                ? null
                : failure(
                        "to have archived " + at(partition, offset) + " because of " + expected,
                        "archived: " + expected,
                        last == null ? "nothing happened to it" : last.describe());
    }

    /** The state of a record. */
    private record Fate(@Nullable ShareRecordState state, int deliveryCount, String words) {
        static Fate unknown(String words) {
            return new Fate(null, -1, words);
        }
    }

    private Fate fate(String partition, long offset) {
        SharePartitionView view = find(partition);
        if (view == null) {
            return Fate.unknown("the group does not read " + partition);
        }
        InFlightView range = view.at(offset).orElse(null);
        if (range != null) {
            return new Fate(range.state(), range.deliveryCount(), range.toString());
        }
        if (offset >= view.endOffset()) {
            return Fate.unknown("no record: the log ends at " + view.endOffset());
        }
        if (view.startOffset().isEmpty() || offset >= view.startOffset().getAsLong()) {
            return new Fate(ShareRecordState.AVAILABLE, 0, "AVAILABLE, never delivered");
        }
        String skipped = "before the start offset " + view.startOffset().getAsLong() + ", ";
        RecordsEvent last = lastOf(partition, offset);
        if (last == null) {
            return Fate.unknown(skipped + "never delivered");
        }
        ShareRecordState end = end(last);
        return new Fate(end, last.deliveryCount(), end == null ? skipped + last.describe() : last.describe());
    }

    /** Returns how a record ended; null if that was not its end, and somebody has let the group begin behind it. */
    private static @Nullable ShareRecordState end(RecordsEvent last) {
        if (last instanceof RecordsArchived) {
            return ShareRecordState.ARCHIVED;
        }
        return last instanceof RecordsAcknowledged ? ShareRecordState.ACKNOWLEDGED : null;
    }

    private @Nullable RecordsEvent lastOf(String partition, long offset) {
        TopicPartition parsed = Partitions.parse(partition);
        List<ClusterEvent> events = events();
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof RecordsEvent event && event.holds(parsed, offset)) {
                return event;
            }
        }
        return null;
    }

    @Nullable
    Failure startOffset(String partition, long expected) {
        SharePartitionView view = find(partition);
        return view != null && view.startOffset().equals(OptionalLong.of(expected))
                ? null
                : failure(
                        "to begin at an offset of " + partition,
                        expected,
                        view == null ? "the group does not read it" : text(view.startOffset(), "nobody has read it"));
    }

    @Nullable
    Failure lag(String partition, long expected) {
        SharePartitionView view = find(partition);
        return view != null && view.lag().equals(OptionalLong.of(expected))
                ? null
                : failure(
                        "to lag behind on " + partition,
                        expected,
                        view == null ? "the group does not read it" : text(view.lag(), "unknown"));
    }

    private static Object text(OptionalLong value, String absent) {
        return value.isPresent() ? (Object) value.getAsLong() : absent;
    }

    @Nullable
    Failure noLag() {
        List<String> lagging = new ArrayList<>();
        for (SharePartitionView view : group.partitions().values()) {
            if (view.lag().isEmpty() || view.lag().getAsLong() > 0) {
                lagging.add(view.partition() + " by " + text(view.lag(), "unknown"));
            }
        }
        return lagging.isEmpty() ? null : failure("to lag behind on no partition", "no lag", lagging);
    }
}
