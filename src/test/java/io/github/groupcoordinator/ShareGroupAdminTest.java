package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Share groups as an administrator sees, makes and deletes them, through the real {@code Admin}. It passes with every
 * supported kafka-clients that has them, from 4.1 on, and {@code .ci/matrix} runs it with each; 4.1 tells offsets in
 * another class.
 */
class ShareGroupAdminTest {
    private static final String GROUP = ShareScene.GROUP;
    private static final TopicPartition FIRST = new TopicPartition("jobs", 0);
    private static final TopicPartition SECOND = new TopicPartition("jobs", 1);

    private InMemoryKafka kafka = start(1);
    private Admin admin = kafka.admin();

    private static InMemoryKafka start(int brokers, String... properties) {
        InMemoryKafkaConfig.Builder config =
                InMemoryKafkaConfig.defaults().toBuilder().brokers(brokers).topic("jobs", 2);
        for (int i = 0; i < properties.length; i += 2) {
            config.brokerProperty(properties[i], properties[i + 1]);
        }
        return InMemoryKafka.start(config.build());
    }

    private void restart(int brokers, String... properties) {
        close();
        kafka = start(brokers, properties);
        admin = kafka.admin();
    }

    @AfterEach
    void close() {
        admin.close();
        kafka.close();
    }

    private Map<TopicPartition, ?> offsets() throws Exception {
        return admin.listShareGroupOffsets(Map.of(GROUP, new ListShareGroupOffsetsSpec()))
                .all()
                .get()
                .get(GROUP);
    }

    private long startOffset(TopicPartition partition) throws Exception {
        Object told = offsets().get(partition);
        return told instanceof OffsetAndMetadata in41 ? in41.offset() : Since42.startOffset(told);
    }

    /** Returns the lag, or empty if the client is not told. */
    private Optional<Long> lag(TopicPartition partition) throws Exception {
        Object told = offsets().get(partition);
        return told instanceof OffsetAndMetadata ? Optional.empty() : Since42.lag(told);
    }

    /** Returns whether the client is told of lags, and of what fails an alteration of offsets as a whole: not 4.1. */
    private static boolean isTold() {
        return Stream.of(ListShareGroupOffsetsResult.class.getMethods())
                .anyMatch(method -> method.getName().equals("partitionsToOffsetInfo"));
    }

    /** The class in which clients since 4.2 tell offsets; loaded with those only. */
    private static final class Since42 {
        static long startOffset(Object told) {
            return ((SharePartitionOffsetInfo) told).startOffset();
        }

        static Optional<Long> lag(Object told) {
            return ((SharePartitionOffsetInfo) told).lag();
        }
    }

    private void alter(long ofFirst, long ofSecond) throws Exception {
        admin.alterShareGroupOffsets(GROUP, Map.of(FIRST, ofFirst, SECOND, ofSecond))
                .all()
                .get();
    }

    private static <T extends Throwable> void assertFails(Class<T> error, ThrowingCall call) {
        assertThatThrownBy(call::run).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(error);
    }

    /** A call that fails by what its future throws. */
    private interface ThrowingCall {
        void run() throws Exception;
    }

    @Test
    void alteringOffsetsMakesTheGroupAndStoresThem() throws Exception {
        alter(3, 0);

        assertThat(admin.listGroups().all().get())
                .containsExactly(
                        new GroupListing(GROUP, Optional.of(GroupType.SHARE), "share", Optional.of(GroupState.EMPTY)));
        assertThat(startOffset(FIRST)).isEqualTo(3);
        assertThat(startOffset(SECOND)).isZero();
    }

    @Test
    void descriptionTellsOfAnEmptyGroup() throws Exception {
        alter(0, 0);

        ShareGroupDescription group =
                admin.describeShareGroups(List.of(GROUP)).all().get().get(GROUP);

        assertThat(group.groupState()).isEqualTo(GroupState.EMPTY);
        assertThat(group.members()).isEmpty();
        assertThat(group.groupEpoch()).isEqualTo(1);
        assertThat(group.coordinator().id()).isZero();
    }

