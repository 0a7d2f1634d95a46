package io.github.groupcoordinator.onreal;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.ShareMember;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Injected share consumers on real Kafka: they settle, read, acknowledge, and one takes over from another. */
@Timeout(180)
class ShareConsumersOnRealKafkaTest {

    @Test
    void sameTestsPassThere() throws Exception {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (KafkaInProcess kafka = KafkaInProcess.withShortShareSessions()) {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(Tests.class))
                                    .configurationParameter(
                                            "embedded-group-coordinator.cluster", kafka.bootstrapServers())
                                    .configurationParameter("embedded-group-coordinator.timeline", "never")
                                    .build(),
                            summary);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(admin.listGroups().all().get()).isEmpty();
                assertThat(admin.listTopics().names().get()).containsExactly("embedded-group-coordinator-marker");
            }
        }
        summary.getSummary().getFailures().forEach(failure -> failure.getException()
                .printStackTrace());
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
    }

    /** In memory they pass as well. */
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
    static class Tests {
        private static final Duration SOON = Duration.ofSeconds(30);

        @BeforeEach
        void readFromTheStart(InMemoryKafka kafka) throws Exception {
            ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
            try (Admin admin = kafka.admin()) {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.GROUP, "work"),
                                List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
        }

        @Test
        void memberReadsAndAcknowledges(
                InMemoryKafka kafka,
                @RecordProducer Producer<String, String> producer,
                @ShareMember(group = "work", topics = "orders", properties = "share.acknowledgement.mode=explicit")
                        ShareConsumer<String, String> member)
                throws Exception {
            producer.send(new ProducerRecord<>("orders", 0, "key", "order")).get();
            kafka.awaitStable("work");
            assertThat(kafka.group("work")).isStable().hasMembers(member).assigns(member, "orders-0");

            List<String> read = new ArrayList<>();
            for (ConsumerRecord<String, String> record : member.poll(SOON)) {
                read.add(record.value());
                member.acknowledge(record);
            }
            assertThat(read).as("nothing was delivered to nobody").containsExactly("order");
            assertThat(member.commitSync()).hasSize(1).allSatisfy((partition, failure) -> assertThat(failure)
                    .isEmpty());
        }

        @Test
        void oneTakesOverFromACrashedOne(
                InMemoryKafka kafka,
                @RecordProducer Producer<String, String> producer,
                @ShareMember(group = "work", topics = "orders") ShareConsumer<String, String> first,
                @ShareMember(group = "work", topics = "orders") ShareConsumer<String, String> second)
                throws Exception {
            kafka.awaitStable("work");
            assertThat(kafka.group("work")).hasMembers(first, second);
            kafka.client(first).crash();
            producer.send(new ProducerRecord<>("orders", 0, "key", "order")).get();
            List<Object> read = new ArrayList<>();
            boolean isRead = kafka.runUntil(
                    () -> {
                        second.poll(Duration.ofMillis(200)).forEach(record -> read.add(record.value()));
                        return !read.isEmpty();
                    },
                    SOON);
            assertThat(isRead).isTrue();
            second.commitSync();
            assertThat(read).containsExactly("order");
        }
    }
}
