package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.identity;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.internal.group.DeletedTopic;
import io.github.groupcoordinator.view.GroupState;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class OffsetTest {
    private static final long DAY_MS = 86_400_000;
    private static final long CHECK_MS = 600_000;
    private final Cluster cluster = new Cluster();

    @Test
    void committedOffsetIsFetchedAndTold() {
        String only = cluster.stableWithOne();
        assertThat(cluster.fetch()).isEqualTo(-1);
        assertThat(cluster.commitError(9, only, 1)).isEqualTo(Errors.NONE);
        assertThat(cluster.fetch()).isEqualTo(5);
        assertThat(cluster.view().committedOffsets()).hasSize(1);
        assertThat(cluster.events).last().isInstanceOfSatisfying(OffsetsCommitted.class, event -> {
            assertThat(event.member().memberId()).isEqualTo(only);
            assertThat(event.offsets()).hasSize(1);
        });
    }

    @Test
    void commitWithAGenerationToAnUnknownGroupDependsOnTheVersion() {
        assertThat(cluster.commitError(8, "m", 0)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(cluster.commitError(9, "m", 0)).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(cluster.groupIdsSize()).isZero();
    }

    @Test
    void commitWithoutAGenerationToAnUnknownOrEmptyGroupTakesAnyMemberId() {
        assertThat(cluster.commitError(9, "anybody", -1)).isEqualTo(Errors.NONE);
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
        assertThat(cluster.commitError(9, "somebody else", -1)).isEqualTo(Errors.NONE);
        assertThat(cluster.describe(6).groupState()).isEqualTo("Empty");
    }

    @Test
    void commitOfAMemberIsCheckedForMemberThenGenerationThenState() {
        Cluster.Member only = cluster.joinDynamic();
        cluster.advance(3_000);
        assertThat(cluster.commitError(9, "nobody", 7)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(cluster.commitError(9, only.id(), 2)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(cluster.commitError(9, only.id(), 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(cluster.commitError(9, "", -1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void commitRenewsTheSessionInStableAndPreparingRebalanceOnly() {
        String only = cluster.stableWithOne();
        cluster.advance(Cluster.SESSION_MS - 1);
        cluster.commitError(9, only, 1);
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.view().members()).hasSize(1);
        cluster.join(3, joinRequest("", null));
        cluster.commitError(9, only, 1);
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.view().members()).hasSize(2);
        cluster.advance(1);
        assertThat(cluster.view().members()).hasSize(1);
    }

    @Test
    void metadataMayBeAsLongAsTheLimit() {
        assertThat(Cluster.error(cluster.commit(9, "", -1, 1, "x".repeat(20)))).isEqualTo(Errors.NONE);
        assertThat(Cluster.error(cluster.commit(9, "", -1, 2, "x".repeat(21))))
                .isEqualTo(Errors.OFFSET_METADATA_TOO_LARGE);
        assertThat(cluster.fetch()).isEqualTo(1);
    }

    @Test
    void groupThatNoRecordTellsOfIsNotDescribedUntilTheNextAppend() {
        cluster.commit(9, "", -1, 2, "x".repeat(21));
        assertThat(cluster.describe(6).errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        cluster.commit(9, "", -1, 2, "");
        assertThat(cluster.describe(6).errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Test
    void failedAppendCommitsNothing() {
        cluster.commitError(9, "", -1);
        cluster.log.failNext(new NotEnoughReplicasException("no"));
        assertThat(Cluster.error(cluster.commit(9, "", -1, 6, ""))).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(cluster.fetch()).isEqualTo(5);
        assertThat(cluster.events).hasSize(1);
    }

    @Test
    void offsetsOfAnEmptyGroupExpireFromWhenItBecameEmpty() {
        String only = cluster.stableWithOne();
        cluster.commitError(9, only, 1);
        cluster.advance(5_000);
        cluster.leave(identity(only));
        long emptySinceMs = cluster.timers.nowMs();
        long dueMs = firstCheckFrom(emptySinceMs + DAY_MS);
        cluster.timers.advanceTo(dueMs - 1);
        assertThat(cluster.fetch()).isEqualTo(5);
        cluster.timers.advanceTo(dueMs);
        assertThat(cluster.fetch()).isEqualTo(-1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.DEAD);
    }

    private static long firstCheckFrom(long instantMs) {
        long checks = (instantMs - Cluster.START_MS + CHECK_MS - 1) / CHECK_MS;
        return Cluster.START_MS + checks * CHECK_MS;
    }

    @Test
    void offsetsOfSubscribedTopicsNeverExpire() {
        String only = cluster.stableWithOne();
        cluster.commitError(9, only, 1);
        for (long elapsed = 0; elapsed < 2 * DAY_MS; elapsed += 9_000) {
            cluster.advance(9_000);
            cluster.heartbeat(only, 1);
        }
        assertThat(cluster.fetch()).isEqualTo(5);
    }

    @Test
    void retentionCheckDeletesAGroupThatHasOnlyAPendingMember() {
        cluster.join(9, joinRequest("", null).setSessionTimeoutMs(1_800_000)).get();
        cluster.advance(CHECK_MS - 1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
        cluster.advance(1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.DEAD);
    }

    @Test
    void nothingIsScheduledWhileThereAreNoGroups() {
        assertThat(cluster.timers.nextDeadlineMs()).isNull();
        cluster.commitError(9, "", -1);
        assertThat(cluster.timers.nextDeadlineMs()).isEqualTo(Cluster.START_MS + CHECK_MS);
        cluster.delete();
        cluster.advance(CHECK_MS);
        assertThat(cluster.timers.nextDeadlineMs()).isNull();
    }

    @Test
    void offsetsOfADeletedTopicGoWithIt() {
        cluster.commitError(9, "", -1);
        cluster.coordinator.topicsDeleted(List.of(new DeletedTopic(new Uuid(1, 2), "other")));
        assertThat(cluster.fetch()).isEqualTo(5);
        cluster.coordinator.topicsDeleted(List.of(new DeletedTopic(new Uuid(1, 2), "orders")));
        assertThat(cluster.fetch()).isEqualTo(-1);
    }

    private OffsetDeleteResponseData deleteOffset() {
        OffsetDeleteRequestData request = new OffsetDeleteRequestData().setGroupId(Cluster.GROUP);
        OffsetDeleteRequestTopic topic = new OffsetDeleteRequestTopic()
                .setName("orders")
                .setPartitions(List.of(new OffsetDeleteRequestPartition().setPartitionIndex(0)));
        Collection<OffsetDeleteRequestTopic> topics = request.topics();
        topics.add(topic);
        Cluster.Answer<OffsetDeleteResponseData> answer = new Cluster.Answer<>();
        cluster.coordinator.offsetDelete(Cluster.context(ApiKeys.OFFSET_DELETE, 0, "admin"), request, answer::accept);
        return answer.get();
    }

    @Test
    void offsetsAreDeletedUnlessTheGroupIsSubscribed() {
        assertThat(deleteOffset().errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        String only = cluster.stableWithOne();
        cluster.commitError(9, only, 1);
        assertThat(deleteOffset().topics().find("orders").partitions().find(0).errorCode())
                .isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC.code());
        cluster.leave(identity(only));
        assertThat(deleteOffset().topics().find("orders").partitions().find(0).errorCode())
                .isEqualTo(Errors.NONE.code());
        assertThat(cluster.fetch()).isEqualTo(-1);
    }

    @Test
    void allOffsetsAreFetchedWithoutNamingTopics() {
        cluster.commitError(9, "", -1);
        OffsetFetchRequestGroup all =
                new OffsetFetchRequestGroup().setGroupId(Cluster.GROUP).setTopics(null);
        assertThat(cluster.coordinator
                        .offsetFetch(Cluster.context(ApiKeys.OFFSET_FETCH, 9, "client"), all, false)
                        .topics())
                .singleElement()
                .satisfies(topic ->
                        assertThat(topic.partitions().get(0).committedOffset()).isEqualTo(5));
    }
}
