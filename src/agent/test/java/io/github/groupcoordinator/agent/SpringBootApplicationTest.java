package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.inEveryRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.agent.Repeats.Seen;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

/** A whole Spring Boot application, started and stopped by a test, has the same log in every run. */
@Timeout(120)
class SpringBootApplicationTest {

    private static ConfigurableApplicationContext start(InMemoryKafka kafka, Seen seen) {
        return new SpringApplicationBuilder(SpringBootListenerTest.Billing.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean(Seen.class, () -> seen))
                .registerShutdownHook(false)
                .run(
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--spring.kafka.consumer.group-id=billing",
                        "--spring.kafka.consumer.auto-offset-reset=earliest",
                        "--spring.kafka.listener.concurrency=2",
                        "--spring.main.banner-mode=off");
    }

    @Test
    @SuppressWarnings("unchecked")
    void applicationOfTwoThreadsRetriesGivesUpAndIsStopped() throws Exception {
        inEveryRun(
                2,
                (kafka, seen) -> {
                    try (ConfigurableApplicationContext application = start(kafka, seen)) {
                        KafkaTemplate<Object, Object> template = application.getBean(KafkaTemplate.class);
                        kafka.awaitStable("billing");
                        template.send("orders", 0, null, "bad").get();
                        template.send("orders", 1, null, "good").get();
                        kafka.clock().advance(Duration.ofMinutes(9));
                    }
                    assertThat(seen.words()).containsExactlyInAnyOrder("bad", "good", "bad", "bad");
                    assertThat(kafka.endOffset("orders-dlt", 0)).isEqualTo(1);
                    assertThat(kafka.group("billing").members()).isEmpty();
                },
                "orders-dlt");
    }
}
