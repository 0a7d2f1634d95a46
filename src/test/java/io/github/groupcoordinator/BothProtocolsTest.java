package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Expectations that a test can have of real members of a group, whichever protocol they speak. */
@Timeout(30)
final class BothProtocolsTest {
    private static final String GROUP = "billing";

    private final List<KafkaConsumer<?, ?>> open = new ArrayList<>();
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
    private GroupProtocol protocol = GroupProtocol.CLASSIC;

    @BeforeEach
    void startLateEnough() {
        kafka.clock().advance(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        open.forEach(consumer -> kafka.client(consumer).closedByFixture());
        kafka.close();
    }

    private void run(GroupProtocol given) {
        protocol = given;
        assumeTrue(
                given == GroupProtocol.CLASSIC || !clientsVersion().startsWith("3."),
                "kafka-clients 3.9 does not have the consumer protocol");
    }

    private static String clientsVersion() {
        return io.github.groupcoordinator.internal.client.seam.SupportedVersions.present();
    }

    private KafkaConsumer<String, String> made(String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
        config.put("group.id", GROUP);
        config.put("auto.offset.reset", "earliest");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        open.add(consumer);
        return consumer;
    }

    private KafkaConsumer<String, String> member(String... more) {
        KafkaConsumer<String, String> consumer = made(more);
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private KafkaProducer<String, String> producer() {
        return kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer());
    }

    private void produce(int count) {
        try (KafkaProducer<String, String> producer = producer()) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("orders", i % 4, "key", "value " + i));
            }
        }
    }

    private Duration elapsed() {
        return kafka.clock().elapsed().minusHours(1);
    }

    private static Set<TopicPartition> orders(int... partitions) {
        Set<TopicPartition> all = new LinkedHashSet<>();
        for (int partition : partitions) {
            all.add(new TopicPartition("orders", partition));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void membersShareTheirTopicAndReadAllOfIt(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        KafkaConsumer<String, String> second = member();
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(2).doesNotContainAnyElementsOf(second.assignment());
        assertThat(second.assignment()).hasSize(2);
        produce(8);
        PolledRecords records = kafka.runFor(Duration.ofSeconds(10));
        assertThat(records.count()).isEqualTo(8);
        assertThat(kafka.group(GROUP).committedOffsets().values())
                .extracting(OffsetAndMetadata::offset)
                .containsExactly(2L, 2L, 2L, 2L);
        assertThat(kafka.group(GROUP).members()).hasSize(2);
        assertThat(first.groupMetadata().memberId())
                .isEqualTo(kafka.client(first).memberId());
        assertThat(first.groupMetadata().generationId())
                .isEqualTo(kafka.group(GROUP).generation());
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void waitingForAGroupTakesNoRecordsAndCommitsNothing(GroupProtocol given) {
        run(given);
        produce(8);
        KafkaConsumer<String, String> first = member("auto.commit.interval.ms", "100");
        kafka.awaitStable(GROUP);
        assertThat(first.poll(Duration.ofSeconds(1))).isNotEmpty();
        int commits = kafka.events().of(OffsetsCommitted.class).size();
        member();
        kafka.awaitStable(GROUP);
        assertThat(kafka.events().of(OffsetsCommitted.class)).hasSize(commits);
        PolledRecords records = kafka.runFor(Duration.ofSeconds(10));
        assertThat(records.count()).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void survivorTakesOverWhenAMemberCrashes(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        KafkaConsumer<String, String> second = member();
        kafka.awaitStable(GROUP);
        kafka.client(first).crash();
        Instant crashedAt = kafka.clock().now();
        kafka.awaitStable(GROUP);
        assertThat(second.assignment()).hasSize(4);
        MemberExpired expired = kafka.events().of(MemberExpired.class).get(0);
        assertThat(expired.member().clientId()).isEqualTo(kafka.client(first).clientId());
        assertThat(Duration.between(crashedAt, expired.at())).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(45));
        assertThatThrownBy(() -> first.poll(Duration.ZERO)).hasMessageContaining("crashed at");
        kafka.client(first).resume();
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(2);
        PartitionsLost lost = kafka.events().of(PartitionsLost.class).get(0);
        assertThat(lost.member()).isEqualTo(expired.member());
        assertThat(lost.partitions()).hasSize(2);
        first.close();
        assertThat(kafka.group(GROUP).members()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void memberWithoutHeartbeatsExpiresAlthoughItIsPolled(GroupProtocol given) {
        run(given);
        // A commit is a sign of life of a classic member.
        KafkaConsumer<String, String> first = member("enable.auto.commit", "false");
        kafka.awaitStable(GROUP);
        kafka.client(first).pauseHeartbeats();
        for (int i = 0; i < 46; i++) {
            first.poll(Duration.ofSeconds(1));
        }
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
        assertThat(kafka.group(GROUP).members()).isEmpty();
        kafka.client(first).resume();
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(4);
        assertThat(kafka.events().of(PartitionsLost.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void memberThatIsNotPolledForMaxPollIntervalLeaves(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member("max.poll.interval.ms", "60000");
        kafka.awaitStable(GROUP);
        kafka.clock().advance(Duration.ofSeconds(59));
        assertThat(kafka.events().of(MemberLeft.class)).isEmpty();
        kafka.clock().advance(Duration.ofSeconds(10));
        assertThat(kafka.events().of(MemberLeft.class)).hasSize(1);
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(4);
        assertThat(kafka.events().of(PartitionsLost.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void partitionedMemberExpiresAndComesBack(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        kafka.awaitStable(GROUP);
        kafka.client(first).isolate();
        kafka.clock().advance(Duration.ofSeconds(50));
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
        kafka.client(first).heal();
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(4);
        assertThat(kafka.events().of(PartitionsLost.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void latencyAndDisconnectsAreLivedThrough(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        KafkaConsumer<String, String> second = member();
        kafka.client(first).latency(Duration.ofMillis(30));
        kafka.awaitStable(GROUP);
        produce(8);
        kafka.client(first).disconnect();
        kafka.client(second).disconnect();
        assertThat(kafka.runFor(Duration.ofSeconds(10)).count()).isEqualTo(8);
        assertThat(kafka.group(GROUP).isStable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void listenersRunOnTheTestsThreadAndMayCommitAndMoveTheClock(GroupProtocol given) {
        run(given);
        List<String> told = new ArrayList<>();
        KafkaConsumer<String, String> first = made("enable.auto.commit", "false");
        first.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                told.add(Thread.currentThread().getName() + " assigned " + partitions.size());
                kafka.clock().advance(Duration.ofMillis(7));
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                told.add(Thread.currentThread().getName() + " revoked " + partitions.size());
                first.commitSync();
            }
        });
        kafka.awaitStable(GROUP);
        produce(8);
        assertThat(kafka.runFor(Duration.ofSeconds(1)).count()).isEqualTo(8);
        first.unsubscribe();
        String here = Thread.currentThread().getName();
        assertThat(told).contains(here + " assigned 4").endsWith(here + " revoked 4");
        assertThat(kafka.group(GROUP).committedOffsets()).hasSize(4);
        assertThat(kafka.group(GROUP).state()).isEqualTo(GroupState.EMPTY);
        assertThat(kafka.events().of(PartitionsRevoked.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void patternFindsTopicsThatComeLater(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> consumer = made("metadata.max.age.ms", "10000");
        consumer.subscribe(Pattern.compile("or.*|pay.*"));
        kafka.awaitStable(GROUP);
        assertThat(consumer.assignment()).hasSize(4);
        kafka.createTopic("payments", 2);
        kafka.runFor(Duration.ofSeconds(21));
        kafka.awaitStable(GROUP);
        assertThat(consumer.assignment()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void staticMemberThatRestartsInTimeGetsItsPartitionsBack(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member("group.instance.id", "a");
        KafkaConsumer<String, String> second = member("group.instance.id", "b");
        kafka.awaitStable(GROUP);
        Set<TopicPartition> before = new LinkedHashSet<>(first.assignment());
        int assigned = kafka.events().of(PartitionsAssigned.class).size();
        first.close();
        kafka.clock().advance(Duration.ofSeconds(20));
        KafkaConsumer<String, String> restarted = member("group.instance.id", "a");
        kafka.awaitStable(GROUP);
        assertThat(restarted.assignment()).isEqualTo(before);
        assertThat(second.assignment()).hasSize(2);
        assertThat(kafka.events().of(PartitionsAssigned.class)).hasSize(assigned + 1);
        assertThat(kafka.events().of(MemberExpired.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void newPartitionsAreAssigned(GroupProtocol given) throws Exception {
        run(given);
        KafkaConsumer<String, String> first = member("metadata.max.age.ms", "10000");
        kafka.awaitStable(GROUP);
        try (Admin admin = kafka.admin()) {
            Map<String, NewPartitions> grown = new LinkedHashMap<>();
            grown.put("orders", NewPartitions.increaseTo(6));
            admin.createPartitions(grown).all().get();
        }
        kafka.runFor(Duration.ofSeconds(21));
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).isEqualTo(orders(0, 1, 2, 3, 4, 5));
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void pendingWakeupIsGivenBackByAwaitStable(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        first.wakeup();
        kafka.awaitStable(GROUP);
        assertThatThrownBy(() -> first.poll(Duration.ofSeconds(1))).isInstanceOf(WakeupException.class);
        assertThat(first.poll(Duration.ofSeconds(1))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void endlessPollIsADeadlockOrEndsWhenARecordComes(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        kafka.awaitStable(GROUP);
        assertThatThrownBy(() -> first.poll(Duration.ofMillis(Long.MAX_VALUE)))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("poll");
        try (KafkaProducer<String, String> producer = producer()) {
            producer.partitionsFor("orders");
            kafka.clock().schedule(Duration.ofMinutes(2), () -> producer.send(new ProducerRecord<>("orders", "late")));
            assertThat(first.poll(Duration.ofMillis(Long.MAX_VALUE))).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void idleMembersPollTakesItsTimeToTheMillisecond(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        kafka.awaitStable(GROUP);
        Duration before = elapsed();
        assertThat(first.poll(Duration.ofSeconds(60))).isEmpty();
        assertThat(elapsed().minus(before)).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void closingLeavesAtOnceAndCommits(GroupProtocol given) {
        run(given);
        KafkaConsumer<String, String> first = member();
        kafka.awaitStable(GROUP);
        produce(4);
        kafka.runFor(Duration.ofMillis(1));
        Instant before = kafka.clock().now();
        first.close();
        assertThat(kafka.events().of(MemberLeft.class).get(0).at()).isEqualTo(before);
        assertThat(kafka.group(GROUP).members()).isEmpty();
        assertThat(kafka.group(GROUP).committedOffsets()).hasSize(4);
        assertThat(kafka.events().of(PartitionsRevoked.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void sameCallsGiveTheSameEvents(GroupProtocol given) {
        run(given);
        assertThat(story()).isEqualTo(story());
    }

    private String story() {
        InMemoryKafkaConfig config =
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build();
        try (InMemoryKafka other = InMemoryKafka.start(config)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
            properties.put("group.id", GROUP);
            try (KafkaConsumer<String, String> first =
                            other.consumer(properties, new StringDeserializer(), new StringDeserializer());
                    KafkaConsumer<String, String> second =
                            other.consumer(properties, new StringDeserializer(), new StringDeserializer())) {
                first.subscribe(List.of("orders"));
                second.subscribe(List.of("orders"));
                other.awaitStable(GROUP);
                other.client(first).crash();
                other.awaitStable(GROUP);
                other.client(first).resume();
                other.awaitStable(GROUP);
            }
            return other.events().render() + other.requests().render();
        }
    }
}
