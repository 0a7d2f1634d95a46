package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** A group changes its protocol while it works: its members restart one by one, with another {@code group.protocol}. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class MigrationTest {
    private static final String GROUP = "billing";

    @Test
    void groupMovesToTheConsumerProtocolAndBackWithoutLosingARecord(
            InMemoryKafka kafka, Admin admin, @RecordProducer Producer<String, String> producer)
            throws ExecutionException, InterruptedException {
        List<String> read = new ArrayList<>();
        Consumer<String, String> first = member(kafka, "first", GroupProtocol.CLASSIC);
        Consumer<String, String> second = member(kafka, "second", GroupProtocol.CLASSIC);
        work(kafka, producer, "classic", read);
        assertThat(typeOf(admin)).isEqualTo(GroupType.CLASSIC);

        first.close();
        first = member(kafka, "first-upgraded", GroupProtocol.CONSUMER);
        // The group is of the new protocol now, and its classic member goes on as if it were not.
        work(kafka, producer, "mixed", read);
        assertThat(typeOf(admin)).isEqualTo(GroupType.CONSUMER);
        assertThat(kafka.group(GROUP)).isStable().hasMembers(first, second).isBalanced();

        second.close();
        second = member(kafka, "second-upgraded", GroupProtocol.CONSUMER);
        work(kafka, producer, "upgraded", read);
        assertThat(kafka.group(GROUP)).isStable().hasMembers(first, second).isBalanced();

        // And back: when the last member of the new protocol has gone, so has the new protocol.
        first.close();
        first = member(kafka, "first-downgraded", GroupProtocol.CLASSIC);
        work(kafka, producer, "mixed again", read);
        second.close();
        work(kafka, producer, "downgraded", read);
        assertThat(typeOf(admin)).isEqualTo(GroupType.CLASSIC);
        first.close();

        assertThat(read).hasSize(5 * 4).doesNotHaveDuplicates();
    }

    /** Sends one record to each partition, and lets the group read them all and commit. */
    private static void work(InMemoryKafka kafka, Producer<String, String> producer, String when, List<String> read) {
        kafka.awaitStable(GROUP);
        for (int partition = 0; partition < 4; partition++) {
            producer.send(new ProducerRecord<>("orders", partition, "customer", when + " " + partition));
        }
        producer.flush();
        for (ConsumerRecord<?, ?> record : kafka.runFor(Duration.ofSeconds(6)).all()) {
            read.add(String.valueOf(record.value()));
        }
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, String clientId, GroupProtocol protocol) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", GROUP);
        config.put("client.id", clientId);
        config.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
        config.put("auto.offset.reset", "earliest");
        Consumer<String, String> consumer = kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static GroupType typeOf(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .filter(group -> group.groupId().equals(GROUP))
                .findAny()
                .orElseThrow()
                .type()
                .orElseThrow();
    }
}
