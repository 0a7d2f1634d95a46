package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.PolledRecords;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.junit.jupiter.api.Test;

/** Share consumers (KIP-932) as parameters and fields. */
class ShareMemberTest {

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Injected {
        @ShareMember(group = "work", topics = "orders")
        KafkaShareConsumer<String, Long> field;

        @Test
        void fieldAndParametersAreMembers(
                InMemoryKafka kafka,
                @ShareMember(group = "work", topics = "orders", valueDeserializer = LongDeserializer.class)
                        ShareConsumer<String, ?> second,
                @ShareMember(group = "work", clientId = "third", properties = "share.acknowledgement.mode=explicit")
                        KafkaShareConsumer<String, Long> third,
                @RecordProducer Producer<String, Long> producer) {
            third.subscribe(List.of("orders"));
            kafka.awaitStable("work");
            assertThat(kafka.group("work").members())
                    .extracting(member -> member.ref().clientId())
                    .containsExactly("work-1", "work-2", "third");
            kafka.runFor(Duration.ofSeconds(1));
            producer.send(new ProducerRecord<>("orders", 0, "k", 7L));
            PolledRecords records = kafka.runFor(Duration.ofSeconds(1));
            assertThat(records.all()).hasSize(1);
            assertThat(records.all().get(0).value()).isEqualTo(7L);
            List<ConsumerRecord<String, Long>> ofThird = records.ofShare(third);
            ofThird.forEach(third::acknowledge);
            kafka.client(field).pause();
        }
    }

    @Test
    void fieldAndParametersAreInjectedAndClosed() {
        Run run = Run.of(Injected.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(1);
    }

    @EmbeddedGroupCoordinator
    static class WrongType {
        @Test
        void test(@ShareMember(group = "work") Consumer<String, String> consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class UnknownTopic {
        @Test
        void test(@ShareMember(group = "work", topics = "order") ShareConsumer<String, String> consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class MemberOfBoth {
        @Test
        void test(@GroupMember(group = "work") @ShareMember(group = "work") ShareConsumer<String, String> consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class SettingOfConsumers {
        @Test
        void test(
                @ShareMember(group = "work", properties = "auto.offset.reset=earliest")
                        ShareConsumer<String, String> consumer) {}
    }

    static class WithoutCluster {
        @Test
        void test(@ShareMember(group = "work") ShareConsumer<String, String> consumer) {}
    }

    private static void refused(Class<?> testClass, String... words) {
        assertThat(Run.of(testClass).failures()).singleElement().satisfies(failure -> assertThat(failure.getMessage())
                .contains(words));
    }

    @Test
    void wrongUseIsRefusedInWordsThatNameTheFix() {
        refused(
                WrongType.class,
                "@ShareMember goes with org.apache.kafka.clients.consumer.ShareConsumer or KafkaShareConsumer, not with"
                        + " org.apache.kafka.clients.consumer.Consumer");
        refused(UnknownTopic.class, "@ShareMember", "topic \"order\" does not exist", "Add @Topic");
        refused(MemberOfBoth.class, "it can't be both a @GroupMember and a @ShareMember; keep one");
        refused(SettingOfConsumers.class, "auto.offset.reset");
        refused(WithoutCluster.class, "there is no cluster here", "@EmbeddedGroupCoordinator");
    }
}
