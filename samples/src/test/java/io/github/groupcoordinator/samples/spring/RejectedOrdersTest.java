package io.github.groupcoordinator.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
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

    @RepeatedTest(3)
    void orderWithoutATextIsPutAsideAndTheNextIsBilled(RepetitionInfo repetition, InMemoryKafka kafka)
            throws Exception {
        template.send("orders", " ").get();
        template.send("orders", "order 8").get();

        assertThat(application.nextInvoice()).isEqualTo("invoice for order 8");
        assertThat(kafka.endOffset("orders-dlt", 0)).isEqualTo(repetition.getCurrentRepetition());
    }
}
