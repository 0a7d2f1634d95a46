package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static io.github.groupcoordinator.samples.Records.send;
import static io.github.groupcoordinator.samples.Records.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The offsets from which a group goes on: committed, not committed yet, or committed too early. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
class OffsetManagementTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void consumerResumesWhereItHadCommittedBeforeItsRestart(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer,
            @GroupMember(group = "billing") Consumer<String, String> restarted) {
        send(producer, "orders", 0, "a", "b");
        kafka.awaitStable("billing");
        assertThat(values(consumer.poll(SECOND))).containsExactly("a", "b");
        consumer.commitSync();
        consumer.close();
        send(producer, "orders", 0, "c");

        restarted.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(values(restarted.poll(SECOND))).containsExactly("c");
    }

    @Test
    void whatWasNotCommittedBeforeACrashIsDeliveredAgain(
            InMemoryKafka kafka,
            VirtualClock clock,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer,
            @GroupMember(group = "billing") Consumer<String, String> successor) {
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "a");
        assertThat(values(consumer.poll(SECOND))).containsExactly("a");
        consumer.commitSync();
        send(producer, "orders", 0, "b");
        assertThat(values(consumer.poll(SECOND))).containsExactly("b"); // processed ...
        kafka.client(consumer).crash(); // ... but never committed

        clock.advance(Duration.ofSeconds(46));
        successor.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(values(successor.poll(SECOND))).containsExactly("b"); // a duplicate: at least once
    }

    @Test
    void whatWasCommittedBeforeItWasProcessedIsLostInACrash(
            InMemoryKafka kafka,
            VirtualClock clock,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer,
            @GroupMember(group = "billing") Consumer<String, String> successor) {
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "a");
        assertThat(values(consumer.poll(SECOND))).containsExactly("a");
        consumer.commitSync(); // before the work
        kafka.client(consumer).crash(); // so that the work is never done

        clock.advance(Duration.ofSeconds(46));
        successor.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(values(successor.poll(SECOND))).isEmpty(); // at most once
    }

    @Test
    void everyPartitionHasItsOffsetWhoeverReadsIt(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> first,
            @GroupMember(group = "billing") Consumer<String, String> second) {
        send(producer, "orders", 0, "a", "b", "c");
        send(producer, "orders", 1, "x");
        kafka.awaitStable("billing");
        assertThat(values(first.poll(SECOND))).containsExactlyInAnyOrder("a", "b", "c", "x");
        first.commitSync();

        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing")).hasCommitted("orders-0", 3).hasCommitted("orders-1", 1);
        Consumer<String, String> other = second.assignment().contains(FIRST) ? second : first;
        assertThat(other.position(FIRST)).isEqualTo(3);
        assertThat(values(second.poll(SECOND))).isEmpty();
    }

    @Test
    void commitCarriesMetadata(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a");
        kafka.awaitStable("billing");

        consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(1, "written to bills.csv, line 17")));

        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST).metadata()).isEqualTo("written to bills.csv, line 17");
    }

    @Test
    void autoCommitHappensInPollOnceItsIntervalHasPassed(
            InMemoryKafka kafka,
            VirtualClock clock,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.commit.interval.ms=5000")
                    Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "a");
        consumer.poll(Duration.ofMillis(100));

        clock.advance(Duration.ofMinutes(1));
        assertThat(kafka.group("billing").committedOffsets()).doesNotContainEntry(FIRST, new OffsetAndMetadata(1));

        consumer.poll(Duration.ofMillis(100)); // commits what the polls before have returned
        assertThat(kafka.group("billing")).hasCommitted("orders-0", 1);
    }

    @Test
    void slowConsumerUnderAutoCommitHasItsRecordsReadAgainByAnother(
            InMemoryKafka kafka,
            VirtualClock clock,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {"max.poll.interval.ms=60000", "auto.offset.reset=earliest"})
                    Consumer<String, String> slow,
            @GroupMember(group = "billing", properties = "auto.offset.reset=earliest") Consumer<String, String> other) {
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "a");
        assertThat(values(slow.poll(SECOND))).containsExactly("a");

        clock.advance(Duration.ofSeconds(61)); // it works on "a" for too long, and leaves the group
        other.subscribe(List.of("orders"));

        assertThat(values(other.poll(Duration.ofSeconds(10)))).containsExactly("a");
    }

    @Test
    void memberThatHasLostItsPlaceCannotCommit(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders", properties = "max.poll.interval.ms=60000")
                    Consumer<String, String> slow) {
        kafka.awaitStable("billing");

        clock.advance(Duration.ofSeconds(61));

        assertThatThrownBy(() -> slow.commitSync(Map.of(FIRST, new OffsetAndMetadata(1))))
                .isInstanceOf(CommitFailedException.class)
                .hasMessageContaining("kicked out of the group");
    }

    @Test
    void asynchronousCommitFailsInItsCallbackAndIsNotRetried(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "enable.auto.commit=false")
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a", "b");
        kafka.awaitStable("billing");
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        List<String> outcomes = new ArrayList<>();

        consumer.commitAsync(Map.of(FIRST, new OffsetAndMetadata(1)), noteTo(outcomes));
        consumer.poll(SECOND); // callbacks are called here

        assertThat(outcomes).containsExactly("1: RetriableCommitFailedException");
        assertThat(kafka.group("billing")).hasNothingCommitted("orders-0");
        assertThat(kafka.requests().of(ApiKeys.OFFSET_COMMIT).count()).isEqualTo(1);
    }

    @Test
    void retryingAnOldAsynchronousCommitMovesTheGroupBack(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "enable.auto.commit=false")
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a", "b");
        kafka.awaitStable("billing");
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        List<String> outcomes = new ArrayList<>();

        consumer.commitAsync(Map.of(FIRST, new OffsetAndMetadata(1)), noteTo(outcomes));
        consumer.commitAsync(Map.of(FIRST, new OffsetAndMetadata(2)), noteTo(outcomes));
        consumer.poll(SECOND);
        assertThat(outcomes).containsExactly("1: RetriableCommitFailedException", "2: done"); // in order
        assertThat(kafka.group("billing")).hasCommitted("orders-0", 2);

        consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(1))); // a retry without looking
        assertThat(kafka.group("billing")).hasCommitted("orders-0", 1);
    }

    private static OffsetCommitCallback noteTo(List<String> outcomes) {
        return (offsets, exception) -> outcomes.add(offsets.get(FIRST).offset() + ": "
                + (exception == null ? "done" : exception.getClass().getSimpleName()));
    }
}
