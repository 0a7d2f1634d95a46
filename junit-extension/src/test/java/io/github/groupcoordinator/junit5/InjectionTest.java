package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.TargetAssigned;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.MemberRef;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EmbeddedGroupCoordinator(
        topics = @Topic(name = "orders", partitions = 4),
        brokerProperties = "group.initial.rebalance.delay.ms=0",
        startTime = "2026-05-01T12:00:00Z")
class InjectionTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    private @Nullable InMemoryKafka before;

    @BeforeEach
    void takesParametersToo(InMemoryKafka kafka) {
        before = kafka;
    }

    @Test
    void clusterClockAndLogAreThoseOfTheTest(InMemoryKafka kafka, VirtualClock clock, EventLog events) {
        assertThat(kafka).isSameAs(before);
        assertThat(clock).isSameAs(kafka.clock());
        assertThat(events).isSameAs(kafka.events());
        assertThat(clock.now()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
    }

    @Test
    void membersOfAGroupAreNumbered(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "audit", topics = "orders") Consumer<String, String> other,
            @GroupMember(group = "billing", topics = "orders") KafkaConsumer<String, String> second) {
        kafka.awaitStable("billing");
        kafka.awaitStable("audit");

        assertThat(events.of(MemberJoined.class))
                .extracting(MemberJoined::member)
                .extracting(MemberRef::clientId)
                .containsExactlyInAnyOrder("billing-1", "billing-2", "audit-1");
        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(2);
        assertThat(other.assignment()).hasSize(4);
        assertThat(first.groupMetadata().groupId()).isEqualTo("billing");
    }

    @Test
    void protocolMayBeNamed(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", protocol = GroupProtocol.CONSUMER)
                    Consumer<String, String> named,
            @GroupMember(group = "billing", topics = "orders", properties = "group.protocol=consumer")
                    Consumer<String, String> asProperty,
            @GroupMember(group = "audit", topics = "orders", protocol = GroupProtocol.CLASSIC)
                    Consumer<String, String> classic) {
        kafka.awaitStable("billing");
        kafka.awaitStable("audit");

        // Only the coordinator of such a group assigns by itself.
        assertThat(events.of(TargetAssigned.class))
                .extracting(TargetAssigned::groupId)
                .containsOnly("billing");
        assertThat(kafka.group("billing").members()).hasSize(2);
        assertThat(named.assignment()).hasSize(2);
        assertThat(asProperty.assignment()).hasSize(2);
        assertThat(classic.assignment()).hasSize(4);
    }

    @Test
    void clientIdMayBeNamed(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", clientId = "a") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders", properties = "client.id=b")
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");

        assertThat(events.of(MemberJoined.class))
                .extracting(event -> event.member().clientId())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void recordsTravelFromProducerToConsumer(
            @RecordProducer Producer<String, Long> producer,
            @GroupMember(group = "billing", properties = "auto.offset.reset=earliest")
                    Consumer<String, Long> consumer) {
        consumer.assign(List.of(ORDERS_0));
        producer.send(new ProducerRecord<>("orders", 0, "key", 7L));
        producer.flush();

        ConsumerRecords<String, Long> records = consumer.poll(Duration.ofSeconds(5));

        assertThat(records.records(ORDERS_0)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("key");
            assertThat(record.value()).isEqualTo(7L);
        });
    }

    @Test
    void deserializersFollowTheParametersTypeOrAreNamed(
            @RecordProducer KafkaProducer<UUID, byte[]> producer,
            @GroupMember(group = "billing", valueDeserializer = StringDeserializer.class) KafkaConsumer<UUID, ?> typed,
            @SuppressWarnings("rawtypes") @GroupMember(group = "billing") Consumer raw) {
        UUID key = new UUID(1, 2);
        typed.assign(List.of(ORDERS_0));
        typed.seekToBeginning(List.of(ORDERS_0));
        producer.send(new ProducerRecord<>("orders", 0, key, new byte[] {'h', 'i'}));
        producer.flush();

        assertThat(typed.poll(Duration.ofSeconds(5)).records(ORDERS_0))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.key()).isEqualTo(key);
                    assertThat((Object) record.value()).isEqualTo("hi");
                });
        assertThat(raw.subscription()).isEmpty();
    }

    @Test
    void adminIsInjectedByItsType(Admin admin) throws ExecutionException, InterruptedException {
        assertThat(admin.listTopics().names().get()).containsExactly("orders");
    }

    @Test
    void listenerIsSubscribedWith(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders", listener = Thrower.class)
                    Consumer<String, String> consumer) {
        assertThatThrownBy(() -> kafka.awaitStable("billing")).hasStackTraceContaining("listener was called");
    }

    static class Thrower implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            throw new IllegalStateException("listener was called");
        }
    }

    @Test
    void annotationsMayBeComposed(InMemoryKafka kafka, @BillingMember Consumer<String, String> consumer) {
        kafka.awaitStable("billing");

        assertThat(consumer.assignment()).hasSize(4);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @GroupMember(group = "billing", topics = "orders")
    @interface BillingMember {}
}
