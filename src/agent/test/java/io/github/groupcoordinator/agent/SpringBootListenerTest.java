package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.agent.Repeats.Seen;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.backoff.FixedBackOff;

/** Spring Boot: clients, template and listener container as its auto-configuration makes them. */
@Timeout(120)
@DirtiesContext
@SpringBootTest(
        classes = {SpringBootListenerTest.Cluster.class, SpringBootListenerTest.Billing.class},
        properties = {"spring.kafka.consumer.group-id=billing", "spring.kafka.consumer.auto-offset-reset=earliest"})
class SpringBootListenerTest {
    private static final InMemoryKafka KAFKA = InMemoryKafka.start(
            Repeats.controlled().topic("orders", 1).topic("orders-dlt", 1).build());

    @DynamicPropertySource
    static void address(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", KAFKA::bootstrapServers);
    }

    @EnableAutoConfiguration
    static class Billing {
        private final Seen seen;

        Billing(Seen seen) {
            this.seen = seen;
        }

        @KafkaListener(id = "billing", topics = "orders")
        void bill(String order) {
            seen.note(order);
            if (order.equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }

        @Bean
        static DefaultErrorHandler retries(KafkaTemplate<Object, Object> template) {
            return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(240_000, 2));
        }
    }

    /** The first to be made and the last to be closed: after the clients, with the context. */
    static class Cluster {
        @Bean
        InMemoryKafka kafka() {
            return KAFKA;
        }

        @Bean
        Seen seen() {
            return new Seen(KAFKA);
        }
    }

    @Test
    void listenerOfATestsContextIsCalledAgainUntilItsRecordIsGivenUp(
            @Autowired KafkaTemplate<Object, Object> template, @Autowired Seen seen) throws Exception {
        KAFKA.awaitStable("billing");
        template.send("orders", "bad").get();
        KAFKA.clock().advance(Duration.ofMinutes(5));
        assertThat(seen.words()).containsExactly("bad", "bad");
        KAFKA.clock().advance(Duration.ofMinutes(5));
        assertThat(seen.words()).containsExactly("bad", "bad", "bad");
        assertThat(KAFKA.endOffset("orders-dlt", 0)).isEqualTo(1);
    }
}
