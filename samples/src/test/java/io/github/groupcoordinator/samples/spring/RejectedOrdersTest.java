package io.github.groupcoordinator.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.core.KafkaTemplate;

/** Another topic more than in the other classes: a context, and a cluster, of its own. */
@SpringBootTest
@EmbeddedGroupCoordinator(
        topics = {
            @Topic(name = "orders"),
            @Topic(name = "invoices"),
            @Topic(name = "orders-dlt"),
            @Topic(name = "audit", partitions = 3)
        })
class RejectedOrdersTest {

    @Autowired
    KafkaTemplate<String, String> template;

    @Autowired
    BillingApplication application;

    @Test
    void clusterIsFresh(@Autowired InMemoryKafka kafka) {
        assertThat(kafka.topicNames()).containsExactly("audit", "invoices", "orders", "orders-dlt");
    }

    @RepeatedTest(2)
    void orderWithoutATextIsPutAsideAndTheNextIsBilled(InMemoryKafka kafka) throws Exception {
        long putAside = kafka.endOffset("orders-dlt", 0);

        template.send("orders", " ").get();
        template.send("orders", "order 8").get();

        assertThat(application.nextInvoice()).isEqualTo("invoice for order 8");
        assertThat(kafka.endOffset("orders-dlt", 0)).isEqualTo(putAside + 1);
    }

    @Test
    void deadLetterCanBeRead(
            @GroupMember(group = "test", topics = "orders-dlt", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer)
            throws Exception {
        template.send("orders", " ").get();
        template.send("orders", "order 9").get();
        assertThat(application.nextInvoice()).isEqualTo("invoice for order 9");

        assertThat(consumer.poll(Duration.ofSeconds(10))).isNotEmpty().allSatisfy(record -> assertThat(record.value())
                .isBlank());
    }
}
