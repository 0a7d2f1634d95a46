package io.github.groupcoordinator.assertion;

import static io.github.groupcoordinator.assertion.EventMatcher.acknowledged;
import static io.github.groupcoordinator.assertion.EventMatcher.acquired;
import static io.github.groupcoordinator.assertion.EventMatcher.archived;
import static io.github.groupcoordinator.assertion.EventMatcher.lockTimedOut;
import static io.github.groupcoordinator.assertion.EventMatcher.released;
import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.ShareScene;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.ShareRecordState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assertions on a share group: what holds passes, and what does not is told with who, what and when. */
class ShareGroupAssertionsTest {
    private ShareScene scene;
    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws Exception {
        scene = ShareScene.start();
        kafka = scene.kafka();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private KafkaShareConsumer<String, String> memberThatHasAcknowledgedSomeOfFive() throws Exception {
        scene.produce("good", "bad", "later", "kept", "kept too");
        KafkaShareConsumer<String, String> one = scene.member("one");
        List<ConsumerRecord<String, String>> records = ShareScene.poll(one);
        one.acknowledge(records.get(0));
        one.acknowledge(records.get(1), AcknowledgeType.REJECT);
        one.acknowledge(records.get(2), AcknowledgeType.RELEASE);
        one.commitSync();
        return one;
    }

    @Test
    void whatIsTrueOfRecordsInFlightHolds() throws Exception {
        KafkaShareConsumer<String, String> one = memberThatHasAcknowledgedSomeOfFive();

        assertThat(kafka.shareGroup("work"))
                .isInState(GroupState.STABLE)
                .hasMembers(one)
                .hasMemberCount(1)
                .hasAcquired(one, "orders-0", 3, 4)
                .hasAcquired("somebody else", "orders-0")
                .hasInFlight("one", 2)
                .hasState("orders-0", 0, ShareRecordState.ACKNOWLEDGED)
                .hasState("orders-0", 1, ShareRecordState.ARCHIVED)
                .hasState("orders-0", 2, ShareRecordState.AVAILABLE)
                .hasState("orders-0", 3, ShareRecordState.ACQUIRED)
                .hasDeliveryCount("orders-0", 2, 1)
                .isArchivedBecause("orders-0", 1, RecordsArchived.Reason.REJECTED)
                .hasStartOffset("orders-0", 2)
                .hasLag("orders-0", 3);
        scene.produce("new");
        assertThat(kafka.shareGroup("work"))
                .hasState("orders-0", 5, ShareRecordState.AVAILABLE)
                .hasDeliveryCount("orders-0", 5, 0)
                .hasLag("orders-0", 4);
        assertThat(kafka.events())
                .containsSubsequence(
                        acquired(one, "orders-0", 4),
                        acknowledged(one, "orders-0", 0),
                        archived("orders-0", 1, RecordsArchived.Reason.REJECTED),
                        released(one, "orders-0", 2))
                .never(lockTimedOut(one, "orders-0", 3));
        one.close();
        assertThat(kafka.shareGroup("work")).isEmpty().hasNothingInFlight();
    }

    @Test
    void groupThatHasBeenStoredIsSeenWithoutALeader() throws Exception {
        memberThatHasAcknowledgedSomeOfFive().close();

        assertThat(kafka.shareGroup("work"))
                .hasStartOffset("orders-0", 0) // as it was when the acknowledgements were written
                .hasState("orders-0", 0, ShareRecordState.ACKNOWLEDGED)
                .hasState("orders-0", 3, ShareRecordState.AVAILABLE)
                .hasLag("orders-0", 3);
    }

    @Test
    void failureTellsWhoHasWhatUntilWhen() throws Exception {
        KafkaShareConsumer<String, String> one = memberThatHasAcknowledgedSomeOfFive();

        assertThatThrownBy(() ->
                        assertThat(kafka.shareGroup("work")).hasState("orders-0", 3, ShareRecordState.ACKNOWLEDGED))
                .hasMessage("""
                        Expected share group 'work' to have orders-0@3 ACKNOWLEDGED
                          expected: ACKNOWLEDGED
                          actual:   3-4 ACQUIRED x1 by one
                        Share group 'work' at 00:00:05.025: Stable, epoch 3
                          one: [orders-0]
                          orders-0: start offset 2, end offset 5, lag 3
                            2 AVAILABLE x1
                            3-4 ACQUIRED x1 by one until 00:00:35.025
                        The last 12 of 13 events:
                          00:00:00.025 work | group epoch 2: MEMBER_JOINED by one
                          00:00:00.025 work | target of epoch 2 by assignor simple: one=[]
                          00:00:00.025 work | reconciled: one: epoch 2, STABLE, has []
                          00:00:05.025 work | group epoch 3: TOPICS_CHANGED by one
                          00:00:05.025 work | target of epoch 3 by assignor simple: one=[orders-0]
                          00:00:05.025 work | reconciled: one: epoch 3, STABLE, has [orders-0]
                          00:00:05.025 work | share partition loaded: orders-0 by broker 0, start offset 0,\
                         as share.auto.offset.reset says
                          00:00:05.025 work | acquired by one: orders-0 offsets 0-4, delivery 1
                          00:00:05.025 work | acknowledged by one: orders-0 offset 0, delivery 1
                          00:00:05.025 work | archived: orders-0 offset 1, delivery 1, last had by one: REJECTED
                          00:00:05.025 work | released by one: orders-0 offset 2, delivery 1: MEMBER_RELEASED
                          00:00:05.025 work | start offset of orders-0: 0 to 2: RECORDS_DONE""");
        one.close();
    }

    @Test
    void eachClaimThatDoesNotHoldSaysWhatIs() throws Exception {
        KafkaShareConsumer<String, String> one = memberThatHasAcknowledgedSomeOfFive();
        ShareGroupAssertions<?> group = PlainAssertions.assertThat(kafka.shareGroup("work"));

        fails(group::isEmpty, "Empty", "Stable");
        fails(() -> group.hasMembers("two"), "[two]", "[one]");
        fails(() -> group.hasMemberCount(2), "2", "1: [one]");
        fails(() -> group.hasAcquired(one, "orders-0", 3), "[3]", "[3, 4]");
        fails(() -> group.hasInFlight(one, 1), "1", "2");
        fails(group::hasNothingInFlight, "0", "2");
        fails(
                () -> group.hasState("orders-0", 9, ShareRecordState.AVAILABLE),
                "AVAILABLE",
                "no record: the log ends at 5");
        fails(
                () -> group.hasState("bills-0", 0, ShareRecordState.AVAILABLE),
                "AVAILABLE",
                "the group does not read bills-0");
        fails(() -> group.hasDeliveryCount("orders-0", 2, 2), "2", "1: 2 AVAILABLE x1");
        fails(
                () -> group.isArchivedBecause("orders-0", 0, RecordsArchived.Reason.REJECTED),
                "archived: REJECTED",
                "acknowledged by one: orders-0 offset 0, delivery 1");
        fails(() -> group.hasStartOffset("orders-0", 1), "1", "2");
        fails(() -> group.hasLag("orders-0", 2), "2", "3");
        fails(group::hasNoLag, "no lag", "[orders-0 by 3]");
        fails(() -> PlainAssertions.assertThat(kafka.shareGroup("nobody's")).isEmpty(), "Empty", "Dead");
        one.close();
    }

    private static void fails(Runnable claim, String expected, String actual) {
        assertThatThrownBy(claim::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\n  expected: " + expected + "\n  actual:   " + actual + "\n");
    }

    @Test
    void recordThatAnAdministratorSkipsIsNotAcknowledged() throws Exception {
        memberThatHasAcknowledgedSomeOfFive().close();
        try (Admin admin = kafka.admin()) {
            admin.alterShareGroupOffsets("work", Map.of(new TopicPartition("orders", 0), 5L))
                    .all()
                    .get();
        }
        PlainShareGroupAssert group = PlainAssertions.assertThat(kafka.shareGroup("work"));

        group.hasStartOffset("orders-0", 5)
                .hasState("orders-0", 0, ShareRecordState.ACKNOWLEDGED)
                .hasState("orders-0", 1, ShareRecordState.ARCHIVED)
                .hasDeliveryCount("orders-0", 3, 1);
        fails(
                () -> group.hasState("orders-0", 3, ShareRecordState.ACKNOWLEDGED),
                "ACKNOWLEDGED",
                "before the start offset 5, released by one: orders-0 offsets 3-4, delivery 1: SESSION_ENDED");
    }

    @Test
    void poisonRecordIsSeenToBeGivenUp() throws Exception {
        scene.configure("share.delivery.count.limit", "2");
        scene.produce("poison");
        KafkaShareConsumer<String, String> one = scene.member("one");
        ShareScene.poll(one);
        kafka.clock().advance(Duration.ofSeconds(30));
        assertThat(kafka.events()).contains(lockTimedOut(one, "orders-0", 0));
        kafka.client(one).crash();
        KafkaShareConsumer<String, String> two = scene.member("two");
        ShareScene.poll(two);
        assertThat(kafka.shareGroup("work")).hasDeliveryCount("orders-0", 0, 2);
        two.close();
        KafkaShareConsumer<String, String> three = scene.member("three");
        ShareScene.poll(three);
        assertThat(kafka.shareGroup("work"))
                .isArchivedBecause("orders-0", 0, RecordsArchived.Reason.DELIVERY_COUNT_LIMIT)
                .hasNoLag();
        three.close();
    }
}
