package io.github.groupcoordinator.internal.broker;

import static io.github.groupcoordinator.internal.broker.StreamsSamples.GROUP;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.beat;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.internal;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.join;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.reading;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.broker.InternalTopicCreated;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.CopartitionGroup;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.Status;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Delays, deadlines and topologies of streams groups that random histories come upon too seldom. */
class StreamsTimesTest {
    private static final String DELAY = "group.streams.initial.rebalance.delay.ms";
    private static final String INTERVAL = "group.streams.assignment.interval.ms";
    private static final String BY_DELAY = "Assignment delayed due to the configured initial rebalance delay.";
    private static final String BY_INTERVAL = "Assignment delayed due to the configured assignment interval.";

    private BrokerDriver driver = start("0", "0");

    private static BrokerDriver start(String delay, String interval) {
        BrokerDriver driver = new BrokerDriver(
                        DELAY, delay, INTERVAL, interval, "transaction.partition.verification.enable", "false")
                .withCoordinator();
        driver.broker.createTopic("orders", 6);
        return driver;
    }

    private StreamsGroupHeartbeatResponseData send(StreamsGroupHeartbeatRequestData heartbeat) {
        return driver.client()
                .call(ApiKeys.STREAMS_GROUP_HEARTBEAT, 0, heartbeat, StreamsGroupHeartbeatResponseData.class);
    }

    private List<String> told(String memberId) {
        return send(beat(memberId, member(memberId).memberEpoch())).status().stream()
                .map(Status::statusDetail)
                .toList();
    }

    private StreamsMemberView member(String memberId) {
        return driver.broker.streamsMembers(GROUP).stream()
                .filter(member -> member.ref().memberId().equals(memberId))
                .findFirst()
                .orElseThrow();
    }

