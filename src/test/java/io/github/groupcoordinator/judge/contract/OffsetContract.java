package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Commits, fetches, deletions and expiry: numbers 13 and 15 of the notes, and every error code. */
abstract class OffsetContract extends Contract {

    @Test
    void unknownTopicIsNamedInTheAnswerEvenWithoutPartitions() {
        Reply<OffsetCommitResponseData> commit = bench.send(
                ApiKeys.OFFSET_COMMIT,
                9,
                new OffsetCommitRequestData()
                        .setGroupId("billing")
                        .setTopics(List.of(new OffsetCommitRequestTopic().setName("gone"))),
                "a");
        assertThat(commit.get().topics()).hasSize(1);
        assertThat(commit.get().topics().get(0).name()).isEqualTo("gone");
        assertThat(commit.get().topics().get(0).partitions()).isEmpty();

        Reply<TxnOffsetCommitResponseData> within = bench.send(
                ApiKeys.TXN_OFFSET_COMMIT,
                3,
                new TxnOffsetCommitRequestData()
                        .setTransactionalId("t")
                        .setGroupId("billing")
                        .setTopics(List.of(new TxnOffsetCommitRequestTopic().setName("gone"))),
                "a");
        assertThat(within.get().topics()).hasSize(1);
        assertThat(within.get().topics().get(0).name()).isEqualTo("gone");

        bench.member("a").join();
        OffsetDeleteRequestData deletion = new OffsetDeleteRequestData().setGroupId("billing");
        deletion.topics().add(new OffsetDeleteRequestTopic().setName("gone"));
        Reply<OffsetDeleteResponseData> deleted = bench.send(ApiKeys.OFFSET_DELETE, 0, deletion, "a");
        assertThat(deleted.get().errorCode()).isZero();
        assertThat(deleted.get().topics().find("gone")).isNotNull();
    }

    private Member nobody() {
        return bench.member("standalone");
    }

