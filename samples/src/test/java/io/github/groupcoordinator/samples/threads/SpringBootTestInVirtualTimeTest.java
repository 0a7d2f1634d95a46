package io.github.groupcoordinator.samples.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** A listener in a Spring Boot test whose back-off of an hour takes milliseconds. */
@SpringBootTest(classes = SpringBootTestInVirtualTimeTest.Billing.class)
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), time = TimeMode.VIRTUAL)
class SpringBootTestInVirtualTimeTest {

    @EnableAutoConfiguration
    static class Billing {
        int attempts;

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
    void orderIsBilledAnHourLater(
            InMemoryKafka kafka,
            VirtualClock clock,
            @Autowired Billing billing,
            @Autowired KafkaTemplate<String, String> template)
            throws Exception {
        kafka.awaitStable("billing");
        template.send("orders", "order 7").get();
        clock.advance(Duration.ofMinutes(59));
        assertThat(billing.attempts).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        assertThat(billing.attempts).isEqualTo(2);
    }
}
