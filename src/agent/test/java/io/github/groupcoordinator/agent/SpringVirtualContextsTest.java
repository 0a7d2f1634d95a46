package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationBuilder;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Contexts of Spring Boot tests in virtual time: their containers live in it, one context after the other. */
@Timeout(120)
class SpringVirtualContextsTest {
    private static final List<String> digests = new ArrayList<>();

    private static List<Throwable> failures(Class<?>... testClasses) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        for (Class<?> testClass : testClasses) {
            kit.selectors(selectClass(testClass));
        }
        List<Throwable> failures = new ArrayList<>();
        kit.execute().allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .forEach(result -> result.getThrowable().ifPresent(failures::add));
        return failures;
    }

    @BeforeEach
    void forget() {
        digests.clear();
    }

    @EnableAutoConfiguration
    static class Billing {
        private final List<String> seen = new ArrayList<>();
        private Instant began = Instant.EPOCH;

        @KafkaListener(id = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
        void bill(String order) {
            Instant now = Instant.now();
            began = seen.isEmpty() ? now : began;
            seen.add(order + " after " + Duration.between(began, now).toSeconds() + " s");
            if (seen.size() < 3) {
                throw new IllegalStateException("the bank is closed");
            }
        }

        @EventListener
        void idle(ListenerContainerIdleEvent event) {
            if (event.getListenerId().equals("billing-0")) {
                seen.add("idle for " + Duration.ofMillis(event.getIdleTime()).toMinutes() + " min");
            }
        }

        @Bean
        static RetryTopicConfiguration tenSecondsLater(KafkaTemplate<String, String> template) {
            return RetryTopicConfigurationBuilder.newInstance()
                    .fixedBackOff(10_000)
                    .maxAttempts(3)
                    .create(template);
        }
    }

    @SpringBootTest(classes = Billing.class, properties = "spring.kafka.listener.idle-event-interval=1m")
    abstract static class Base {
        @Autowired
        Billing billing;

        @Test
        void orderIsRetriedEveryTenSeconds(
                InMemoryKafka kafka, VirtualClock clock, @Autowired KafkaTemplate<String, String> template)
                throws Exception {
            kafka.awaitStable("billing");
            template.send("orders", "order 7").get();
            clock.advance(Duration.ofSeconds(50));
            assertThat(billing.seen).containsExactly("order 7 after 0 s", "order 7 after 10 s", "order 7 after 20 s");
            clock.advance(Duration.ofSeconds(30));
            assertThat(billing.seen).hasSize(4).last().asString().isEqualTo("idle for 1 min");
            digests.add(kafka.events().digest());
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), time = TimeMode.VIRTUAL)
    static class OnePartition extends Base {}

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2), time = TimeMode.VIRTUAL)
    static class TwoPartitions extends Base {}

    @Test
    void contextsFollowEachOtherAndOneMadeAgainHasTheSameLog() {
        assertThat(failures(OnePartition.class, TwoPartitions.class)).isEmpty();
        assertThat(failures(OnePartition.class)).isEmpty();

        assertThat(digests).hasSize(3);
        assertThat(digests.get(2)).isEqualTo(digests.get(0)).isNotEqualTo(digests.get(1));
    }

    static class Nothing {}

    @SpringJUnitConfig(Nothing.class)
    @EmbeddedGroupCoordinator(time = TimeMode.VIRTUAL)
    static class DrivenElsewhere {
        @Test
        void test() {}
    }

    @Test
    void contextThatAnotherThreadDrivesIsRefused() throws Exception {
        TestContext other = new TestContextManager(DrivenElsewhere.class).getTestContext();
        Thread maker = new Thread(other::getApplicationContext, "the other thread");
        maker.start();
        maker.join();

        assertThat(failures(DrivenElsewhere.class))
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("DrivenElsewhere has virtual time", "'the other thread'", "ExecutionMode.SAME_THREAD");
        other.markApplicationContextDirty(null);
    }
}
