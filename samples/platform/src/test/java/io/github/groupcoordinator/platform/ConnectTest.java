package io.github.groupcoordinator.platform;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.fault.Fault;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.ListenerMode;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers of Connect in distributed mode, of which one dies: the other does its work, too. */
@Timeout(240)
@EmbeddedGroupCoordinator(
        topics = @Topic(name = "rows", partitions = 1),
        listener = ListenerMode.SYSTEM_TIME,
        time = TimeMode.SYSTEM,
        brokerProperties = {"group.initial.rebalance.delay.ms=0", "group.min.session.timeout.ms=1000"})
class ConnectTest {
    /** A dead worker is missed after two seconds, not ten; its tasks move at once, not after five minutes. */
    private static final Map<String, String> HASTY = Map.of(
            "session.timeout.ms", "2000",
            "heartbeat.interval.ms", "200",
            "scheduled.rebalance.max.delay.ms", "0",
            "offset.flush.interval.ms", "100",
            "task.shutdown.graceful.timeout.ms", "100");

    @BeforeEach
    void forgetRows() {
        Table.instance().clear();
        ListSink.VALUES.clear();
    }

    @Test
    void tasksOfADeadWorkerMoveToTheOther(InMemoryKafka kafka) throws Exception {
        try (ConnectWorker one = ConnectWorker.start(kafka.bootstrapServers(), HASTY);
                ConnectWorker two = ConnectWorker.start(kafka.bootstrapServers(), HASTY)) {
            Conditions.await(() -> kafka.group("connect").members().size() == 2);
            one.create("table", Map.of("connector.class", "TableSource", "topic", "rows", "tasks.max", "2"));
            two.create("list", Map.of("connector.class", "ListSink", "topics", "rows", "tasks.max", "2"));
            Conditions.await(() -> workersOf(one, "table", "list").size() == 4);
            assertThat(workersOf(one, "table", "list")).contains(one.id(), two.id());
            Table.instance().add(10);
            Conditions.await(() -> ListSink.VALUES.containsAll(Table.instance().rows()));

            // It is gone without a word, as a process that is killed: the group hears no farewell.
            kafka.faults().on(ApiKeys.LEAVE_GROUP).group("connect").drop();
            one.close();
            Table.instance().add(10);

            Conditions.await(() -> ListSink.VALUES.containsAll(Table.instance().rows()));
            Conditions.await(() -> workersOf(two, "table", "list").equals(Collections.nCopies(4, two.id())));
            Conditions.await(() -> kafka.group("connect-list").committedOffsets().values().stream()
                    .anyMatch(committed -> committed.offset() >= 20));
        }
    }

    @Test
    void exactlyOnceSourceWritesEachRowOnceAlthoughItsWorkerDiesBeforeACommit(InMemoryKafka kafka) throws Exception {
        Map<String, String> config = new HashMap<>(HASTY);
        config.put("exactly.once.source.support", "enabled");
        try (ConnectWorker one = ConnectWorker.start(kafka.bootstrapServers(), config);
                ConnectWorker two = ConnectWorker.start(kafka.bootstrapServers(), config)) {
            Table.instance().add(3);
            one.create(
                    "table",
                    Map.of(
                            "connector.class", "TableSource",
                            "topic", "rows",
                            "tasks.max", "1",
                            "exactly.once.support", "required"));
            Conditions.await(() -> values(kafka, "read_committed").size() == 3);
            ConnectWorker first = workersOf(one, "table").contains(one.id()) ? one : two;
            ConnectWorker second = first == one ? two : one;

            // Its next transaction has its records, and is never committed; the worker is gone without a word.
            Fault commit = kafka.faults().on(ApiKeys.END_TXN).drop();
            Table.instance().add(3);
            Conditions.await(() -> commit.fired() == 1);
            kafka.faults().on(ApiKeys.LEAVE_GROUP).group("connect").drop();
            first.close();

            Conditions.await(() -> values(kafka, "read_committed").size() >= 6);
            Table.instance().add(3);
            Conditions.await(() -> values(kafka, "read_committed").size() >= 9);
            assertThat(values(kafka, "read_committed"))
                    .isEqualTo(Table.instance().rows());
            assertThat(values(kafka, "read_uncommitted"))
                    .contains("row 3", "row 4", "row 5")
                    .hasSizeGreaterThanOrEqualTo(12);
            assertThat(workersOf(second, "table")).containsExactly(second.id());
        }
    }

    /** Returns where the running tasks of connectors are, as a worker knows it. */
    private static List<String> workersOf(ConnectWorker worker, String... connectors) {
        return Stream.of(connectors)
                .flatMap(connector -> worker.runningTasks(connector).values().stream())
                .toList();
    }

    private static List<String> values(InMemoryKafka kafka, String isolation) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation);
        TopicPartition rows = new TopicPartition("rows", 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(rows));
            consumer.seekToBeginning(List.of(rows));
            long end = consumer.endOffsets(List.of(rows)).get(rows);
            while (consumer.position(rows) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
