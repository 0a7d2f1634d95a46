package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Share consumers (KIP-932) that the test drives: waits for their group, polls them, and breaks them from outside. */
class ShareDrivingTest {
    private static final String GROUP = ShareScene.GROUP;

    /** The lock on a record that was delivered: {@code group.share.record.lock.duration.ms}. */
    private static final Duration LOCK = Duration.ofSeconds(30);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private ShareScene scene;
    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws Exception {
        scene = ShareScene.start(2);
        kafka = scene.kafka();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private KafkaShareConsumer<String, String> consumer(String clientId, String... more) {
        return scene.member(ShareScene.config(clientId, more));
    }

    private static List<String> values(List<? extends ConsumerRecord<?, ?>> records) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<?, ?> record : records) {
            values.add(record.value() + " x" + record.deliveryCount().orElseThrow());
        }
        return values;
    }

    private List<String> assignments() {
        List<String> assignments = new ArrayList<>();
        for (MemberView member : kafka.group(GROUP).members()) {
            assignments.add(member.ref().clientId() + " " + member.assignment());
        }
        return assignments;
    }

    @Test
    void groupIsStableWhenItsMembersHaveThePartitionsWhoseStateIsInitialized() {
        KafkaShareConsumer<String, String> one = consumer("one");
        assertThat(kafka.awaitStable(GROUP)).isEqualTo(HEARTBEAT);
        assertThat(assignments()).containsExactly("one [orders-0, orders-1]");
        assertThat(kafka.awaitStable(GROUP)).isZero();
        KafkaShareConsumer<String, String> two = consumer("two");
        assertThat(kafka.awaitStable(GROUP)).isEqualTo(HEARTBEAT);
        assertThat(assignments()).containsExactly("one [orders-1]", "two [orders-0]");
        one.close();
        assertThat(kafka.awaitStable(GROUP)).isEqualTo(HEARTBEAT);
        assertThat(assignments()).containsExactly("two [orders-0, orders-1]");
        two.close();
    }

    @Test
    void waitThatIsTooShortSaysWhatIsAwaited() {
        KafkaShareConsumer<String, String> one = consumer("one");
        Duration tooShort = HEARTBEAT.minusMillis(1);
        assertThatThrownBy(() -> kafka.awaitStable(GROUP, tooShort))
                .isInstanceOf(GroupNotStableException.class)
                .hasMessageContaining("Group 'work' did not become stable within 4999 ms of virtual time")
                .hasMessageContaining("the group awaits a heartbeat after epoch 2, with which partitions are assigned"
                        + " that have come or gone");
        assertThat(kafka.awaitStable(GROUP, Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1));
        one.close();
    }

    @Test
    void crashedMemberIsAwaitedUntilItsSessionIsOver() {
        KafkaShareConsumer<String, String> one = consumer("one");
        KafkaShareConsumer<String, String> two = consumer("two");
        kafka.awaitStable(GROUP);
        kafka.client(one).crash();
        assertThatThrownBy(() -> kafka.awaitStable(GROUP, Duration.ofSeconds(44)))
                .hasMessageContaining("one (member")
                .hasMessageContaining("crashed at 00:00:05.000 but is still a member");
        kafka.awaitStable(GROUP);
        assertThat(assignments()).containsExactly("two [orders-0, orders-1]");
        two.close();
    }

    @Test
    void partitionsThatCameLaterAreAwaited() throws Exception {
        KafkaShareConsumer<String, String> one = consumer("one");
        kafka.awaitStable(GROUP);
        try (Admin admin = kafka.admin()) {
            admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }
        kafka.awaitStable(GROUP);
        assertThat(assignments()).containsExactly("one [orders-0, orders-1, orders-2]");
        one.unsubscribe();
        one.subscribe(List.of("nowhere"));
        kafka.awaitStable(GROUP);
        assertThat(assignments()).containsExactly("one [nowhere-0]");
        one.close();
    }

    @Test
    void waitingForTheGroupDeliversNothingAndAcceptsNothing() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> one = consumer("one");
        kafka.awaitStable(GROUP);
        assertThat(one.poll(Duration.ofSeconds(1))).hasSize(1);
        KafkaShareConsumer<String, String> two = consumer("two");
        kafka.awaitStable(GROUP);
        kafka.client(one).crash();
        kafka.awaitStable(GROUP);
        assertThat(values(kafka.runFor(Duration.ofSeconds(1)).ofShare(two))).containsExactly("a x2");
        two.close();
    }

    @Test
    void runPollsAsAnApplicationDoesAndSoAcceptsWhatItGotBefore() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> one = consumer("one");
        assertThat(values(kafka.runFor(Duration.ofSeconds(6)).all())).containsExactly("a x1");
        scene.produce("b");
        assertThat(kafka.runUntil(() -> false, Duration.ofSeconds(1))).isFalse();
        kafka.client(one).crash();
        KafkaShareConsumer<String, String> two = consumer("two");
        assertThat(kafka.runFor(Duration.ofMinutes(2)).count()).isZero();
        two.close();
    }

    @Test
    void runLeavesAConsumerAloneThatHasToAcknowledge() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> one = scene.member("one");
        List<ConsumerRecord<String, String>> records =
                kafka.runFor(Duration.ofSeconds(6)).ofShare(one);
        assertThat(values(records)).containsExactly("a x1");
        scene.produce("b");
        assertThat(kafka.runFor(Duration.ofSeconds(10)).count()).isZero();
        one.acknowledge(records.get(0), AcknowledgeType.RELEASE);
        assertThat(values(kafka.runFor(Duration.ofSeconds(10)).ofShare(one))).containsExactly("b x1");
        one.close();
    }

    @Test
    void consumersThatTheTestPolledAndWorkersRunTogether() throws Exception {
        List<String> handled = new ArrayList<>();
        scene.produce("a", "b");
        KafkaShareConsumer<String, String> one =
                consumer("one", "share.acquire.mode", "record_limit", "max.poll.records", "1");
        kafka.shareWorker(
                ShareScene.config("two", "share.acquire.mode", "record_limit", "max.poll.records", "1"),
                List.of("orders"),
                (record, consumer) -> {
                    handled.add(record.value().toString());
                    return AcknowledgeType.ACCEPT;
                });
        List<String> polled = values(kafka.runFor(Duration.ofSeconds(20)).all());
        assertThat(handled.size() + polled.size()).isEqualTo(2);
        one.close();
    }
}
