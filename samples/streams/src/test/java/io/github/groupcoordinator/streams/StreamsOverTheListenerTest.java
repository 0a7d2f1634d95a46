package io.github.groupcoordinator.streams;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.ListenerMode;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.view.GroupState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications of Kafka Streams on either of its protocols; their threads and their time are their own. */
@Timeout(180)
@EmbeddedGroupCoordinator(
        topics = {
            @Topic(name = "lines", partitions = 2),
            @Topic(name = "counts", partitions = 1),
            @Topic(name = "orders", partitions = 2),
            @Topic(name = "payments", partitions = 2),
            @Topic(name = "paid", partitions = 1)
        },
        listener = ListenerMode.SYSTEM_TIME,
        time = TimeMode.SYSTEM,
        brokerProperties = {
            "group.initial.rebalance.delay.ms=0",
            "group.streams.initial.rebalance.delay.ms=0",
            "group.streams.num.standby.replicas=1",
            "group.streams.min.heartbeat.interval.ms=100",
            "group.streams.heartbeat.interval.ms=100",
            "group.streams.assignment.interval.ms=0"
        })
class StreamsOverTheListenerTest {
    private static final Duration BRIEFLY = Duration.ofMillis(100);

    @ParameterizedTest
    @ValueSource(strings = {"kafka-streams-version", "kafka-version"})
    void kafkaStreamsAndItsClientsAreOfTheVersionThatTheBuildMeans(String jar) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = KafkaStreams.class.getResourceAsStream("/kafka/" + jar + ".properties")) {
            properties.load(stream);
        }
        assertThat(properties).containsEntry("version", System.getProperty("kafka.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void wordsAreCountedAndPaymentsFindTheirOrders(String protocol, InMemoryKafka kafka, @TempDir Path directory)
            throws Exception {
        try (KafkaStreams instance = new Application("app", kafka, protocol, directory).instance("one")) {
            instance.start();
            send(kafka, "lines", "hello kafka hello");
            send(kafka, "orders", "book");
            send(kafka, "payments", "ten");

            assertThat(read(kafka, "paid", "key book for ten")).hasSize(1);
            assertThat(read(kafka, "counts", "hello 2", "kafka 1"))
                    .isSubsetOf("hello 1", "hello 2", "kafka 1")
                    .doesNotHaveDuplicates();
            Application.await(() -> Application.count(instance, "hello") == 2);
        }
        assertThat(kafka.topicNames())
                .contains("app-words-repartition", "app-counts-changelog")
                .anyMatch(name -> name.startsWith("app-KSTREAM-JOINTHIS") && name.endsWith("-changelog"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void standbyIsPromotedAndAnswersWhenTheOtherInstanceHasGone(
            String protocol, InMemoryKafka kafka, @TempDir Path directory) throws Exception {
        Application application = new Application("app", kafka, protocol, directory);
        try (KafkaStreams one = application.instance("one");
                KafkaStreams two = application.instance("two")) {
            one.start();
            send(kafka, "lines", "hello kafka hello");
            Application.await(() -> Application.count(one, "hello") == 2 && Application.count(one, "kafka") == 1);
            two.start();
            // Six tasks, of which four have state and so a standby at the other instance.
            Application.await(() -> Application.active(one) == 3
                    && Application.active(two) == 3
                    && Application.standbys(one) + Application.standbys(two) == 4);
            if (protocol.equals("streams")) {
                // Threads have their tasks a heartbeat before the group knows of it.
                Application.await(() -> kafka.streamsGroup("app").state() == GroupState.STABLE);
                assertThat(kafka.streamsGroup("app")).hasMemberCount(2);
            }

            one.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));

            Application.await(() -> Application.count(two, "hello") == 2 && Application.count(two, "kafka") == 1);
            assertThat(Application.active(two)).isEqualTo(6);
            send(kafka, "lines", "hello");
            Application.await(() -> Application.count(two, "hello") == 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void instanceThatClosesLeavesOrStaysAsItsOptionsSay(String protocol, InMemoryKafka kafka, @TempDir Path directory)
            throws Exception {
        for (GroupMembershipOperation operation : GroupMembershipOperation.values()) {
            String id = "app-" + operation;
            try (KafkaStreams instance = new Application(id, kafka, protocol, directory).instance(id)) {
                instance.start();
                Application.await(() -> Application.active(instance) == 6);

                instance.close(CloseOptions.groupMembershipOperation(operation));
            }
            assertThat(kafka.group(id).members()).as(id).hasSize(stays(protocol, operation) ? 1 : 0);
        }
    }

    /**
     * Returns whether a member stays. One of a classic group does unless it is told to go; one of a streams group does
     * if it is told to, from Kafka Streams 4.4 on, which also knows an operation by default. Older ones leave.
     */
    private static boolean stays(String protocol, GroupMembershipOperation operation) {
        if (protocol.equals("classic")) {
            return operation != GroupMembershipOperation.LEAVE_GROUP;
        }
        boolean isTold = GroupMembershipOperation.values().length > 2;
        return isTold && operation == GroupMembershipOperation.REMAIN_IN_GROUP;
    }

    private static void send(InMemoryKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", value)).get();
        }
    }

    /** Reads keys and values of records that are committed, until all that are expected have come. */
    private static List<String> read(InMemoryKafka kafka, String topic, String... expected) {
        List<String> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (!read.containsAll(List.of(expected))) {
                consumer.poll(BRIEFLY).forEach(record -> read.add(record.key() + " " + record.value()));
            }
        }
        return read;
    }
}
