package io.github.groupcoordinator.internal.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.invariant.WatchedScene;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;

/** Requests that wait, and a broker that forgets some of them. */
final class ParkedRequestsTest {
    private static final int FIVE_MINUTES_MS = 5 * 60 * 1000;

    private final WatchedScene scene = new WatchedScene();
    private final ManualTimers timers = new ManualTimers(InMemoryKafkaConfig.DEFAULT_START_TIME.toEpochMilli());
    private final ParkedRequests parked = new ParkedRequests(timers, scene.invariants);
    private final List<ApiMessage> sent = new ArrayList<>();
    private boolean heldUp;
    private final List<Runnable> abandoned = new ArrayList<>();

    private Request.Outlet arrives(ApiMessage body) {
        return parked.watch(
                new Request.Outlet() {
                    @Override
                    public void send(ApiMessage response) {
                        sent.add(response);
                    }

                    @Override
                    public void sendNothing() {
                        sent.clear();
                    }

                    @Override
                    public void closeConnection() {
                        sent.clear();
                    }

                    @Override
                    public void onAbandoned(Runnable task) {
                        abandoned.add(task);
                    }
                },
                () -> heldUp,
                "billing-1",
                body);
    }

    private void checkAfter(long ms) {
        timers.advanceTo(timers.nowMs() + ms);
        parked.check();
    }

    @Test
    void requestOnABrokerThatHangsIsNotOverdueUntilTheBrokerHasCaughtUp() {
        heldUp = true;
        arrives(new FetchRequestData().setMaxWaitMs(500));
        checkAfter(10_000);
        assertThat(scene.found).isEmpty();

        heldUp = false;
        parked.check();

        assertThat(scene.found).hasSize(1);
    }

    @Test
    void fetchThatIsForgottenIsFoundAfterItsLongestWait() {
        arrives(new FetchRequestData().setMaxWaitMs(500));
        checkAfter(500);
        assertThat(scene.found).isEmpty();

        checkAfter(1);

        assertThat(scene.found)
                .containsExactly("Invariant PARKED_REQUEST_ANSWERED (no request waits in the broker beyond its"
                        + " deadline) is violated at 00:00:00.501:\n"
                        + "  found:    Fetch of billing-1 still waits 00:00:00.501 after it arrived\n"
                        + "  expected: an answer 00:00:00.500 after it arrived");
        checkAfter(1_000);
        assertThat(scene.found).hasSize(1);
    }

    @Test
    void shareFetchIsOverdueAfterItsLongestWaitUnlessItAcknowledges() {
        ShareFetchRequestData.FetchTopic topic = new ShareFetchRequestData.FetchTopic().setTopicId(Uuid.ONE_UUID);
        topic.partitions()
                .add(new ShareFetchRequestData.FetchPartition()
                        .setAcknowledgementBatches(List.of(new ShareFetchRequestData.AcknowledgementBatch())));
        ShareFetchRequestData acknowledging = new ShareFetchRequestData().setMaxWaitMs(500);
        acknowledging.topics().add(topic);
        arrives(acknowledging);
        checkAfter(501);
        assertThat(scene.found).isEmpty();

        arrives(new ShareFetchRequestData().setMaxWaitMs(500));
        checkAfter(500);
        assertThat(scene.found).isEmpty();
        checkAfter(1);
        assertThat(scene.found).hasSize(1);
        assertThat(scene.found.get(0)).contains("ShareFetch of billing-1 still waits 00:00:00.501 after it arrived");
    }

    @Test
    void fetchThatIsAnsweredInTimeIsNotMissed() {
        arrives(new FetchRequestData().setMaxWaitMs(500)).send(new FetchResponseData());
        checkAfter(1_000);

        assertThat(sent).hasSize(1);
        assertThat(scene.found).isEmpty();
    }

    @Test
    void requestWhoseConnectionIsGoneIsNotMissed() {
        arrives(new FetchRequestData().setMaxWaitMs(500));
        abandoned.forEach(Runnable::run);
        checkAfter(1_000);

        assertThat(scene.found).isEmpty();
    }

    @Test
    void handlersOwnReactionToAGoneConnectionIsKept() {
        List<String> told = new ArrayList<>();
        arrives(new FetchRequestData().setMaxWaitMs(500)).onAbandoned(() -> told.add("gone"));
        abandoned.forEach(Runnable::run);
        checkAfter(1_000);

        assertThat(told).containsExactly("gone");
        assertThat(scene.found).isEmpty();
    }

    @Test
    void joinThatIsForgottenIsFoundAfterTheRebalanceTimeoutAndANewMembersTime() {
        arrives(new JoinGroupRequestData().setGroupId("billing").setRebalanceTimeoutMs(60_000));
        checkAfter(60_000 + FIVE_MINUTES_MS);
        assertThat(scene.found).isEmpty();

        checkAfter(1);

        assertThat(scene.found)
                .singleElement()
                .asString()
                .contains("JoinGroup of billing-1 still waits 00:06:00.001 after it arrived");
    }

    @Test
    void syncThatIsForgottenIsFoundAfterTheLargestRebalanceTimeoutOfItsGroup() {
        arrives(new JoinGroupRequestData().setGroupId("billing").setRebalanceTimeoutMs(60_000))
                .sendNothing();
        arrives(new JoinGroupRequestData().setGroupId("billing").setRebalanceTimeoutMs(10_000))
                .sendNothing();
        arrives(new SyncGroupRequestData().setGroupId("billing"));
        checkAfter(60_000);
        assertThat(scene.found).isEmpty();

        // The next request is occasion enough.
        timers.advanceTo(timers.nowMs() + 1);
        arrives(new SyncGroupRequestData().setGroupId("other"));

        assertThat(scene.found)
                .singleElement()
                .asString()
                .contains("SyncGroup of billing-1 still waits 00:01:00.001 after it arrived");
    }

    @Test
    void requestThatNeverWaitsIsNotWatched() {
        Request.Outlet outlet = arrives(new HeartbeatRequestData());
        checkAfter(1_000_000);

        assertThat(outlet).isNotNull();
        assertThat(abandoned).isEmpty();
        assertThat(scene.found).isEmpty();
    }
}
