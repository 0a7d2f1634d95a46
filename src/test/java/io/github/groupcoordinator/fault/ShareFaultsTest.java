package io.github.groupcoordinator.fault;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.ShareScene;
import io.github.groupcoordinator.view.ShareRecordState;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of the APIs by which members of share groups work, with the errors that Kafka gives, and what clients do. */
class ShareFaultsTest {
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

    @Test
    void errorThatKafkaNeverGivesIsRefused() {
        for (ApiKeys api : List.of(ApiKeys.SHARE_FETCH, ApiKeys.SHARE_ACKNOWLEDGE, ApiKeys.SHARE_GROUP_HEARTBEAT)) {
            assertThatThrownBy(() -> kafka.faults().on(api).lenient().respond(Errors.REBALANCE_IN_PROGRESS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Kafka never answers " + api + " with REBALANCE_IN_PROGRESS, but with ");
        }
    }

    @Test
    void memberWhoseShareSessionIsNotFoundOpensAnother() throws Exception {
        kafka.faults().on(ApiKeys.SHARE_FETCH).group("work").respond(Errors.SHARE_SESSION_NOT_FOUND);
        scene.produce("a");
        KafkaShareConsumer<String, String> one = scene.member("one");
        assertThat(ShareScene.poll(one)).hasSize(1);
        one.close();
    }

    @Test
    void acknowledgementThatIsRefusedIsTheApplications() throws Exception {
        kafka.faults().on(ApiKeys.SHARE_ACKNOWLEDGE).from("one").respond(Errors.INVALID_RECORD_STATE);
        scene.produce("a");
        KafkaShareConsumer<String, String> one = scene.member("one");
        one.acknowledge(ShareScene.poll(one).get(0));
        assertThat(one.commitSync().values())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome).get().isInstanceOf(InvalidRecordStateException.class));
        assertThat(kafka.shareGroup("work")).hasAcquired(one, "orders-0", 0);
        one.close();
    }

    @Test
    void acknowledgementWhoseAnswerIsLostHasComeAbout() throws Exception {
        kafka.faults().on(ApiKeys.SHARE_ACKNOWLEDGE).from("one").loseResponse();
        scene.produce("a");
        KafkaShareConsumer<String, String> one = scene.member("one");
        one.acknowledge(ShareScene.poll(one).get(0));
        assertThat(one.commitSync(Duration.ofSeconds(60)).values())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome).isPresent());
        assertThat(kafka.shareGroup("work")).hasState("orders-0", 0, ShareRecordState.ACKNOWLEDGED);
        one.close();
    }

    @Test
    void memberThatIsUnknownJoinsAgainAndKeepsItsRecords() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> one = scene.member("one");
        ConsumerRecord<String, String> record = ShareScene.poll(one).get(0);
        kafka.faults().on(ApiKeys.SHARE_GROUP_HEARTBEAT).from(one).respond(Errors.UNKNOWN_MEMBER_ID);
        kafka.clock().advance(Duration.ofSeconds(6));
        assertThat(kafka.shareGroup("work")).hasAcquired(one, "orders-0", 0);
        one.acknowledge(record);
        one.commitSync();
        assertThat(kafka.shareGroup("work")).hasNoLag();
        one.close();
    }
}
