package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.cluster.Interposed;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A third real consumer joins two others, and the coordinator fails over once: after each request in turn, and with
 * each append of the coordinator in turn, which is then in the log but was never acknowledged. Whatever the point, the
 * group settles, nothing is owned twice (which every cluster watches anyway), and no committed offset is lost.
 */
final class FailoverAtEveryPointTest {
    private static final String GROUP = "billing";
    private static final int PARTITIONS = 6;
    private static final int RECORDS = 10;
    private static final int NEVER = Integer.MAX_VALUE;

    /** Counts the requests or appends of a rebalance, and lets the coordinator fail over at one of them. */
    private static final class Point implements FaultSource {
        private final boolean atAppends;
        private final int chosen;
        private @Nullable Runnable failover;
        private int seen;
        private boolean due;
        private boolean failedOver;

        Point(boolean atAppends, int chosen) {
            this.atAppends = atAppends;
            this.chosen = chosen;
        }

        void arm(Runnable how) {
            failover = how;
        }

        void disarm() {
            failover = null;
        }

        private boolean isReached() {
            return failover != null && seen++ == chosen;
        }

        /** Looks at what follows a request when the next one comes: nothing happens in between. */
        @Override
        public @Nullable FaultEffect decide(ArrivedRequest request) {
            failOverIfDue();
            if (!atAppends && isReached()) {
                due = true;
            }
            return null;
        }

        void failOverIfDue() {
            if (due && failover != null) {
                due = false;
                failedOver = true;
                failover.run();
            }
        }

        CoordinatorLog around(CoordinatorLog log) {
            return new InterruptedLog(log, () -> {
                if (atAppends && isReached()) {
                    due = true;
                    return true;
                }
                return false;
            });
        }
    }

    /** A log that has the records, but whose leader changes before it can say so. */
    private record InterruptedLog(CoordinatorLog log, BooleanSupplier interrupted) implements CoordinatorLog {
        private void acknowledge() {
            if (interrupted.getAsBoolean()) {
                throw new NotLeaderOrFollowerException("the leader changed before the append was acknowledged");
            }
        }

        @Override
        public void append(int partition, List<CoordinatorRecord> records) {
            log.append(partition, records);
            acknowledge();
        }

        @Override
        public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
            log.append(partition, producer, records);
            acknowledge();
        }

        @Override
        public void append(int partition, TransactionMarker marker) {
            log.append(partition, marker);
            acknowledge();
        }

