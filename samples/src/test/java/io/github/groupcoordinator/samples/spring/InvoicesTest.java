package io.github.groupcoordinator.samples.spring;

import static io.github.groupcoordinator.assertion.PlainAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.core.KafkaTemplate;

/** The same settings as in {@link OrdersTest}: Spring gives both classes the same context, and with it the cluster. */
@SpringBootTest
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders"), @Topic(name = "invoices"), @Topic(name = "orders-dlt")})
class InvoicesTest {

    @Autowired
    KafkaTemplate<String, String> template;

    @Autowired
    BillingApplication application;

    @Autowired
    InMemoryKafka kafka;

    @BeforeEach
    void emptyTopics() {
        kafka.reset();
    }

    @Test
    void bothGroupsAreThere() {
        kafka.awaitStable("billing");
        kafka.awaitStable("archive");

        assertThat(kafka.group("billing")).isStable();
        assertThat(kafka.groupIds()).containsExactly("archive", "billing");
    }

    @RepeatedTest(7)
    void invoiceIsFiled() throws Exception {
        template.send("invoices", "an invoice by hand").get();

        assertThat(application.nextInvoice()).isEqualTo("an invoice by hand");
    }
}
