package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members and producers in fields, and serdes of the application's own. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
class FieldsTest {
    @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
    private Consumer<String, String> first;

    @BillingMember
    KafkaConsumer<String, String> second;

    @RecordProducer(valueSerde = OrderSerde.class)
    Producer<String, Order> producer;

    @Retention(RetentionPolicy.RUNTIME)
    @GroupMember(group = "billing", topics = "orders", valueSerde = OrderSerde.class)
    @interface BillingMember {}

    @BeforeEach
    void fieldsAreSetBefore() {
        assertThat(first).isNotNull();
    }

    @Test
    void fieldsAreMembersOfTheTestsCluster(InMemoryKafka kafka) {
        kafka.awaitStable("billing");

        assertThat(kafka.client(first).clientId()).isEqualTo("billing-1");
        assertThat(kafka.client(second).clientId()).isEqualTo("billing-2");
        assertThat(kafka.group("billing").members()).hasSize(2);
    }

    @Test
    void serdeOfTheApplicationReadsAndWrites(
            InMemoryKafka kafka,
            @GroupMember(
                            group = "audit",
                            topics = "orders",
                            properties = {"auto.offset.reset=earliest", "currency=EUR"},
                            valueSerde = OrderSerde.class)
                    Consumer<String, Order> consumer) {
        producer.send(new ProducerRecord<>("orders", "a", new Order("book", 12)));
        producer.flush();

        List<Order> orders = new ArrayList<>();
        for (ConsumerRecord<String, Order> record : consumer.poll(Duration.ofSeconds(10))) {
            orders.add(record.value());
        }
        assertThat(orders).containsExactly(new Order("book", 12));
    }

    @Nested
    class Inner {
        @GroupMember(group = "audit", topics = "orders")
        Consumer<String, String> inner;

        @Test
        void enclosingInstancesFieldsAreSetToo(InMemoryKafka kafka) {
            kafka.awaitStable("billing");
            kafka.awaitStable("audit");

            assertThat(inner.assignment()).hasSize(2);
            assertThat(first.assignment()).hasSize(1);
        }
    }

    record Order(String item, int price) {}

    /** Stands for a serde that writes JSON: one class for both directions. */
    static class OrderSerde implements Serde<Order> {
        @Override
        public Serializer<Order> serializer() {
            return (topic, order) ->
                    (order.item() + ":" + order.price()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public Deserializer<Order> deserializer() {
            return (topic, bytes) -> {
                String[] parts = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).split(":");
                return new Order(parts[0], Integer.parseInt(parts[1]));
            };
        }
    }

    @Test
    void fieldIsSetAnewForEachTestThoughTheInstanceStays() {
        Run run = Run.of(OneInstance.class);

        assertThat(run.failures()).isEmpty();
        assertThat(OneInstance.seen).hasSize(2).doesNotHaveDuplicates();
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS, topics = @Topic(name = "orders"))
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {
        private static final List<Object> seen = new ArrayList<>();

        @GroupMember(group = "billing", topics = "orders")
        Consumer<String, String> consumer;

        @Test
        void one() {
            seen.add(consumer);
        }

        @Test
        void two() {
            seen.add(consumer);
        }
    }

    @Test
    void fieldMayComeBeforeTheExtensionThatStartsItsCluster() {
        assertThat(Run.of(RegisteredBelow.class).failures()).isEmpty();
        assertThat(Run.of(OnTheMethod.class).failures()).isEmpty();
    }

    static class RegisteredBelow {
        @GroupMember(group = "billing")
        Consumer<String, String> consumer;

        @RegisterExtension
        final GroupCoordinatorExtension extension =
                GroupCoordinatorExtension.builder().build();

        @Test
        void test() {
            assertThat(extension.kafka().client(consumer).clientId()).isEqualTo("billing-1");
        }
    }

    static class OnTheMethod {
        @GroupMember(group = "billing")
        Consumer<String, String> consumer;

        @Test
        @EmbeddedGroupCoordinator
        void test(InMemoryKafka kafka) {
            assertThat(kafka.client(consumer).clientId()).isEqualTo("billing-1");
        }
    }

    @Test
    void fieldThatCannotBeSetIsRefused() {
        assertThat(Run.of(Static.class).failure())
                .hasMessageContaining("Static.consumer")
                .hasMessageContaining("static");
        assertThat(Run.of(Final.class).failure())
                .hasMessageContaining("Final.consumer")
                .hasMessageContaining("final");
        assertThat(Run.of(NoCluster.class).failure())
                .hasMessageContaining("NoCluster.consumer: there is no cluster here")
                .hasMessageContaining("@EmbeddedGroupCoordinator");
        assertThat(Run.of(Subclassed.class).failure())
                .hasMessageContaining("Subclassed.consumer: @GroupMember goes with")
                .hasMessageContaining("not with");
        assertThat(Run.of(BothGiven.class).failure())
                .hasMessageContaining("value.deserializer is given twice")
                .hasMessageContaining("keep one");
    }

    @EmbeddedGroupCoordinator
    static class Static {
        @GroupMember(group = "billing")
        static Consumer<String, String> consumer;

        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator
    static class Final {
        @GroupMember(group = "billing")
        final Consumer<String, String> consumer = null;

        @Test
        void test() {}
    }

    static class NoCluster {
        @GroupMember(group = "billing")
        Consumer<String, String> consumer;

        @Test
        void test() {}
    }

    abstract static class Subclass extends KafkaConsumer<String, String> {
        Subclass() {
            super(new java.util.Properties());
        }
    }

    @EmbeddedGroupCoordinator
    static class Subclassed {
        @GroupMember(group = "billing")
        Subclass consumer;

        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator
    static class BothGiven {
        @GroupMember(group = "billing", valueSerde = OrderSerde.class, valueDeserializer = StringDeserializer.class)
        Consumer<String, Order> consumer;

        @Test
        void test() {}
    }
}
