package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.inEveryRun;
import static io.github.groupcoordinator.agent.Repeats.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.agent.Repeats.Seen;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationBuilder;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Spring Kafka's annotations in a context of Spring's: listeners, and retry topics that are made by an admin client.
 */
@Timeout(120)
class SpringAnnotationsTest {

    @Configuration
    @EnableKafka
    static class Clients {
        @Bean
        ConsumerFactory<String, String> consumers(InMemoryKafka kafka) {
            return new DefaultKafkaConsumerFactory<>(strings(kafka));
        }

        @Bean
        ProducerFactory<String, String> producers(InMemoryKafka kafka) {
            return new DefaultKafkaProducerFactory<>(strings(kafka));
        }

        @Bean
        KafkaTemplate<String, String> template(ProducerFactory<String, String> producers) {
            return new KafkaTemplate<>(producers);
        }

        @Bean
        KafkaAdmin admin(InMemoryKafka kafka) {
            return new KafkaAdmin(strings(kafka));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
                ConsumerFactory<String, String> consumers) {
            ConcurrentKafkaListenerContainerFactory<String, String> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(consumers);
            return factory;
        }
    }

    static class Listener {
        private final Seen seen;

        Listener(Seen seen) {
            this.seen = seen;
        }

        @KafkaListener(id = "billing", topics = "orders")
        void listen(String value) {
            seen.note(value);
        }
    }

    static class RetryingListener {
        private final Seen seen;

        RetryingListener(Seen seen) {
            this.seen = seen;
        }

        @RetryableTopic(attempts = "3", kafkaTemplate = "template")
        @KafkaListener(id = "billing", topics = "orders")
        void listen(String value) {
            seen.note(value);
            throw new IllegalStateException("always");
        }

        @DltHandler
        void givenUp(String value) {
            seen.note("gave up on " + value);
        }
    }

    @EnableKafkaRetryTopic
    static class RetryTopics extends Clients {
        @Bean
        TaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }
    }

    static class RetryTopicsOfTwoMinutes extends RetryTopics {
        @Bean
        RetryTopicConfiguration twoMinutes(KafkaTemplate<String, String> template) {
            return RetryTopicConfigurationBuilder.newInstance()
                    .fixedBackOff(Duration.ofMinutes(2).toMillis())
                    .maxAttempts(3)
                    .create(template);
        }
    }

    static class FailingListener {
        private final Seen seen;

        FailingListener(Seen seen) {
            this.seen = seen;
        }

        @KafkaListener(id = "billing", topics = "orders")
        void listen(String value) {
            seen.note(value);
            throw new IllegalStateException("always");
        }
    }

    private static AnnotationConfigApplicationContext context(InMemoryKafka kafka, Seen seen, Class<?>... types) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getBeanFactory().registerSingleton("kafka", kafka);
        context.getBeanFactory().registerSingleton("seen", seen);
        context.register(types);
        context.refresh();
        return context;
    }

    private static void send(AnnotationConfigApplicationContext context, String value) throws Exception {
        @SuppressWarnings("unchecked")
        KafkaTemplate<String, String> template = context.getBean(KafkaTemplate.class);
        template.send("orders", "k", value).get();
    }

    @Test
    void annotatedListenerIsCalled() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            try (var context = context(kafka, seen, Clients.class, Listener.class)) {
                kafka.awaitStable("billing");
                send(context, "a");
                send(context, "b");
                kafka.clock().advance(Duration.ofSeconds(10));
            }
            assertThat(seen.words()).containsExactly("a", "b");
            assertThat(kafka.group("billing").members()).isEmpty();
        });
    }

    @Test
    void retryableTopicTriesAgainAfterASecondInATopicOfItsOwn() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            try (var context = context(kafka, seen, RetryTopics.class, RetryingListener.class)) {
                kafka.awaitStable("billing");
                send(context, "a");
                kafka.clock().advance(Duration.ofSeconds(30));
            }
            assertThat(seen.words()).containsExactly("a", "a", "a", "gave up on a");
            assertThat(kafka.topicNames()).contains("orders-dlt", "orders-retry");
        });
    }

    @Test
    void retryTopicOfTwoMinutesHoldsTheRecordForThatLong() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            try (var context = context(kafka, seen, RetryTopicsOfTwoMinutes.class, FailingListener.class)) {
                kafka.awaitStable("billing");
                send(context, "a");
                kafka.clock().advance(Duration.ofSeconds(119));
                assertThat(seen.words()).containsExactly("a");
                kafka.clock().advance(Duration.ofSeconds(11));
                assertThat(seen.words()).containsExactly("a", "a");
                kafka.clock().advance(Duration.ofSeconds(130));
            }
            assertThat(seen.words()).containsExactly("a", "a", "a");
            assertThat(kafka.endOffset("orders-dlt", 0)).isEqualTo(1);
        });
    }
}
