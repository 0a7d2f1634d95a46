package io.github.groupcoordinator.junit5;

import static io.github.groupcoordinator.assertion.EventMatcher.assigned;
import static io.github.groupcoordinator.assertion.EventMatcher.expired;
import static io.github.groupcoordinator.assertion.EventMatcher.revoked;
import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Tests that fail as tests do: {@link ApprovedMessagesTest} runs each, and holds what it says. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4), timeline = TimelineMode.NEVER)
class TypicalFailures {

    @Test
    void wrongOwner(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        assertThat(kafka.group("billing")).isStable().assigns(second, "orders-0", "orders-1");
    }

    @Test
    void noRebalance(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        clock.advance(Duration.ofSeconds(46)); // but nobody has crashed
        assertThat(kafka.group("billing")).rebalancedBecause(RebalanceReason.SESSION_TIMEOUT, first);
    }

    @Test
    void expiredTooEarly(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders", properties = "session.timeout.ms=10000")
                    Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        kafka.client(first).pauseHeartbeats();
        clock.advance(Duration.ofSeconds(30)); // meant to be below the session timeout
        assertThat(kafka.group("billing")).hasMembers(first, second);
    }

    @Test
    void unfiredFault(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders", properties = "enable.auto.commit=false")
                    Consumer<String, String> consumer) {
        kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .group("billing")
                .from(consumer)
                .respond(Errors.REBALANCE_IN_PROGRESS)
                .times(2);
        kafka.awaitStable("billing");
        consumer.poll(Duration.ofSeconds(1)); // and the test forgets to commit
    }

    @Test
    void deadlock(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        consumer.poll(Duration.ofMillis(Long.MAX_VALUE)); // but nobody sends anything
    }

    @Test
    void leakedClient(InMemoryKafka kafka) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("group.id", "billing");
        config.put("client.id", "left-open");
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        Consumer<String, String> consumer = kafka.consumer(config);
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
    }

    @Test
    void lostCommit(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
        producer.flush();
        consumer.poll(Duration.ofSeconds(1));
        kafka.client(consumer).crash(); // before auto.commit.interval.ms
        assertThat(kafka.group("billing")).hasCommitted("orders-0", 1);
    }

    @Test
    void neverStable(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        kafka.client(first).isolate(); // and nobody heals it
        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing", Duration.ofSeconds(20));
    }

    @Test
    void wrongOrderOfEvents(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        assertThat(events).containsSubsequence(assigned(second), revoked(first), expired(first));
    }

    @Test
    void rebalanceTookTooLong(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders", properties = "max.poll.interval.ms=60000")
                    Consumer<String, String> laggard,
            @GroupMember(group = "billing") Consumer<String, String> newcomer) {
        kafka.awaitStable("billing");
        newcomer.subscribe(List.of("orders"));
        newcomer.poll(Duration.ofSeconds(70)); // the group waits for the laggard, which does not poll
        assertThat(kafka.group("billing")).completedWithin(Duration.ofSeconds(5));
    }

    @Test
    void commitAfterTheGroupMovedOn(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> slow,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> other) {
        kafka.awaitStable("billing");
        clock.advance(Duration.ofMinutes(6)); // processing takes longer than max.poll.interval.ms
        slow.commitSync();
    }

    @Test
    void secondThread(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer)
            throws InterruptedException {
        kafka.awaitStable("billing");
        Throwable[] thrown = new Throwable[1];
        kafka.clock().schedule(Duration.ofSeconds(1), () -> {
            Thread poller = new Thread(
                    () -> {
                        try {
                            kafka.runFor(Duration.ofSeconds(1));
                        } catch (RuntimeException e) {
                            thrown[0] = e;
                        }
                    },
                    "poller");
            poller.start();
            try {
                poller.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        kafka.clock().advance(Duration.ofSeconds(2));
        if (thrown[0] instanceof RuntimeException failure) {
            throw failure;
        }
    }

    @Test
    void mistypedTopic(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "ordres") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
    }

    @Test
    void unsupportedRequest(Admin admin) throws Exception {
        admin.createDelegationToken().delegationToken().get();
    }
}
