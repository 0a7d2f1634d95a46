package io.github.groupcoordinator.samples.bugs;

import static io.github.groupcoordinator.samples.bugs.Scene.FIRST;
import static io.github.groupcoordinator.samples.bugs.Scene.read;
import static io.github.groupcoordinator.samples.bugs.Scene.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Commits that lose records, bring them back, or fail. */
class CommitBugsTest {

    private interface Retry {
        OffsetCommitCallback of(Consumer<?, ?> consumer);
    }

    /** reactor/reactor-kafka#259: a commit that is retried in its callback overwrites a later one. */
    @Test
    void retriedCommitOverwritesALaterOne() throws Exception {
        Retry retries = consumer -> (offsets, failed) -> {
            if (failed != null) {
                consumer.commitAsync(offsets, null);
            }
        };
        Retry leavesItToTheNext = consumer -> (offsets, failed) -> {};
        KnownBug.isProvoked("expected: 3L", retries, leavesItToTheNext, (scene, retry) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.send("a", "b", "c");
            scene.settle();
            scene.kafka.client(consumer).latency(Duration.ofMillis(5));
            scene.kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(1).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
            consumer.commitAsync(upTo(1), retry.of(consumer));
            consumer.commitAsync(upTo(3), null);
            read(consumer, 3);
            assertThat(scene.committed()).isEqualTo(3);
        });
    }

    /** confluentinc/librdkafka#1122: auto-commit takes a record for done that its handler has failed on. */
    @Test
    void autoCommitTakesAFailedRecordForDone() throws Exception {
        KnownBug.isProvoked("[\"a\"]", "true", "false", (scene, autoCommit) -> {
            scene.send("a");
            KafkaConsumer<String, String> consumer = scene.subscriber("enable.auto.commit=" + autoCommit);
            scene.settle();
            assertThat(read(consumer, 1)).containsExactly("a");
            consumer.close(); // the handler has thrown, so the process ends
            KafkaConsumer<String, String> restarted = scene.subscriber();
            scene.settle();
            assertThat(read(restarted, 1)).containsExactly("a");
        });
    }

    /** SOHU-Co/kafka-node#1138: records are handled side by side, and the commit of the fastest skips the others. */
    @Test
    void commitOfTheFastestHandlerSkipsTheOthers() throws Exception {
        long afterTheOneThatIsDone = 2;
        long beforeTheOneThatIsNot = 0;
        KnownBug.isProvoked("[\"a\", \"b\"]", afterTheOneThatIsDone, beforeTheOneThatIsNot, (scene, offset) -> {
            scene.send("a", "b");
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.settle();
            assertThat(read(consumer, 1)).containsExactly("a", "b");
            consumer.commitSync(upTo(offset)); // "b" is done, "a" is not
            scene.kafka.client(consumer).crash();
            KafkaConsumer<String, String> successor = scene.subscriber();
            scene.settle();
            assertThat(read(successor, 1)).containsExactly("a", "b");
        });
    }

    /** Azure/azure-event-hubs-for-kafka#65: a batch takes longer than max.poll.interval.ms, and cannot be committed. */
    @Test
    void batchThatTakesTooLongCannotBeCommitted() throws Exception {
        KnownBug.isProvoked("CommitFailedException", 500, 10, (scene, maxPollRecords) -> {
            scene.send("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29".split(" "));
            KafkaConsumer<String, String> consumer = scene.subscriber("max.poll.records=" + maxPollRecords);
            scene.settle();
            for (int handled = 0; handled < 30; ) {
                int count = consumer.poll(Duration.ofSeconds(1)).count();
                scene.pass(Duration.ofSeconds(20).multipliedBy(count));
                handled += count;
                consumer.commitSync();
            }
        });
    }

    /** KAFKA-15134: a tool assigns itself a partition, and commits in the name of a group that others have joined. */
    @Test
    void toolCannotCommitForAGroupThatOthersHaveJoined() throws Exception {
        KnownBug.isProvoked("CommitFailedException", "billing", "billing-tool", (scene, group) -> {
            scene.subscriber();
            scene.settle();
            KafkaConsumer<String, String> tool = scene.consumer("group.id=" + group);
            tool.assign(List.of(FIRST));
            tool.commitSync(upTo(0));
        });
    }

    /** reactor/reactor-kafka#80: what was lost is committed as if it had been revoked, which ends the poll loop. */
    @Test
    void lostPartitionsCannotBeCommitted() throws Exception {
        KnownBug.isProvoked("CommitFailedException", true, false, (scene, takesLostForRevoked) -> {
            KafkaConsumer<String, String> consumer = scene.consumer("auto.commit.interval.ms=1000");
            consumer.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(0)));
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    if (takesLostForRevoked) {
                        onPartitionsRevoked(partitions); // as Kafka's default does
                    }
                }
            });
            scene.settle();
            scene.kafka.coordinator("billing").expire(consumer);
            read(consumer, 10);
        });
    }

    /** KAFKA-3850: the last commit is refused once, and a wakeup keeps it from being tried again. */
    @Test
    void wakeupTakesTheLastCommitAway() throws Exception {
        KnownBug.isProvoked("expected: 1L", false, true, (scene, commitsAgain) -> {
            scene.send("a");
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.settle();
            assertThat(read(consumer, 1)).containsExactly("a");
            scene.kafka.faults().on(ApiKeys.OFFSET_COMMIT).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
            consumer.wakeup(); // a shutdown hook, while "a" is being handled
            try {
                consumer.commitSync();
            } catch (WakeupException e) {
                if (commitsAgain) {
                    consumer.commitSync();
                }
            }
            consumer.close();
            assertThat(scene.committed()).isEqualTo(1);
        });
    }
}
