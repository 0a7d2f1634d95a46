package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.WorkerHandler;
import io.github.groupcoordinator.simulation.SimulationFailure;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Three applications with a bug each, which simulations find; and the same ones without it, which survive them. */
class PlantedBugsTest {
    private static final Pattern REPLAY = Pattern.compile("Replay it with:  @Simulation\\(replay = \"([^\"]+)\"\\)");

    /** Finds the bug, checks that few faults are left, and replays it; returns the message. */
    private static String found(Class<?> testClass) {
        Throwable failure = Run.of(testClass).failure();
        assertThat(failure).isInstanceOf(SimulationFailure.class);
        Matcher replay = REPLAY.matcher(failure.getMessage());
        assertThat(replay.find()).as(failure.getMessage()).isTrue();
        assertThat(replay.group(1).split(" ")).as("seed and at most 3 faults").hasSizeLessThanOrEqualTo(1 + 3);

        Run replayed = Run.with("embedded-group-coordinator.replay", replay.group(1), testClass);

        assertThat(replayed.names()).containsExactly("replay of " + replay.group(1));
        assertThat(replayed.failure()).isInstanceOf(SimulationFailure.class).hasMessageStartingWith("Replayed with ");
        assertThat(replayed.failure().getCause()).hasMessage(failure.getCause().getMessage());
        return failure.getMessage();
    }

    private static void survives(Class<?> testClass) {
        Run run = Run.of(testClass);

        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(200);
    }

    @Test
    void commitBeforeProcessingLosesAnOrder() {
        assertThat(found(CommitsBeforeProcessing.class)).contains("orders billed within 10 minutes");
    }

    @Test
    void lateCommitOfAHandlerThatIsNotIdempotentBillsAnOrderTwice() {
        assertThat(found(BillsBeforeALateCommit.class)).contains("how often each order was billed");
    }

    @Test
    void listenerThatThrowsKillsAWorker() {
        assertThat(found(ListenerThrows.class)).contains("Worker 'billing-1' died at ", "because of ");
    }

    @Test
    void applicationThatCommitsAfterwardsAndBillsOnceSurvives() {
        survives(CommitsAfterwardsAndBillsOnce.class);
    }

    @Test
    void applicationWhoseListenerMakesDoWithAFailedCommitSurvives() {
        survives(ListenerMakesDo.class);
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
    static class CommitsBeforeProcessing {
        private final Ledger ledger = new Ledger();

        @Simulation(runs = 200)
        void billsEachOrderOnce(InMemoryKafka kafka) {
            ledger.billsEachOrderOnce(kafka, () -> (records, consumer) -> {
                commit(records, consumer);
                records.forEach(record -> ledger.billOnce(record.value()));
            });
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
    static class BillsBeforeALateCommit {
        private final Ledger ledger = new Ledger();

        @Simulation(runs = 200)
        void billsEachOrderOnce(InMemoryKafka kafka) {
            ledger.billsEachOrderOnce(
                    kafka,
                    () -> (records, consumer) -> records.forEach(record -> ledger.bill(record.value())),
                    "enable.auto.commit",
                    "true");
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
    static class CommitsAfterwardsAndBillsOnce {
        private final Ledger ledger = new Ledger();

        @Simulation(runs = 200)
        void billsEachOrderOnce(InMemoryKafka kafka, SimulationRun run) {
            ledger.billsEachOrderOnce(kafka, () -> (records, consumer) -> {
                records.forEach(record -> ledger.billOnce(record.value()));
                commit(records, consumer);
            });
            run.sometimes("a worker crashed", run.fired().toString().contains("crash"));
        }
    }

    /** A commit that fails is made up for by the next one. */
    private static void commit(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
        if (!records.isEmpty()) {
            try {
                consumer.commitSync();
            } catch (KafkaException e) {
                // The records come again, to this consumer or to another.
            }
        }
    }

    /** Commits in its listener what it has billed since the last commit. */
    private static class CommitsInTheListener implements WorkerHandler<String, String> {
        private final Ledger ledger;
        private final Map<TopicPartition, OffsetAndMetadata> billed = new LinkedHashMap<>();

        CommitsInTheListener(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public void handle(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
            records.forEach(record -> {
                ledger.billOnce(record.value());
                billed.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            });
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions, Consumer<String, String> consumer) {
            if (!billed.isEmpty()) {
                consumer.commitSync(billed);
                billed.clear();
            }
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
    static class ListenerThrows {
        private final Ledger ledger = new Ledger();

        @Simulation(runs = 200)
        void billsEachOrderOnce(InMemoryKafka kafka) {
            ledger.billsEachOrderOnce(kafka, () -> new CommitsInTheListener(ledger));
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
    static class ListenerMakesDo {
        private final Ledger ledger = new Ledger();

        @Simulation(runs = 200)
        void billsEachOrderOnce(InMemoryKafka kafka) {
            ledger.billsEachOrderOnce(kafka, () -> new CommitsInTheListener(ledger) {
                @Override
                public void onPartitionsRevoked(
                        Collection<TopicPartition> partitions, Consumer<String, String> consumer) {
                    try {
                        super.onPartitionsRevoked(partitions, consumer);
                    } catch (KafkaException e) {
                        // The orders come again, to whoever owns their partitions now.
                    }
                }
            });
        }
    }
}
