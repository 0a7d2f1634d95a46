package io.github.groupcoordinator.samples.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** A listener of Spring Boot that tries again an hour later; the test takes no hour. */
class SpringBootBackOffTest {

    @EnableAutoConfiguration
    static class Billing {
        int attempts;

        @Autowired
        KafkaTemplate<String, String> template;

        @KafkaListener(groupId = "billing", topics = "orders", properties = "max.poll.interval.ms=7200000")
        void bill(String order) {
            if (++attempts == 1) {
                throw new IllegalStateException("the bank is closed");
            }
        }

        @Bean
        static DefaultErrorHandler anHourLater() {
            return new DefaultErrorHandler(new FixedBackOff(Duration.ofHours(1).toMillis(), 3));
        }
    }

    @Test
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), threads = ApplicationThreads.CONTROLLED)
    void orderIsBilledAtTheSecondAttempt(InMemoryKafka kafka, VirtualClock clock) throws Exception {
        String address = "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers();
        try (var application = SpringApplication.run(Billing.class, address)) {
            Billing billing = application.getBean(Billing.class);
            kafka.awaitStable("billing");
            billing.template.send("orders", "order 7").get();
            clock.advance(Duration.ofMinutes(59));
            assertThat(billing.attempts).isEqualTo(1);
            clock.advance(Duration.ofMinutes(2));
            assertThat(billing.attempts).isEqualTo(2);
        }
    }
}
