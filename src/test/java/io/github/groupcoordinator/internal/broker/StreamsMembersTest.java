package io.github.groupcoordinator.internal.broker;

import static io.github.groupcoordinator.internal.broker.StreamsSamples.beat;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.join;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.reading;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskOffset;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Heartbeats of members of streams groups that random histories come upon too seldom; texts are Kafka's. */
class StreamsMembersTest {
    private final BrokerDriver driver = new BrokerDriver(
                    "group.streams.initial.rebalance.delay.ms", "0", "group.streams.assignment.interval.ms", "0")
            .withCoordinator();

    StreamsMembersTest() {
        driver.broker.createTopic("orders", 2);
    }

    private StreamsGroupHeartbeatResponseData send(StreamsGroupHeartbeatRequestData heartbeat) {
        return driver.client()
                .call(ApiKeys.STREAMS_GROUP_HEARTBEAT, 0, heartbeat, StreamsGroupHeartbeatResponseData.class);
    }

    private static StreamsGroupHeartbeatRequestData owning(String memberId, int epoch, Integer... active) {
        return beat(memberId, epoch)
                .setActiveTasks(active.length == 0 ? List.of() : tasks(active))
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of());
    }

    @Test
    void oddRequestsAreRefusedInKafkasWords() {
        Map<StreamsGroupHeartbeatRequestData, String> odd = new LinkedHashMap<>();
        List<TaskOffset> none = List.of();
        odd.put(join("m", reading("orders")).setInstanceId(""), "Static membership is not yet supported.");
        odd.put(join("m", reading("orders")).setTaskOffsets(none), "TaskOffsets are not supported yet.");
        odd.put(join("m", reading("orders")).setTaskEndOffsets(none), "TaskEndOffsets are not supported yet.");
        odd.put(join("m", reading("orders")).setWarmupTasks(tasks(0)), "WarmupTasks are not supported yet.");
        odd.put(
                join("m", reading("orders").setSourceTopicRegex(List.of(".*"))),
                "Regular expressions for source topics are not supported yet.");
        odd.put(join(" ", reading("orders")).setGroupId(""), "MemberId can't be empty.");
        odd.put(join("m", reading("orders")).setGroupId(" "), "GroupId can't be empty.");
        odd.put(join("m", reading("orders")).setRackId(""), "RackId can't be empty.");
        odd.put(
                join("m", reading("orders")).setRebalanceTimeoutMs(-1),
                "RebalanceTimeoutMs must be provided in first request.");
        odd.put(join("m", reading("orders")).setActiveTasks(null), "ActiveTasks must be empty when (re-)joining.");
        odd.put(
                join("m", reading("orders")).setStandbyTasks(tasks(0)),
                "StandbyTasks must be empty when (re-)joining.");
        odd.put(join("m", reading("orders")).setWarmupTasks(null), "WarmupTasks must be empty when (re-)joining.");
        odd.put(join("m").setTopology(null), "Topology must be non-null when (re-)joining.");
        odd.put(beat("m", -2), "InstanceId can't be null.");
        odd.put(beat("m", -3), "MemberEpoch is -3, but must be greater than or equal to -2.");
        odd.put(owning("m", 2).setStandbyTasks(null), "If one task-type is non-null, all must be non-null.");
        odd.put(join("m", reading("orders")).setMemberEpoch(2), "Topology can only be provided when (re-)joining.");

        odd.forEach((request, text) -> {
            StreamsGroupHeartbeatResponseData refused = send(request);
            assertThat(Errors.forCode(refused.errorCode())).as(text).isEqualTo(Errors.INVALID_REQUEST);
            assertThat(refused.errorMessage()).isEqualTo(text);
        });
        assertThat(driver.broker.group(StreamsSamples.GROUP).members()).isEmpty();
    }

    /** A member whose answer was lost comes with the epoch before; then it has no other tasks than it was given. */
    @Test
    void epochBeforeIsTakenOnceMoreFromWhoHasNoOtherTasks() {
        int first = send(join("m", reading("orders"))).memberEpoch();
        send(join("n", reading("orders")));
        assertThat(send(beat("m", first)).memberEpoch())
                .as("has to give up a task")
                .isEqualTo(first);
        Set<Integer> left = new TreeSet<>(Set.of(0, 1));
        left.removeIf(task -> !driver.broker
                .streamsMembers(StreamsSamples.GROUP)
                .get(0)
                .active()
                .contains("0_" + task));
        Integer kept = left.iterator().next();
        assertThat(send(owning("m", first, kept)).memberEpoch()).isEqualTo(first + 1);

        assertThat(send(owning("m", first, kept)).errorCode()).isZero();
        assertThat(fenced(owning("m", first, kept).setStandbyTasks(tasks(kept))))
                .contains("smaller member epoch (2)");
        assertThat(fenced(owning("m", first, 0, 1))).contains("smaller");
        assertThat(fenced(beat("m", first))).contains("smaller");
        assertThat(fenced(owning("m", first - 1, kept))).contains("smaller member epoch (1)");
        assertThat(fenced(owning("m", first + 2, kept)))
                .isEqualTo("The streams group member has a greater member epoch (4) than the one known by the group"
                        + " coordinator (3). The member must abandon all its partitions and rejoin.");
    }

    private String fenced(StreamsGroupHeartbeatRequestData heartbeat) {
        StreamsGroupHeartbeatResponseData refused = send(heartbeat);
        assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        return String.valueOf(refused.errorMessage());
    }

    @Test
    void firstWhoAsksShutsTheApplicationDown() {
        int epoch = send(join("m", reading("orders"))).memberEpoch();
        StreamsGroupHeartbeatResponseData other =
                send(join("n", reading("orders")).setShutdownApplication(true));
        String text = "Streams group member n encountered a fatal error and requested a shutdown for the entire"
                + " application.";
        assertThat(other.status()).singleElement().satisfies(status -> {
            assertThat(status.statusCode()).isEqualTo((byte) 4);
            assertThat(status.statusDetail()).isEqualTo(text);
        });

        assertThat(send(beat("m", epoch).setShutdownApplication(true)).status())
                .extracting(StreamsGroupHeartbeatResponseData.Status::statusDetail)
                .containsExactly(text);
        assertThat(send(beat("m", epoch)).status())
                .extracting(StreamsGroupHeartbeatResponseData.Status::statusDetail)
                .containsExactly(text);
        send(beat("n", -1));
        send(beat("m", -1));
        assertThat(send(join("m", reading("orders"))).status()).isEmpty();
    }
}
