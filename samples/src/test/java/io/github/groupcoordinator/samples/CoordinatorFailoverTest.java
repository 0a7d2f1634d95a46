package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** A group's coordinator, where it is, and what a group notices when its broker fails: nothing is lost. */
@EmbeddedGroupCoordinator(
        brokers = 3,
        topics = @Topic(name = "orders", partitions = 3),
        brokerProperties = "default.replication.factor=3")
class CoordinatorFailoverTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    @Test
    void coordinatorIsTheBrokerThatLeadsTheGroupsPartitionOfTheOffsetsTopic(
            InMemoryKafka kafka,
            Admin admin,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer)
            throws Exception {
        kafka.awaitStable("billing");
        int partition = Math.abs("billing".hashCode()) % 50; // offsets.topic.num.partitions

        int leader = kafka.partition("__consumer_offsets", partition).leader().orElseThrow();

        var group = admin.describeConsumerGroups(List.of("billing")).all().get().get("billing");
        assertThat(group.coordinator().id()).isEqualTo(leader);
    }

    @Test
    void groupGoesOnWhereItWasAfterAFailover(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        first.commitSync(Map.of(ORDERS_0, new OffsetAndMetadata(0, "the test's own")));
        int rebalances = events.of(RebalanceStarted.class).size();

        kafka.coordinator("billing").failover();
        kafka.awaitStable("billing");

        // The new coordinator has read the log: members, assignments and offsets are there, and nobody had to rejoin.
        assertThat(kafka.group("billing")).isStable().hasMembers(first, second);
        assertThat(kafka.group("billing").committedOffsets().get(ORDERS_0).metadata())
                .isEqualTo("the test's own");
        assertThat(events.of(RebalanceStarted.class)).hasSize(rebalances);
        assertThat(events.of(CoordinatorFailedOver.class)).hasSize(1);
    }

    @Test
    void memberThatWasJoiningIsSentAwayAndJoinsAtTheNewCoordinator(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        consumer.poll(Duration.ofSeconds(1)); // a new group waits three seconds for more members

        kafka.coordinator("billing").failover();
        kafka.awaitStable("billing");

        var joins = kafka.requests().of(ApiKeys.JOIN_GROUP);
        assertThat(joins.withError(Errors.NOT_COORDINATOR).count()).isEqualTo(1);
        assertThat(joins.withError(Errors.COORDINATOR_LOAD_IN_PROGRESS).isEmpty())
                .isFalse();
        assertThat(consumer.assignment()).hasSize(3);
    }

    @Test
    void stoppedBrokerHandsOverAndIsWelcomeAgain(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer)
            throws Exception {
        kafka.awaitStable("billing");
        int id = kafka.partition("orders", 0).leader().orElseThrow();

        kafka.broker(id).stop();
        producer.send(new ProducerRecord<>("orders", 0, "key", "while it was away"))
                .get();
        assertThat(kafka.partition("orders", 0).inSyncReplicas()).hasSize(2).doesNotContain(id);

        kafka.broker(id).start();
        kafka.partition("orders", 0).moveLeader(id);
        producer.send(new ProducerRecord<>("orders", 0, "key", "when it was back"))
                .get();

        assertThat(kafka.runFor(Duration.ofSeconds(5)).of(consumer))
                .extracting(record -> record.value())
                .containsExactly("while it was away", "when it was back");
    }

    @Test
    void brokerThatHangsLosesTheGroupAfterNineSeconds(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        int hanging = kafka.coordinator("billing").partition().leader().orElseThrow();

        kafka.broker(hanging).pause(); // as in a long garbage collection: it answers nothing, nobody is told
        kafka.runFor(Duration.ofSeconds(8));
        assertThat(kafka.coordinator("billing").partition().leader()).hasValue(hanging);

        kafka.runFor(Duration.ofSeconds(60)); // broker.session.timeout.ms, then the client's own request.timeout.ms
        assertThat(kafka.coordinator("billing").partition().leader().orElseThrow())
                .isNotEqualTo(hanging);
        assertThat(kafka.group("billing")).isStable().hasMembers(consumer);
        kafka.broker(hanging).resume();
    }

    @Test
    void consumerLearnsThatRecordsItHasReadAreLost(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=none")
                    Consumer<String, String> consumer)
            throws Exception {
        consumer.unsubscribe();
        consumer.assign(List.of(ORDERS_0));
        consumer.seekToBeginning(List.of(ORDERS_0));
        for (int i = 0; i < 3; i++) {
            producer.send(new ProducerRecord<>("orders", 0, "key", "value")).get();
        }
        assertThat(consumer.poll(Duration.ofSeconds(1))).hasSize(3);

        kafka.partition("orders", 0).failoverUncleanly(2);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        consumer.poll(Duration.ofSeconds(1));
                    }
                })
                .isInstanceOf(LogTruncationException.class);
    }
}
