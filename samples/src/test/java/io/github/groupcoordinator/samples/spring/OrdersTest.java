package io.github.groupcoordinator.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.core.KafkaTemplate;

/** The whole application, over TCP and in system time, as against a broker. */
@SpringBootTest
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders"), @Topic(name = "invoices"), @Topic(name = "orders-dlt")})
class OrdersTest {

    @Autowired
    KafkaTemplate<String, String> template;

    @Autowired
    BillingApplication application;

    @Test
    void orderIsBilled() throws Exception {
        template.send("orders", "order 7").get();

        assertThat(application.nextInvoice()).isEqualTo("invoice for order 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c", "d", "e", "f", "g"})
    void eachOrderIsBilledOnce(String order) throws Exception {
        template.send("orders", order).get();

        assertThat(application.nextInvoice()).isEqualTo("invoice for " + order);
    }
}