    @Test
    void generationToAnUnknownGroupIsIllegalBelowV9AndGroupIdNotFoundFromV9On() {
        Member member = nobody();
        member.generation = 0;

        assertThat(member.commit(8, "orders", 0, 1, "")).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(member.commit(9, "orders", 0, 1, "")).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    @Test
    void commitWithoutGenerationToAnUnknownGroupAcceptsAnyMemberId() {
        Member member = nobody();
        member.id = "made-up";

        assertThat(member.commit(5)).isEqualTo(Errors.NONE);
        assertThat(bench.committed("billing")).isEqualTo(5);
    }

    @Test
    void commitWithoutGenerationToAnEmptyGroupAcceptsAnyMemberId() {
        Member member = bench.member("a");
        stabilize(member);
        member.leave();
        Member other = nobody();
        other.id = "made-up";

        assertThat(other.commit(5)).isEqualTo(Errors.NONE);
    }

    @Test
    void commitWithoutGenerationToAGroupWithMembersIsRefused() {
        stabilize(bench.member("a"));

        assertThat(nobody().commit(5)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void memberCommitsInItsGenerationOnly() {
        Member member = bench.member("a");
        stabilize(member);

        assertThat(member.commit(5)).isEqualTo(Errors.NONE);
        member.generation = 2;
        assertThat(member.commit(6)).isEqualTo(Errors.ILLEGAL_GENERATION);
        member.id = "nobody";
        assertThat(member.commit(7)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(bench.committed("billing")).isEqualTo(5);
    }

    @Test
    void generationToAnEmptyGroupIsAnUnknownMember() {
        Member member = bench.member("a");
        stabilize(member);
        member.leave();

        assertThat(member.commit(5)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void metadataMayBeAsLongAsTheLimit() {
        startWith("offset.metadata.max.bytes", "4");

        assertThat(nobody().commit(9, "orders", 0, 1, "1234")).isEqualTo(Errors.NONE);
        assertThat(nobody().commit(9, "orders", 1, 1, "12345")).isEqualTo(Errors.OFFSET_METADATA_TOO_LARGE);
    }

    @Test
    void unknownTopicsAndPartitionsAreRefused() {
        assertThat(nobody().commit(9, "unheard-of", 0, 1, "")).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(nobody().commit(9, "orders", 2, 1, "")).isEqualTo(Errors.NONE);
        assertThat(nobody().commit(9, "orders", 3, 1, "")).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void topicIdsAreUsedFromV10On() {
        Uuid orders = bench.coordinator.topicId("orders");

        assertThat(nobody().commitById(orders, 0, 5)).isEqualTo(Errors.NONE);
        assertThat(nobody().commitById(new Uuid(1, 2), 0, 5)).isEqualTo(Errors.UNKNOWN_TOPIC_ID);

        assertThat(fetched(orders).committedOffset()).isEqualTo(5);
        assertThat(fetched(new Uuid(1, 2)).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    private OffsetFetchResponsePartitions fetched(Uuid topicId) {
        return bench.fetchById("billing", topicId, 0)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void offsetsOfATopicThatWasDeletedAreGone() {
        nobody().commit(5);
        bench.coordinator.deleteTopic("orders");
        bench.coordinator.createTopic("orders", 3);

        assertThat(bench.committed("billing")).isEqualTo(-1);
    }

    @Test
    void whatWasNeverCommittedIsMinusOne() {
        OffsetFetchResponsePartitions partition = bench.fetch("unheard-of", "orders", 0)
                .topics()
                .get(0)
                .partitions()
                .get(0);

        assertThat(partition.committedOffset()).isEqualTo(-1);
        assertThat(partition.metadata()).isEmpty();
        assertThat(partition.errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(bench.fetchAll("unheard-of").topics()).isEmpty();
    }

    @Test
    void everythingThatWasCommittedIsFetched() {
        nobody().commit(9, "orders", 0, 1, "");
        nobody().commit(9, "orders", 2, 2, "note");

        assertThat(bench.fetchAll("billing").topics()).hasSize(1);
        assertThat(bench.fetchAll("billing").topics().get(0).partitions())
                .extracting(OffsetFetchResponsePartitions::committedOffset, OffsetFetchResponsePartitions::metadata)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(1L, ""), org.assertj.core.groups.Tuple.tuple(2L, "note"));
    }

    // OffsetDelete

    @Test
    void offsetsOfAnEmptyGroupAreDeleted() {
        nobody().commit(5);

        assertThat(bench.deleteOffsetOf("billing", "orders", 0)).isEqualTo(Errors.NONE);
        assertThat(bench.deleteOffsetOf("billing", "orders", 1)).isEqualTo(Errors.NONE);
        assertThat(bench.committed("billing")).isEqualTo(-1);
    }

    @Test
    void offsetsOfASubscribedTopicAreKept() {
        Member member = bench.member("a");
        stabilize(member);
        member.commit(5);
        bench.coordinator.createTopic("returns", 3);

        assertThat(bench.deleteOffsetOf("billing", "orders", 0)).isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC);
        assertThat(bench.deleteOffsetOf("billing", "returns", 0)).isEqualTo(Errors.NONE);
    }

    @Test
    void offsetsOfAGroupThatIsNotOfConsumersAreKeptWhileItHasMembers() {
        Member worker = bench.member("worker");
        worker.protocolType = "connect";
        stabilize(worker);

        assertThat(bench.deleteOffsetOf("billing", "orders", 0)).isEqualTo(Errors.NON_EMPTY_GROUP);
    }

    @Test
    void deletingOffsetsNamesWhatIsWrong() {
        assertThat(bench.deleteOffsetOf("", "orders", 0)).isEqualTo(Errors.INVALID_GROUP_ID);
        assertThat(bench.deleteOffsetOf("unheard-of", "orders", 0)).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        nobody().commit(5);
        assertThat(bench.deleteOffsetOf("billing", "unheard-of", 0)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(bench.deleteOffsetOf("billing", "orders", 3)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    // 15. Expiry

    private void startWithRetentionOfOneMinute() {
        startWith(
                "offsets.retention.minutes", "1",
                "offsets.retention.check.interval.ms", "1000",
                "group.initial.rebalance.delay.ms", "3000");
    }

    @Test
    void offsetsOfAStandaloneConsumerExpireAfterTheRetentionSinceTheirCommit() {
        startWithRetentionOfOneMinute();
        bench.at(500);
        nobody().commit(5);

        bench.at(60_000);
        assertThat(bench.committed("billing")).isEqualTo(5);
        bench.at(61_000);

        assertThat(bench.committed("billing")).isEqualTo(-1);
        assertThat(bench.describe("billing").groupState()).isEqualTo("Dead");
    }

    @Test
    void offsetsOfAGroupExpireAfterTheRetentionSinceItBecameEmpty() {
        startWithRetentionOfOneMinute();
        Member member = bench.member("a");
        member.sessionTimeoutMs = 300_000;
        stabilize(member);
        member.commit(5);
        bench.at(100_500);
        member.leave();

        bench.at(160_000);
        assertThat(bench.committed("billing")).isEqualTo(5);
        bench.at(161_000);

        assertThat(bench.committed("billing")).isEqualTo(-1);
        assertThat(bench.describe("billing").groupState()).isEqualTo("Dead");
    }

    @Test
    void offsetsOfSubscribedTopicsNeverExpire() {
        startWithRetentionOfOneMinute();
        bench.coordinator.createTopic("returns", 3);
        Member member = bench.member("a");
        member.sessionTimeoutMs = 1_800_000;
        stabilize(member);
        member.commit(9, "orders", 0, 5, "");
        member.commit(9, "returns", 0, 6, "");

        bench.pass(600_000);

        assertThat(bench.committed("billing")).isEqualTo(5);
        assertThat(bench.fetch("billing", "returns", 0)
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .committedOffset())
                .isEqualTo(-1);
    }
}
