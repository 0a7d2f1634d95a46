package io.github.groupcoordinator.internal.coordinator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.view.GroupState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestPartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseGroup;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The story of a share group at its coordinator, with what those see who watch; the judge has all the rest. */
class ShareGroupTest {
    private static final String GROUP = "g";

    private final ManualTimers timers = new ManualTimers(1_000_000);
    private final TestTopics topics = new TestTopics();
    private final List<ClusterEvent> events = new ArrayList<>();
    private final Keeper keeper = new Keeper();
    private final GroupCoordinator coordinator = new GroupCoordinator(
            new GroupConfigs(Cluster.defaults()), timers, new TestLog(), MemberIds.seeded(7), events::add, topics);

    ShareGroupTest() {
        coordinator.shareGroups().keepStateIn(keeper);
        coordinator.load(0, 0);
        topics.put("orders", 2);
    }

    /** Keeps start offsets, and does what it is asked at once, unless it is told to refuse. */
    private static final class Keeper implements SharePersister {
        private final List<String> asked = new ArrayList<>();
        private final SortedMap<Uuid, SortedMap<Integer, Long>> offsets = new TreeMap<>();
        private Errors refusal = Errors.NONE;

        @Override
        public void initialize(
                String groupId,
                int stateEpoch,
                SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets,
                Consumer<Answer> then) {
            asked.add("initialize in epoch " + stateEpoch + ": " + startOffsets.values());
            offsets.putAll(startOffsets);
            then.accept(answer(startOffsets.keySet()));
        }

        private Answer answer(Iterable<Uuid> topicIds) {
            SortedMap<Uuid, SortedMap<Integer, Errors>> errors = new TreeMap<>();
            topicIds.forEach(topicId -> {
                errors.put(topicId, new TreeMap<>());
                errors.get(topicId).put(0, refusal);
            });
            return new Answer(errors, null);
        }

        @Override
        public void delete(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Answer> then) {
            asked.add("delete " + partitions.values());
            then.accept(answer(partitions.keySet()));
        }

        @Override
        public void readSummaries(
                String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Summaries> then) {
            SortedMap<Uuid, SortedMap<Integer, Summary>> summaries = new TreeMap<>();
            offsets.forEach((topicId, ofTopic) -> {
                summaries.put(topicId, new TreeMap<>());
                ofTopic.forEach((partition, offset) ->
                        summaries.get(topicId).put(partition, new Summary(Errors.NONE, offset, 4, 3)));
            });
            then.accept(new Summaries(summaries, null));
        }
    }

    private ShareGroupHeartbeatResponseData heartbeat(String memberId, int epoch, String... names) {
        List<ShareGroupHeartbeatResponseData> answers = new ArrayList<>();
        coordinator
                .shareGroups()
                .heartbeat(
                        new RequestContext(ApiKeys.SHARE_GROUP_HEARTBEAT, (short) 1, "client", "/127.0.0.1"),
                        new ShareGroupHeartbeatRequestData()
                                .setGroupId(GROUP)
                                .setMemberId(memberId)
                                .setMemberEpoch(epoch)
                                .setSubscribedTopicNames(names.length == 0 ? null : List.of(names)),
                        answers::add);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private void advance(long ms) {
        timers.advanceTo(timers.nowMs() + ms);
    }

    private List<String> story() {
        List<String> story = new ArrayList<>();
        events.forEach(event -> story.add(event.describe()));
        return story;
    }

    @Test
    void firstMemberGetsPartitionsOnceTheirStateIsInitialized() {
        ShareGroupHeartbeatResponseData joined = heartbeat("m", 0, "orders");
        assertThat(joined.memberEpoch()).isEqualTo(2);
        assertThat(joined.assignment().topicPartitions()).isEmpty();
        assertThat(keeper.asked).isEmpty();

        advance(999);
        assertThat(keeper.asked).containsExactly("initialize in epoch 2: [{0=-1, 1=-1}]");
        assertThat(heartbeat("m", 2).memberEpoch()).isEqualTo(2);
        advance(1);

        ShareGroupHeartbeatResponseData assigned = heartbeat("m", 2);
        assertThat(assigned.memberEpoch()).isEqualTo(3);
        assertThat(assigned.assignment().topicPartitions())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions()).containsExactly(0, 1));
        assertThat(story())
                .containsExactly(
                        "joined: client (member m)",
                        "group epoch 2: MEMBER_JOINED by client (member m)",
                        "target of epoch 2 by assignor simple: m=[]",
                        "reconciled: client (member m): epoch 2, STABLE, has []",
                        "group epoch 3: TOPICS_CHANGED by client (member m)",
                        "target of epoch 3 by assignor simple: m=[orders-0, orders-1]",
                        "reconciled: client (member m): epoch 3, STABLE, has [orders-0, orders-1]");
        assertThat(coordinator.group(GROUP).state()).isEqualTo(GroupState.STABLE);
    }

    @Test
    void memberLeavesWhenItsSessionEndsAndNotBefore() {
        heartbeat("m", 0, "orders");
        advance(44_999);
        assertThat(coordinator.group(GROUP).members()).hasSize(1);
        advance(1);
        assertThat(coordinator.group(GROUP).state()).isEqualTo(GroupState.EMPTY);
        assertThat(heartbeat("m", 2).errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void lagIsTheEndWithoutTheStartAndWhatIsDoneWith() {
        AlterShareGroupOffsetsRequestData alter = new AlterShareGroupOffsetsRequestData().setGroupId(GROUP);
        alter.topics()
                .add(new AlterShareGroupOffsetsRequestTopic()
                        .setTopicName("orders")
                        .setPartitions(List.of(new AlterShareGroupOffsetsRequestPartition()
                                .setPartitionIndex(1)
                                .setStartOffset(20))));
        coordinator.shareOffsets().alter(alter, altered -> assertThat(altered.errorCode())
                .isZero());
        List<DescribeShareGroupOffsetsResponseGroup> described = new ArrayList<>();
        coordinator
                .shareOffsets()
                .describe(
                        new DescribeShareGroupOffsetsRequestGroup()
                                .setGroupId(GROUP)
                                .setTopics(null),
                        partition -> 100 + partition.partition(),
                        described::add);

        assertThat(keeper.asked).containsExactly("initialize in epoch 1: [{1=20}]");
        assertThat(described.get(0).topics()).singleElement().satisfies(topic -> assertThat(topic.partitions())
                .singleElement()
                .satisfies(partition -> {
                    assertThat(partition.startOffset()).isEqualTo(20);
                    assertThat(partition.leaderEpoch()).isEqualTo(4);
                    assertThat(partition.lag()).isEqualTo(101 - 20 - 3);
                }));
    }

    @Test
    void groupStaysUntilItsStateIsDeleted() {
        heartbeat("m", 0, "orders");
        advance(1);
        heartbeat("m", -1);
        keeper.refusal = Errors.COORDINATOR_NOT_AVAILABLE;
        assertThat(delete()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(coordinator.groupIds()).containsExactly(GROUP);

        keeper.refusal = Errors.NONE;
        assertThat(delete()).isEqualTo(Errors.NONE);
        assertThat(coordinator.groupIds()).isEmpty();
        assertThat(keeper.asked)
                .containsExactly("initialize in epoch 2: [{0=-1, 1=-1}]", "delete [[0, 1]]", "delete [[0, 1]]");
    }

    private Errors delete() {
        List<DeleteGroupsResponseData> replies = new ArrayList<>();
        coordinator.deleteGroups(List.of(GROUP), replies::add);
        return Errors.forCode(replies.get(0).results().find(GROUP).errorCode());
    }
}
