package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.samples.Records.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.DisabledOnRealCluster;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** The topic that committed offsets and groups are kept in, in Kafka's own formats, for everyone to read. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
class ConsumerOffsetsTopicTest {
    private static final String TOPIC = "__consumer_offsets";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 1);

    private static int partitionOf(String groupId) {
        return Utils.abs(groupId.hashCode()) % 50;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(InMemoryKafka kafka, String groupId) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader =
                kafka.consumer(Map.of(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(TOPIC, partitionOf(groupId)));
            reader.assign(partition);
            reader.seekToBeginning(partition);
            reader.poll(Duration.ofSeconds(1)).forEach(records::add);
        }
        return records;
    }

    /** A key begins with its version: 0 and 1 are of offsets, 2 is of a group. */
    private static boolean isOffset(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.wrap(record.key()).getShort() <= 1;
    }

    private static String string(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getShort()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void theTopicIsInternalAndCompactedAndHasFiftyPartitions(InMemoryKafka kafka)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        try (Admin admin = kafka.admin()) {
            TopicDescription topic =
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC);
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);

            assertThat(topic.isInternal()).isTrue();
            assertThat(topic.partitions()).hasSize(50);
            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    @EmbeddedGroupCoordinator(brokerProperties = "offsets.topic.num.partitions=3")
    void itsSizeIsAMatterOfConfiguration(InMemoryKafka kafka) throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            assertThat(admin.describeTopics(List.of(TOPIC))
                            .allTopicNames()
                            .get()
                            .get(TOPIC)
                            .partitions())
                    .hasSize(3);
        }
    }

    @Test
    @EmbeddedGroupCoordinator(brokers = 3)
    void theLeaderOfAGroupsPartitionIsItsCoordinator(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer)
            throws ExecutionException, InterruptedException {
        kafka.awaitStable("billing");
        try (Admin admin = kafka.admin()) {
            TopicDescription topic =
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC);

            // offsets.topic.replication.factor is 3
            assertThat(topic.partitions())
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
            assertThat(admin.describeConsumerGroups(List.of("billing"))
                            .all()
                            .get()
                            .get("billing")
                            .coordinator()
                            .id())
                    .isEqualTo(topic.partitions()
                            .get(partitionOf("billing"))
                            .leader()
                            .id());
        }
    }

    @Test
    @DisabledOnRealCluster("the topic there holds what others have stored, too")
    void aCommitIsARecordWithKafkasKeyAndValue(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "enable.auto.commit=false")
                    Consumer<String, String> consumer) {
        send(producer, "orders", 1, "a", "b", "c");
        kafka.awaitStable("billing");

        consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(3, "three orders")));
        Instant committedAt = kafka.clock().now();

        ConsumerRecord<byte[], byte[]> commit = read(kafka, "billing").stream()
                .filter(ConsumerOffsetsTopicTest::isOffset)
                .findFirst()
                .orElseThrow();
        ByteBuffer key = ByteBuffer.wrap(commit.key());
        assertThat(key.getShort()).isEqualTo((short) 1); // OffsetCommitKey
        assertThat(string(key)).isEqualTo("billing");
        assertThat(string(key)).isEqualTo("orders");
        assertThat(key.getInt()).isEqualTo(1);
        ByteBuffer value = ByteBuffer.wrap(commit.value());
        value.getShort(); // version of OffsetCommitValue
        assertThat(value.getLong()).isEqualTo(3);
        assertThat(new String(commit.value(), StandardCharsets.UTF_8)).contains("three orders");
        assertThat(commit.timestamp()).isEqualTo(committedAt.toEpochMilli());
    }

    @Test
    @DisabledOnRealCluster("the topic there holds what others have stored, too")
    void aDeletedOffsetIsATombstone(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders", properties = "enable.auto.commit=false")
                    Consumer<String, String> consumer)
            throws ExecutionException, InterruptedException {
        kafka.awaitStable("billing");
        consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(0)));
        consumer.close();

        try (Admin admin = kafka.admin()) {
            admin.deleteConsumerGroupOffsets("billing", Set.of(ORDERS)).all().get();
        }

        List<ConsumerRecord<byte[], byte[]>> offsets = new ArrayList<>(read(kafka, "billing"));
        offsets.removeIf(record -> !isOffset(record));
        assertThat(offsets).hasSize(2);
        assertThat(offsets.get(0).value()).isNotNull();
        assertThat(offsets.get(1).key()).isEqualTo(offsets.get(0).key());
        assertThat(offsets.get(1).value()).isNull();
    }

    @Test
    void everyGenerationOfAGroupIsARecordToo(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");

        List<ConsumerRecord<byte[], byte[]>> groups = new ArrayList<>(read(kafka, "billing"));
        groups.removeIf(ConsumerOffsetsTopicTest::isOffset);

        assertThat(groups).isNotEmpty().allSatisfy(record -> {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            assertThat(key.getShort()).isEqualTo((short) 2); // GroupMetadataKey
            assertThat(string(key)).isEqualTo("billing");
        });
    }
}
