package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.fault.FaultBarrier;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Things that go wrong between a client and the cluster, on purpose: errors, lost messages, partitions, slow links. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class FaultsTest {

    @Test
    void commitFailsTwiceAndThenSucceeds(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .group("billing")
                .from(consumer)
                .respond(Errors.REBALANCE_IN_PROGRESS)
                .times(2); // if it never fired, this test would fail

        assertThatThrownBy(consumer::commitSync).isInstanceOf(RebalanceInProgressException.class);
        assertThatThrownBy(consumer::commitSync).isInstanceOf(RebalanceInProgressException.class);
        consumer.commitSync();

        assertThat(kafka.group("billing").committedOffsets()).hasSize(4);
        assertThat(events.of(FaultInjected.class)).hasSize(2);
    }

    @Test
    void recordIsWrittenOnceThoughItsAcknowledgementIsLost(
            InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        kafka.faults().on(ApiKeys.PRODUCE).from(producer).loseResponse();

        producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
        producer.flush(); // sends again after request.timeout.ms; the producer is idempotent

        assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
    }

    @Test
    void consumerSeesNothingUntilTheTestLetsItsFetchThrough(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer) {
        FaultBarrier barrier = kafka.faults().barrier("first fetch");
        kafka.faults().on(ApiKeys.FETCH).from(consumer).holdUntil(barrier);
        producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
        producer.flush();

        assertThat(consumer.poll(Duration.ofSeconds(10)).count()).isZero();
        barrier.release();
        assertThat(consumer.poll(Duration.ofSeconds(10)).count()).isEqualTo(1);
    }

    @Test
    void memberBehindAPartitionLosesWhatItOwned(
            InMemoryKafka kafka,
            VirtualClock clock,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");

        kafka.client(first).isolate(); // nobody is told: connections stay open
        clock.advance(Duration.ofSeconds(46));
        second.poll(Duration.ofSeconds(10));
        assertThat(events.of(MemberExpired.class)).hasSize(1);
        assertThat(first.assignment()).hasSize(2); // it still believes so, and so does
        assertThat(second.assignment()).hasSize(4); // the new owner of all four

        kafka.client(first).heal();
        kafka.awaitStable("billing");
        assertThat(events.of(PartitionsLost.class)).singleElement().satisfies(lost -> assertThat(lost.partitions())
                .hasSize(2));
    }

    @Test
    void commitOverASlowLinkTakesARoundTrip(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        kafka.client(consumer).latency(Duration.ofMillis(80));
        Duration before = clock.elapsed();

        consumer.commitSync();

        assertThat(clock.elapsed().minus(before)).isEqualTo(Duration.ofMillis(160));
    }
}
