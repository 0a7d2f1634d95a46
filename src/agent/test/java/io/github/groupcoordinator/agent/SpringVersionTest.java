package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.kafka.core.KafkaTemplate;

/** Spring Kafka is the one that the build says: each of its runs of Spring's tests has another. */
class SpringVersionTest {

    @Test
    @EnabledIfSystemProperty(named = "spring-kafka.expected", matches = ".+")
    void versionIsTheExpectedOne() {
        assertThat(KafkaTemplate.class.getPackage().getImplementationVersion())
                .isEqualTo(System.getProperty("spring-kafka.expected"));
    }
}