        @Override
        public void replay(int partition, CoordinatorReplay each) {
            log.replay(partition, each);
        }
    }

    private static InMemoryKafka start(Point point) {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .brokers(3)
                .brokerProperty("default.replication.factor", "3")
                .topic("orders", PARTITIONS)
                .build();
        return new InMemoryKafka(config, new Interposed(faults -> point, point::around));
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka, String name, Map<String, Object> more) {
        Map<String, Object> config = new LinkedHashMap<>(more);
        config.put("group.id", GROUP);
        config.put("client.id", name);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("max.poll.records", 7);
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static void produce(InMemoryKafka kafka) throws Exception {
        try (KafkaProducer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < PARTITIONS * RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders", i % PARTITIONS, "k", "v" + i));
            }
            producer.flush();
        }
    }

    /**
     * A third consumer joins two that have committed. Returns how many points there were until the group was stable.
     */
    private static int thirdJoins(Point point, Map<String, Object> config) throws Exception {
        try (InMemoryKafka kafka = start(point);
                KafkaConsumer<String, String> first = consumer(kafka, "first", config);
                KafkaConsumer<String, String> second = consumer(kafka, "second", config)) {
            kafka.awaitStable(GROUP);
            produce(kafka);
            SortedMap<TopicPartition, OffsetAndMetadata> committed = commitSome(kafka, first, second);

            point.arm(() -> kafka.coordinator(GROUP).failover());
            try (KafkaConsumer<String, String> third = consumer(kafka, "third", config)) {
                int points = settle(kafka, point);
                assertSettled(kafka, committed);
                return points;
            }
        }
    }

    /** Three consumers join an empty group, in which somebody has committed before. */
    private static int allJoin(Point point, Map<String, Object> config) throws Exception {
        try (InMemoryKafka kafka = start(point)) {
            produce(kafka);
            SortedMap<TopicPartition, OffsetAndMetadata> committed;
            try (KafkaConsumer<String, String> before = consumer(kafka, "before", config)) {
                kafka.awaitStable(GROUP);
                committed = commitSome(kafka, before);
            }
            point.arm(() -> kafka.coordinator(GROUP).failover());
            try (KafkaConsumer<String, String> first = consumer(kafka, "first", config);
                    KafkaConsumer<String, String> second = consumer(kafka, "second", config);
                    KafkaConsumer<String, String> third = consumer(kafka, "third", config)) {
                int points = settle(kafka, point);
                assertSettled(kafka, committed);
                return points;
            }
        }
    }

    @SafeVarargs
    private static SortedMap<TopicPartition, OffsetAndMetadata> commitSome(
            InMemoryKafka kafka, KafkaConsumer<String, String>... consumers) {
        for (KafkaConsumer<String, String> consumer : consumers) {
            assertThat(consumer.poll(Duration.ofSeconds(1))).isNotEmpty();
            consumer.commitSync();
        }
        return kafka.group(GROUP).committedOffsets();
    }

    private static int settle(InMemoryKafka kafka, Point point) {
        assertThat(kafka.awaitStable(GROUP)).isLessThan(Duration.ofSeconds(30));
        int points = point.seen;
        point.failOverIfDue();
        point.disarm();
        kafka.awaitStable(GROUP);
        return points;
    }

    private static void assertSettled(InMemoryKafka kafka, SortedMap<TopicPartition, OffsetAndMetadata> committed) {
        assertOwnedOnce(kafka);
        assertThat(kafka.group(GROUP).committedOffsets()).isEqualTo(committed);
        assertNothingIsLost(kafka, committed);
    }

    private static void assertOwnedOnce(InMemoryKafka kafka) {
        List<TopicPartition> owned = new ArrayList<>();
        for (MemberView member : kafka.group(GROUP).members()) {
            owned.addAll(member.assignment());
        }
        assertThat(kafka.group(GROUP).members()).hasSize(3);
        assertThat(owned).hasSize(PARTITIONS).doesNotHaveDuplicates();
    }

    /** Reads the rest: whoever has a partition now goes on where it was committed, and misses nothing. */
    private static void assertNothingIsLost(
            InMemoryKafka kafka, SortedMap<TopicPartition, OffsetAndMetadata> committed) {
        List<String> rest = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            OffsetAndMetadata from = committed.get(new TopicPartition("orders", partition));
            for (long offset = from == null ? 0 : from.offset(); offset < RECORDS; offset++) {
                rest.add(partition + "@" + offset);
            }
        }
        assertThat(rest).isNotEmpty();
        List<String> received = new ArrayList<>();
        for (ConsumerRecord<?, ?> record : kafka.runFor(Duration.ofSeconds(2)).all()) {
            received.add(record.partition() + "@" + record.offset());
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(rest);
    }

    /** One story, to be told with a failover at each of its points. */
    private interface Story {
        int tell(Point point, Map<String, Object> config) throws Exception;
    }

    private static void atEveryPoint(Story story, Map<String, Object> config) throws Exception {
        for (boolean atAppends : new boolean[] {false, true}) {
            int points = story.tell(new Point(atAppends, NEVER), config);
            assertThat(points).isPositive();
            int failovers = 0;
            for (int chosen = 0; chosen < points; chosen++) {
                Point point = new Point(atAppends, chosen);
                try {
                    story.tell(point, config);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "with a failover at " + (atAppends ? "append " : "request ") + chosen + " of " + points, e);
                }
                failovers += point.failedOver ? 1 : 0;
            }
            assertThat(failovers).isEqualTo(points);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {RangeAssignor.class, CooperativeStickyAssignor.class})
    void groupThatAThirdMemberJoinsSettlesAndLosesNothing(Class<?> assignor) throws Exception {
        atEveryPoint(FailoverAtEveryPointTest::thirdJoins, Map.of("partition.assignment.strategy", assignor.getName()));
    }

    @Test
    void groupThatBeginsAnewSettlesAndLosesNothing() throws Exception {
        atEveryPoint(FailoverAtEveryPointTest::allJoin, Map.of());
    }

    @Test
    void groupOfTheConsumerProtocolSettlesAndLosesNothing() throws Exception {
        atEveryPoint(FailoverAtEveryPointTest::thirdJoins, Map.of("group.protocol", "consumer"));
    }
}