    @Test
    void lagIsWhatTheLogHasBehindTheStartOffset() throws Exception {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>("jobs", 0, "key", "job")).get();
            }
        }
        alter(2, 0);

        assertThat(lag(FIRST)).isEqualTo(isTold() ? Optional.of(3L) : Optional.empty());
        assertThat(lag(SECOND)).isEqualTo(isTold() ? Optional.of(0L) : Optional.empty());
    }

    @Test
    void unknownGroupIsNotFound() throws Exception {
        assertThatThrownBy(() -> admin.describeShareGroups(List.of(GROUP)).all().get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class)
                .cause()
                .hasMessage("Group " + GROUP + " not found.");
        assertFails(
                GroupIdNotFoundException.class,
                () -> admin.deleteShareGroups(List.of(GROUP)).all().get());
        assertFails(
                GroupIdNotFoundException.class,
                () -> admin.deleteShareGroupOffsets(GROUP, Set.of("jobs")).all().get());
        assertThat(offsets()).isEmpty();
    }

    @Test
    void unknownTopicIsTheOnlyOneThatFails() throws Exception {
        TopicPartition unknown = new TopicPartition("missing", 0);
        var result = admin.alterShareGroupOffsets(GROUP, Map.of(FIRST, 4L, unknown, 0L));

        assertFails(UnknownTopicOrPartitionException.class, () -> result.partitionResult(unknown)
                .get());
        result.partitionResult(FIRST).get();
        assertThat(startOffset(FIRST)).isEqualTo(4);
    }

    @Test
    void deletedOffsetsAreGoneAndTheGroupStays() throws Exception {
        alter(3, 1);

        admin.deleteShareGroupOffsets(GROUP, Set.of("jobs")).all().get();

        assertThat(offsets()).isEmpty();
        assertThat(admin.listGroups().all().get())
                .extracting(GroupListing::groupId)
                .containsExactly(GROUP);
        assertFails(UnknownTopicOrPartitionException.class, () -> admin.deleteShareGroupOffsets(GROUP, Set.of("jobs"))
                .topicResult("jobs")
                .get());
    }

    @Test
    void deletedGroupBeginsAnew() throws Exception {
        alter(3, 1);

        admin.deleteShareGroups(List.of(GROUP)).all().get();

        assertThat(admin.listGroups().all().get()).isEmpty();
        alter(5, 6);
        assertThat(startOffset(SECOND)).isEqualTo(6);
    }

    @Test
    void offsetsSurviveTheirCoordinators() throws Exception {
        restart(3);
        alter(3, 1);

        for (int broker = 0; broker < 3; broker++) {
            kafka.broker(broker).stop();
            assertThat(startOffset(FIRST)).as("without broker %s", broker).isEqualTo(3);
            alter(3, 7);
            assertThat(startOffset(SECOND)).as("without broker %s", broker).isEqualTo(7);
            kafka.broker(broker).start();
            kafka.clock().advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void topicThatIsDeletedTakesItsOffsetsAlong() throws Exception {
        alter(3, 1);

        admin.deleteTopics(List.of("jobs")).all().get();

        assertThat(offsets()).isEmpty();
    }

    private void configure(String name, String value) throws Exception {
        ShareScene.configure(admin, name, value);
    }

    @Test
    void configurationsOfTheGroupAreKeptAndDescribed() throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, GROUP);
        configure("share.auto.offset.reset", "by_duration:PT1H");
        configure("share.record.lock.duration.ms", "15000");

        var described = admin.describeConfigs(List.of(group)).all().get().get(group);

        assertThat(described.get("share.auto.offset.reset").value()).isEqualTo("by_duration:PT1H");
        assertThat(described.get("share.record.lock.duration.ms").value()).isEqualTo("15000");
        assertThat(described.get("share.isolation.level").value()).isEqualTo("read_uncommitted");
        assertThat(described.get("share.renew.acknowledge.enable").value()).isEqualTo("true");
        assertThat(described.get("share.delivery.count.limit").value()).isEqualTo("5");
        assertThat(described.get("share.partition.max.record.locks").value()).isEqualTo("2000");
    }

    @Test
    void configurationsOutOfTheirBoundsAreRefused() throws Exception {
        Map<String, List<String>> refused = Map.of(
                "share.record.lock.duration.ms", List.of("14999", "60001"),
                "share.delivery.count.limit", List.of("1", "11"),
                "share.partition.max.record.locks", List.of("99", "4001"),
                "share.session.timeout.ms", List.of("44999", "60001"),
                "share.heartbeat.interval.ms", List.of("4999", "15001"),
                "share.assignment.interval.ms", List.of("-1", "15001"),
                "share.auto.offset.reset", List.of("none", "EARLIEST", "by_duration:-PT1S", "by_duration:1h"),
                "share.isolation.level", List.of("READ_COMMITTED"));
        Map<String, List<String>> taken = Map.of(
                "share.record.lock.duration.ms", List.of("15000", "60000"),
                "share.delivery.count.limit", List.of("2", "10"),
                "share.partition.max.record.locks", List.of("100", "4000"),
                "share.session.timeout.ms", List.of("45000", "60000"),
                "share.heartbeat.interval.ms", List.of("5000", "15000"),
                "share.assignment.interval.ms", List.of("0", "15000"),
                "share.auto.offset.reset", List.of("earliest", "latest", "by_duration:P1DT2H3M4.5S"),
                "share.isolation.level", List.of("read_committed", "read_uncommitted"));

        for (Map.Entry<String, List<String>> each : refused.entrySet()) {
            for (String value : each.getValue()) {
                assertFails(InvalidConfigurationException.class, () -> configure(each.getKey(), value));
            }
        }
        for (Map.Entry<String, List<String>> each : taken.entrySet()) {
            for (String value : each.getValue()) {
                configure(each.getKey(), value);
            }
        }
    }

    @Test
    void withoutShareGroupsTheyAreUnsupported() {
        restart(1, "share.version", "0");

        assertFails(
                UnsupportedVersionException.class,
                () -> admin.describeShareGroups(List.of(GROUP)).all().get());
        if (isTold()) {
            assertFails(UnsupportedVersionException.class, () -> alter(0, 0));
        }
        assertFails(
                UnsupportedVersionException.class,
                () -> admin.deleteShareGroupOffsets(GROUP, Set.of("jobs")).all().get());
        assertFails(UnsupportedVersionException.class, this::offsets);
    }
}
