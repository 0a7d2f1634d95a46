package io.github.groupcoordinator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.MemberReconciled;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.internal.text.AssignmentReadLater;
import io.github.groupcoordinator.internal.text.OffsetsReadLater;
import io.github.groupcoordinator.internal.text.PartitionsReadLater;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final MemberRef FIRST = new MemberRef("billing-1-a", "billing-1", null);
    private static final MemberRef SECOND = new MemberRef("billing-2-b", "billing-2", "instance-2");

    private final EventLog log = new EventLog(new StoppedClock(START));

    @Test
    void emptyLogRendersToNothing() {
        assertThat(log.render()).isEmpty();
        assertThat(log.all()).isEmpty();
        assertThat(log.digest()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void rendersEveryKindOfEventOnItsOwnLine() {
        everyKind().forEach(log::append);

        assertThat(log.render()).isEqualTo("""
                        00:00:00.000 billing | joined: billing-1 (member billing-1-a)
                        00:00:00.000 billing | rebalance started: generation 0 ends: MEMBER_JOINED by billing-1 \
                        (member billing-1-a)
                        00:00:03.000 billing | rebalance completed: generation 1, protocol range, leader billing-1-a: \
                        MEMBER_JOINED by billing-1 (member billing-1-a): billing-1-a=[orders-0, orders-10] \
                        billing-2-b=[orders-2]
                        00:00:03.000 billing | assigned to billing-1 (member billing-1-a): generation 1 [orders-0, \
                        orders-10]
                        00:00:10.000 billing | committed by billing-1 (member billing-1-a): orders-0@5 \
                        orders-10@7"checkpoint"
                        00:00:45.000 billing | expired: billing-1 (member billing-1-a): SESSION_TIMEOUT
                        00:01:00.001 billing | lost by billing-1 (member billing-1-a): generation 1 [orders-0]
                        00:01:00.002 billing | revoked from billing-2 (member billing-2-b, static instance-2): \
                        generation 2 []
                        00:01:00.003 billing | fenced: billing-2 (member billing-2-b, static instance-2): replaced by \
                        billing-1 (member billing-1-a)
                        00:01:00.004 billing | left: billing-1 (member billing-1-a): "the consumer is being closed"
                        00:01:00.005 billing | left: billing-1 (no member)
                        26:00:00.000 billing | group is empty: generation 3: MEMBER_LEFT by billing-1 (member \
                        billing-1-a)
                        """);
    }

    @Test
    void digestIsTheHashOfTheRendering() {
        log.append(new MemberJoined(START, "billing", FIRST));
        String one = log.digest();
        log.append(new MemberJoined(START, "billing", SECOND));

        assertThat(one).matches("[0-9a-f]{64}");
        assertThat(log.digest()).isNotEqualTo(one);

        EventLog again = new EventLog(new StoppedClock(START));
        log.all().forEach(again::append);
        assertThat(again.digest()).isEqualTo(log.digest());
    }

    @Test
    void orderOfTheOriginalCollectionsDoesNotShow() {
        SortedSet<TopicPartition> backwards = new TreeSet<>(byText().reversed());
        backwards.addAll(partitions("orders-0", "orders-10", "orders-2", "alerts-7"));
        SortedMap<TopicPartition, OffsetAndMetadata> offsetsBackwards = new TreeMap<>(byText().reversed());
        backwards.forEach(partition -> offsetsBackwards.put(partition, new OffsetAndMetadata(1)));

        PartitionsAssigned assigned = new PartitionsAssigned(START, "billing", FIRST, 1, backwards);
        OffsetsCommitted committed = new OffsetsCommitted(START, "billing", FIRST, offsetsBackwards);

        assertThat(assigned.describe()).endsWith("[alerts-7, orders-0, orders-2, orders-10]");
        assertThat(committed.describe()).endsWith("alerts-7@1 orders-0@1 orders-2@1 orders-10@1");
    }

    @Test
    void eventKeepsWhatItSawWhenTheOriginalChanges() {
        SortedSet<TopicPartition> partitions = new TreeSet<>(byText());
        partitions.add(new TopicPartition("orders", 0));
        PartitionsAssigned assigned = new PartitionsAssigned(START, "billing", FIRST, 1, partitions);

        partitions.clear();

        assertThat(assigned.partitions()).hasSize(1);
        assertThatThrownBy(() -> assigned.partitions().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void strangeNamesStayOnTheirLine() {
        MemberRef strange = new MemberRef("", "a\nb\u2028c", "q\"\\");

        log.append(new MemberLeft(START, "two\r\nlines", strange, "say \"why\"\n"));

        assertThat(log.render())
                .isEqualTo("00:00:00.000 two\\u000d\\u000alines | left: a\\u000ab\\u2028c (no member, static q\"\\\\):"
                        + " \"say \"why\"\\u000a\"\n");
    }

    @Test
    void renderingDoesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            log.append(new MemberJoined(START.plusMillis(12_345), "billing", FIRST));
            assertThat(log.render()).startsWith("00:00:12.345 ");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void selectsByKindAndGroup() {
        MemberJoined billing = new MemberJoined(START, "billing", FIRST);
        MemberJoined audit = new MemberJoined(START, "audit", SECOND);
        MemberLeft left = new MemberLeft(START, "billing", FIRST, null);
        List.of(billing, audit, left).forEach(log::append);

        assertThat(log.of(MemberJoined.class)).containsExactly(billing, audit);
        assertThat(log.ofGroup("billing")).containsExactly(billing, left);
        assertThat(log.stream()).containsExactly(billing, audit, left);
        assertThat(log.last(MemberJoined.class, "billing")).contains(billing);
        assertThat(log.last(MemberLeft.class, "audit")).isEqualTo(Optional.empty());
        assertThat(log.size()).isEqualTo(3);
    }

    @Test
    void listIsACopy() {
        List<ClusterEvent> before = log.all();

        log.append(new MemberJoined(START, "billing", FIRST));

        assertThat(before).isEmpty();
        assertThat(log.all()).hasSize(1);
    }

    @Test
    void eventOnItsOwnShowsItsInstantAndGroup() {
        assertThat(new MemberJoined(START, "billing", FIRST))
                .hasToString("2026-01-01T00:00:00Z billing | joined: billing-1 (member billing-1-a)");
    }

    @Test
    void logShowsItselfAsItsRendering() {
        log.append(new MemberJoined(START, "billing", FIRST));

        assertThat(log).hasToString(log.render());
        assertThat(log.elapsedAt(START.plusSeconds(61))).isEqualTo("00:01:01.000");
    }

    @Test
    void assignmentThatIsReadLaterEqualsOneThatWasReadAtOnceAndIsReadOnce() {
        SortedMap<String, SortedSet<TopicPartition>> assignment = new TreeMap<>(Map.of(
                FIRST.memberId(), partitions("orders-10", "orders-0"), SECOND.memberId(), partitions("orders-2")));
        int[] reads = new int[1];
        RebalanceCompleted later = completed(new AssignmentReadLater(() -> {
            reads[0]++;
            return assignment;
        }));
        assertThat(reads[0]).isZero();

        RebalanceCompleted atOnce = completed(assignment);
        assertThat(later).isEqualTo(atOnce).hasSameHashCodeAs(atOnce).hasToString(atOnce.toString());
        assertThat(later.assignment()).containsKey(SECOND.memberId()).doesNotContainKey("nobody");
        assertThat(later.assignment().get(FIRST.memberId())).hasSize(2);
        assertThat(later.assignment().firstKey()).isEqualTo(atOnce.assignment().firstKey());
        assertThat(later.assignment().tailMap(later.assignment().lastKey())).hasSize(1);
        assertThatThrownBy(() -> later.assignment().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(reads[0]).isEqualTo(1);
    }

    @Test
    void partitionsThatAreReadLaterEqualThoseThatWereReadAtOnceAndAreReadOnce() {
        SortedSet<TopicPartition> partitions = partitions("orders-10", "orders-2");
        int[] reads = new int[1];
        MemberReconciled later = reconciled(new PartitionsReadLater(() -> {
            reads[0]++;
            return partitions;
        }));
        assertThat(reads[0]).isZero();

        MemberReconciled atOnce = reconciled(partitions);
        assertThat(later).isEqualTo(atOnce).hasSameHashCodeAs(atOnce).hasToString(atOnce.toString());
        assertThat(atOnce).isEqualTo(later);
        assertThat(later.assigned()).containsExactlyElementsOf(atOnce.assigned());
        assertThat(later.assigned().first()).isEqualTo(atOnce.assigned().first());
        assertThat(later.assigned().tailSet(later.assigned().last())).hasSize(1);
        assertThatThrownBy(() -> later.assigned().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(reads[0]).isEqualTo(1);
    }

    @Test
    void offsetsThatAreReadLaterEqualThoseThatWereReadAtOnceAndAreReadOnce() {
        TopicPartition tenth = new TopicPartition("orders", 10);
        TopicPartition second = new TopicPartition("orders", 2);
        Map<TopicPartition, OffsetAndMetadata> offsets =
                Map.of(tenth, new OffsetAndMetadata(1, "so far"), second, new OffsetAndMetadata(7));
        SortedMap<TopicPartition, OffsetAndMetadata> sorted = Text.canonicalOffsets(offsets);
        int[] reads = new int[1];
        OffsetsCommitted later = committed(new OffsetsReadLater(() -> {
            reads[0]++;
            return sorted;
        }));
        assertThat(reads[0]).isZero();

        OffsetsCommitted atOnce = committed(sorted);
        assertThat(later).isEqualTo(atOnce).hasSameHashCodeAs(atOnce).hasToString(atOnce.toString());
        assertThat(atOnce).isEqualTo(later);
        assertThat(later.offsets()).containsKey(second).doesNotContainKey(new TopicPartition("orders", 3));
        assertThat(later.offsets().get(tenth)).isEqualTo(offsets.get(tenth));
        assertThat(later.offsets().firstKey()).isEqualTo(second);
        assertThat(later.offsets().tailMap(later.offsets().lastKey())).hasSize(1);
        assertThatThrownBy(() -> later.offsets().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(reads[0]).isEqualTo(1);
    }

    private static OffsetsCommitted committed(SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        return new OffsetsCommitted(at(3_000), "billing", FIRST, offsets);
    }

    private static MemberReconciled reconciled(SortedSet<TopicPartition> assigned) {
        return new MemberReconciled(at(3_000), "billing", FIRST, 2, MemberState.STABLE, assigned, partitions());
    }

    private static RebalanceCompleted completed(SortedMap<String, SortedSet<TopicPartition>> assignment) {
        return new RebalanceCompleted(
                at(3_000), "billing", 1, "billing-1-a", "range", assignment, RebalanceReason.MEMBER_JOINED, FIRST);
    }

    private static List<ClusterEvent> everyKind() {
        RebalanceReason joined = RebalanceReason.MEMBER_JOINED;
        SortedMap<String, SortedSet<TopicPartition>> assignment = new TreeMap<>(Map.of(
                FIRST.memberId(), partitions("orders-10", "orders-0"), SECOND.memberId(), partitions("orders-2")));
        SortedMap<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(byText());
        offsets.put(new TopicPartition("orders", 10), new OffsetAndMetadata(7, "checkpoint"));
        offsets.put(new TopicPartition("orders", 0), new OffsetAndMetadata(5));
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new MemberJoined(START, "billing", FIRST));
        events.add(new RebalanceStarted(START, "billing", 0, joined, FIRST));
        events.add(new RebalanceCompleted(at(3_000), "billing", 1, "billing-1-a", "range", assignment, joined, FIRST));
        events.add(new PartitionsAssigned(at(3_000), "billing", FIRST, 1, partitions("orders-10", "orders-0")));
        events.add(new OffsetsCommitted(at(10_000), "billing", FIRST, offsets));
        events.add(new MemberExpired(at(45_000), "billing", FIRST, RebalanceReason.SESSION_TIMEOUT));
        events.add(new PartitionsLost(at(60_001), "billing", FIRST, 1, partitions("orders-0")));
        events.add(new PartitionsRevoked(at(60_002), "billing", SECOND, 2, partitions()));
        events.add(new MemberFenced(at(60_003), "billing", SECOND, FIRST));
        events.add(new MemberLeft(at(60_004), "billing", FIRST, "the consumer is being closed"));
        events.add(new MemberLeft(at(60_005), "billing", new MemberRef("", "billing-1", null), null));
        events.add(new RebalanceCompleted(
                at(Duration.ofHours(26).toMillis()),
                "billing",
                3,
                null,
                null,
                new TreeMap<>(),
                RebalanceReason.MEMBER_LEFT,
                FIRST));
        return events;
    }

    private static Instant at(long elapsedMs) {
        return START.plusMillis(elapsedMs);
    }

    private static SortedSet<TopicPartition> partitions(String... names) {
        Collection<TopicPartition> partitions = new ArrayList<>();
        for (String name : names) {
            int dash = name.lastIndexOf('-');
            partitions.add(new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))));
        }
        SortedSet<TopicPartition> sorted = new TreeSet<>(byText());
        sorted.addAll(partitions);
        return sorted;
    }

    /** Not the canonical order: here orders-10 comes before orders-2. */
    private static Comparator<TopicPartition> byText() {
        return Comparator.comparing(TopicPartition::toString);
    }
}
