package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The coordinator's handle on one member, here of the cluster's own clients in virtual time. */
class OneMemberTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> join(String clientId, String name, String value) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of("group.id", "billing", "client.id", clientId));
        config.put(name, value);
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    @Test
    void memberIsExpiredByItsClientAndComesBack() {
        KafkaConsumer<String, String> first = join("first", "group.protocol", "classic");
        join("second", "group.protocol", "classic");
        kafka.awaitStable("billing");
        kafka.coordinator("billing").expire(first);
        assertThat(kafka.group("billing").members()).hasSize(1);
        kafka.awaitStable("billing");
        assertThat(kafka.group("billing").members()).hasSize(2);
        assertThat(kafka.events().of(MemberExpired.class))
                .singleElement()
                .satisfies(expired -> assertThat(expired.member().clientId()).isEqualTo("first"));
    }

    @Test
    void memberOfTheConsumerProtocolIsExpiredAndComesBack() {
        join("first", "group.protocol", "consumer");
        join("second", "group.protocol", "consumer");
        kafka.awaitStable("billing");
        kafka.coordinator("billing").expire("second");
        assertThat(kafka.group("billing").members()).hasSize(1);
        kafka.awaitStable("billing");
        assertThat(kafka.group("billing").members()).hasSize(2);
        assertThatThrownBy(() -> kafka.coordinator("billing").fence("first"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uses the consumer protocol (KIP-848)");
    }

    @Test
    void staticMemberIsFencedByItsInstanceIdAndTheNewcomerExpires() {
        KafkaConsumer<String, String> first = join("first", "group.instance.id", "blue");
        KafkaConsumer<String, String> second = join("second", "group.instance.id", "green");
        kafka.awaitStable("billing");
        kafka.coordinator("billing").fence("blue");
        assertThat(kafka.events().of(MemberFenced.class)).hasSize(1);
        assertThatThrownBy(() -> first.poll(Duration.ofSeconds(10))).isInstanceOf(FencedInstanceIdException.class);
        assertThat(second.assignment()).hasSize(2);
        kafka.client(first).crash();
        kafka.clock().advance(Duration.ofSeconds(45));
        kafka.awaitStable("billing");
        assertThat(second.assignment()).hasSize(4);
    }

    @Test
    void whoIsNotThereOrNotStaticIsToldApart() {
        join("first", "group.protocol", "classic");
        kafka.awaitStable("billing");
        assertThatThrownBy(() -> kafka.coordinator("billing").expire("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No member of group 'billing' is named nobody")
                .hasMessageContaining("Its members are: [first (member ");
        assertThatThrownBy(() -> kafka.coordinator("billing").fence("first"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only static members are fenced");
    }

    @Test
    void memberThatWaitsForTheOthersHasNoSession() {
        KafkaConsumer<String, String> first = join("first", "group.protocol", "classic");
        KafkaConsumer<String, String> second = join("second", "group.protocol", "classic");
        kafka.awaitStable("billing");
        kafka.client(second).crash();
        join("third", "group.protocol", "classic").poll(Duration.ofMillis(100));
        first.poll(Duration.ofSeconds(5));
        assertThat(kafka.group("billing").awaiting()).hasSize(1);
        assertThatThrownBy(() -> kafka.coordinator("billing").expire("first"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Let the rebalance complete first");
    }
}
