package io.github.groupcoordinator.samples.bugs;

import static io.github.groupcoordinator.samples.bugs.Scene.FIRST;
import static io.github.groupcoordinator.samples.bugs.Scene.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.junit.jupiter.api.Test;

/** Groups that begin at the wrong place, or never get on. */
class OffsetResetBugsTest {

    /** thomhurst/Dekaf#2259: offsets expire while the group is away, and it goes on behind what came meanwhile. */
    @Test
    void groupThatWasAwayTooLongSkipsWhatCameMeanwhile() throws Exception {
        KnownBug.isProvoked("[\"b\"]", "latest", "earliest", (scene, reset) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber("auto.offset.reset=" + reset);
            scene.settle();
            scene.send("a");
            assertThat(read(consumer, 1)).containsExactly("a");
            consumer.commitSync();
            consumer.close();
            scene.pass(Duration.ofDays(8)); // offsets.retention.minutes is a week
            scene.send("b");
            KafkaConsumer<String, String> restarted = scene.subscriber("auto.offset.reset=" + reset);
            scene.settle();
            assertThat(read(restarted, 1)).containsExactly("b");
        });
    }

    /** confluentinc/librdkafka#1442: offsets expire before the records do, and everything is handled once more. */
    @Test
    void groupWhoseOffsetsExpireFirstHandlesEverythingAgain() throws Exception {
        Duration keepsRecordsForAMonth = Duration.ofDays(30);
        Duration keepsThemNoLongerThanOffsets = Duration.ofDays(7);
        KnownBug.isProvoked(
                "Expecting empty but was: [\"a\"]",
                keepsRecordsForAMonth,
                keepsThemNoLongerThanOffsets,
                (scene, kept) -> {
                    scene.retain(kept);
                    scene.send("a");
                    KafkaConsumer<String, String> consumer = scene.subscriber();
                    scene.settle();
                    assertThat(read(consumer, 1)).containsExactly("a");
                    consumer.commitSync();
                    consumer.close();
                    scene.pass(Duration.ofDays(8));
                    KafkaConsumer<String, String> restarted = scene.subscriber();
                    scene.settle();
                    assertThat(read(restarted, 1)).isEmpty();
                });
    }

    /** spring-projects/spring-kafka#1493: records are deleted before a group has read them, and it skips the rest. */
    @Test
    void groupThatFellBehindRetentionSkipsWhatIsStillThere() throws Exception {
        KnownBug.isProvoked("[\"c\"]", "latest", "earliest", (scene, reset) -> {
            scene.send("a", "b", "c");
            KafkaConsumer<String, String> consumer = scene.subscriber("auto.offset.reset=" + reset);
            scene.settle();
            consumer.commitSync(Scene.upTo(1));
            consumer.close();
            scene.admin()
                    .deleteRecords(Map.of(FIRST, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
            KafkaConsumer<String, String> restarted = scene.subscriber("auto.offset.reset=" + reset);
            scene.settle();
            assertThat(read(restarted, 1)).containsExactly("c");
        });
    }

    /** KAFKA-12478: a topic gets more partitions, and what is written there before consumers know is never read. */
    @Test
    void firstRecordsOfANewPartitionAreSkipped() throws Exception {
        KnownBug.isProvoked("[\"new\"]", "latest", "earliest", (scene, reset) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber("auto.offset.reset=" + reset);
            scene.settle();
            scene.admin()
                    .createPartitions(Map.of("orders", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            scene.producer()
                    .send(new ProducerRecord<>("orders", 2, null, "new"))
                    .get();
            scene.pass(Duration.ofMinutes(5)); // metadata.max.age.ms
            assertThat(read(consumer, 20)).containsExactly("new");
        });
    }

    /** strimzi/strimzi-kafka-operator#9269: a topic is made anew under a consumer, which commits its old offset. */
    @Test
    void commitOfATopicThatWasMadeAnewPointsBehindItsEnd() throws Exception {
        KnownBug.isProvoked("COMMIT_WITHIN_LOG", true, false, (scene, commitsWhatItHad) -> {
            scene.send("a", "b", "c");
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.settle();
            assertThat(read(consumer, 1)).hasSize(3);
            Admin admin = scene.admin();
            admin.deleteTopics(List.of("orders")).all().get();
            admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1)))
                    .all()
                    .get();
            if (commitsWhatItHad) {
                consumer.commitSync();
            }
        });
    }

    /** skroutz/rafka#52: whoever sends before a new consumer has its partitions sends past it. */
    @Test
    void firstRecordIsSentPastAConsumerThatHasNoPartitionsYet() throws Exception {
        KnownBug.isProvoked("[\"a\"]", false, true, (scene, waits) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber("auto.offset.reset=latest");
            if (waits) {
                scene.settle();
            }
            scene.send("a");
            assertThat(read(consumer, 10)).containsExactly("a");
        });
    }

    /** spring-projects/spring-kafka#1287: a record that cannot be read is tried again and again. */
    @Test
    void recordThatCannotBeReadIsTriedForEver() throws Exception {
        KnownBug.isProvoked("Expecting value to be true", false, true, (scene, skips) -> {
            scene.send("poison", "42!!");
            KafkaConsumer<String, Integer> consumer = scene.ofNumbers();
            boolean read = false;
            for (int i = 0; i < 100 && !read; i++) {
                try {
                    read = !consumer.poll(Duration.ofSeconds(1)).isEmpty();
                } catch (RecordDeserializationException e) {
                    if (skips) {
                        consumer.seek(e.topicPartition(), e.offset() + 1);
                    }
                }
            }
            assertThat(read).isTrue();
        });
    }

    /** KAFKA-7320: a consumer of a mistyped topic makes it, and waits there for ever. */
    @Test
    void mistypedTopicIsMadeByItsConsumer() throws Exception {
        KnownBug.isProvoked("oders", true, false, (scene, allowed) -> {
            KafkaConsumer<String, String> consumer = scene.consumer("allow.auto.create.topics=" + allowed);
            consumer.subscribe(List.of("oders"));
            read(consumer, 10);
            assertThat(scene.kafka.topicNames()).containsExactly("a", "b", "orders");
        });
    }
}