    private static StreamsGroupHeartbeatRequestData owning(String memberId, int epoch, Integer... active) {
        return beat(memberId, epoch)
                .setActiveTasks(tasks(active))
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of());
    }

    @Test
    void delayThatEndsWithinTheAssignmentIntervalEndsWithoutATarget() {
        driver = start("500", "1000");
        send(join("m", reading("orders")));
        send(beat("m", 1));
        driver.advance(500);
        assertThat(told("m")).isEmpty();
        driver.advance(100);
        send(beat("m", -1));
        send(join("n", reading("orders")));
        driver.advance(499);
        assertThat(told("n")).containsExactly(BY_DELAY);
        driver.advance(1);

        assertThat(told("n")).containsExactly(BY_INTERVAL);
        driver.advance(399);
        assertThat(told("n")).containsExactly(BY_INTERVAL);
        driver.advance(1);
        assertThat(told("n")).isEmpty();
        assertThat(member("n").active()).hasSize(6);
    }

    @Test
    void delayOfADeletedGroupIsNotThatOfTheNext() {
        driver = start("3000", "0");
        send(join("m", reading("orders")));
        send(beat("m", -1));
        driver.advance(1_000);
        driver.client().call(ApiKeys.DELETE_GROUPS, 2, new DeleteGroupsRequestData().setGroupsNames(List.of(GROUP)));
        send(join("n", reading("orders")));
        send(beat("n", 1));

        driver.advance(2_999);
        assertThat(told("n")).containsExactly(BY_DELAY);
        driver.advance(1);
        assertThat(told("n")).isEmpty();
    }

    @Test
    void whoIsToGiveUpMoreWhenItHasGivenUpIsInAnEpochBelowTheTarget() {
        send(join("m", reading("orders")));
        send(join("n", reading("orders")));
        send(beat("m", 2));
        Integer[] kept = member("m").active().stream()
                .map(task -> Integer.valueOf(task.substring(2)))
                .toArray(Integer[]::new);
        assertThat(kept).hasSize(3);
        send(join("o", reading("orders")));

        assertThat(send(owning("m", 2, kept)).memberEpoch()).isEqualTo(3);
        assertThat(member("m").state()).isEqualTo(MemberState.UNREVOKED_PARTITIONS);
        assertThat(member("m").active()).hasSize(2);
        assertThat(member("m").pendingRevocation()).hasSize(1);
    }

    @Test
    void coordinatorThatLoadsWatchesWhoIsToGiveUpTasks() {
        send(join("m", reading("orders")).setRebalanceTimeoutMs(20_000));
        send(join("n", reading("orders")));
        send(beat("m", 2));
        driver.advance(10_000);
        driver.broker.control().crash(0);
        driver.broker.control().start(0);
        driver.advance(0);

        driver.advance(19_999);
        assertThat(driver.broker.streamsMembers(GROUP)).hasSize(2);
        driver.advance(1);
        assertThat(driver.broker.streamsMembers(GROUP))
                .singleElement()
                .satisfies(member -> assertThat(member.ref().memberId()).isEqualTo("n"));
    }

    @Test
    void staleMemberOfATransactionIsOfAnIllegalGeneration() {
        send(join("m", reading("orders")));

        assertThat(commit(2)).isEqualTo(Errors.NONE);
        assertThat(commit(3)).isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    private Errors commit(int epoch) {
        TxnOffsetCommitResponseData response = driver.client()
                .call(
                        ApiKeys.TXN_OFFSET_COMMIT,
                        3,
                        new TxnOffsetCommitRequestData()
                                .setTransactionalId("t")
                                .setGroupId(GROUP)
                                .setProducerId(1)
                                .setProducerEpoch((short) 0)
                                .setMemberId("m")
                                .setGenerationId(epoch)
                                .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                                        .setName("orders")
                                        .setPartitions(List.of(new TxnOffsetCommitRequestPartition()
                                                .setPartitionIndex(0)
                                                .setCommittedOffset(5))))),
                        TxnOffsetCommitResponseData.class);
        return Errors.forCode(response.topics().get(0).partitions().get(0).errorCode());
    }

    /** A task belongs to a member from the epoch on in which it got it, until it has given it up. */
    @Test
    void memberCommitsWithAnEarlierEpochForTasksThatItHasHadSinceThen() {
        send(join("m", reading("orders")));
        send(join("n", reading("orders")));
        send(beat("m", 2));
        Integer[] kept = member("m").active().stream()
                .map(task -> Integer.valueOf(task.substring(2)))
                .toArray(Integer[]::new);
        int givenUp = Integer.parseInt(member("m").pendingRevocation().first().substring(2));
        send(join("o", reading("orders")));
        assertThat(send(owning("m", 2, kept)).memberEpoch()).isEqualTo(3);
        int toGiveUp = Integer.parseInt(member("m").pendingRevocation().first().substring(2));

        assertThat(offsetCommit(2, toGiveUp)).isEqualTo(Errors.NONE);
        assertThat(offsetCommit(2, kept[0])).isEqualTo(Errors.NONE);
        assertThat(offsetCommit(1, kept[0])).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(offsetCommit(2, givenUp)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(offsetCommit(3, givenUp)).isEqualTo(Errors.NONE);
    }

    private Errors offsetCommit(int epoch, int partition) {
        OffsetCommitResponseData response = driver.client()
                .call(
                        ApiKeys.OFFSET_COMMIT,
                        9,
                        new OffsetCommitRequestData()
                                .setGroupId(GROUP)
                                .setMemberId("m")
                                .setGenerationIdOrMemberEpoch(epoch)
                                .setTopics(List.of(new OffsetCommitRequestTopic()
                                        .setName("orders")
                                        .setPartitions(List.of(new OffsetCommitRequestPartition()
                                                .setPartitionIndex(partition)
                                                .setCommittedOffset(5))))),
                        OffsetCommitResponseData.class);
        return Errors.forCode(response.topics().get(0).partitions().get(0).errorCode());
    }

    @Test
    void twoSubtopologiesOfOneIdAreAFault() {
        StreamsGroupHeartbeatResponseData refused = send(join("m", reading("orders"), reading("orders")));

        assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.UNKNOWN_SERVER_ERROR);
        assertThat(refused.errorMessage()).isNull();
    }

    private List<String> created() {
        return driver.events.stream()
                .filter(InternalTopicCreated.class::isInstance)
                .map(InternalTopicCreated.class::cast)
                .map(event -> event.topic() + " " + event.partitions())
                .sorted()
                .toList();
    }

    private static Subtopology joining(String... repartition) {
        CopartitionGroup group = new CopartitionGroup();
        for (short i = 0; i < repartition.length; i++) {
            group.repartitionSourceTopics().add(i);
        }
        return new Subtopology()
                .setSubtopologyId("9")
                .setRepartitionSourceTopics(List.of(repartition).stream()
                        .map(name -> internal(name, 0))
                        .toList())
                .setCopartitionGroups(List.of(group));
    }

    @Test
    void largestOfRepartitionTopicsThatAreReadTogetherDecides() {
        driver.broker.createTopic("returns", 2);
        send(join(
                "m",
                reading("orders").setRepartitionSinkTopics(List.of("r")),
                reading("returns").setSubtopologyId("1").setRepartitionSinkTopics(List.of("q")),
                joining("r", "q")));

        assertThat(created()).containsExactly("q 6", "r 6");
    }

    /** A fault of Kafka's. */
    @Test
    void fixedRepartitionTopicDecidesForOthersWithWhichItIsNotRead() {
        send(join(
                "m",
                reading("orders").setRepartitionSinkTopics(List.of("f", "q", "r")),
                joining("r", "q"),
                new Subtopology()
                        .setSubtopologyId("2")
                        .setRepartitionSourceTopics(List.of(internal("f", 0).setPartitions(9)))));

        assertThat(created()).containsExactly("f 9", "q 9", "r 9");
    }
}
