package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Describe, list and delete: number 14 of the notes, and every error code. */
abstract class AdminContract extends Contract {

    @Test
    void unknownGroupIsDeadUpToV5AndNotFoundFromV6On() {
        assertThat(bench.describe("unheard-of", 5).groupState()).isEqualTo("Dead");
        assertThat(bench.describe("unheard-of", 5).errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(bench.describe("unheard-of", 6).groupState()).isEqualTo("Dead");
        assertThat(bench.describe("unheard-of", 6).errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
    }

    @Test
    void stableGroupIsDescribedWithProtocolMetadataAndAssignment() {
        Member member = bench.staticMember("client-a", "i-1");
        stabilize(member);

        DescribedGroup group = bench.describe("billing");

        assertThat(group.groupState()).isEqualTo("Stable");
        assertThat(group.protocolType()).isEqualTo("consumer");
        assertThat(group.protocolData()).isEqualTo("range");
        DescribedGroupMember described = group.members().get(0);
        assertThat(described.memberId()).isEqualTo(member.id);
        assertThat(described.clientId()).isEqualTo("client-a");
        assertThat(described.clientHost()).isEqualTo("/127.0.0.1");
        assertThat(described.groupInstanceId()).isEqualTo("i-1");
        assertThat(described.memberMetadata()).isNotEmpty();
        assertThat(new String(described.memberAssignment(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("for " + member.id);
    }

    @Test
    void outsideStableProtocolAndMetadataAreEmptyButTheLastAssignmentIsShown() {
        Member member = bench.member("a");
        stabilize(member);
        bench.member("b").join();

        DescribedGroup group = bench.describe("billing");

        assertThat(group.groupState()).isEqualTo("PreparingRebalance");
        assertThat(group.protocolType()).isEqualTo("consumer");
        assertThat(group.protocolData()).isEmpty();
        assertThat(group.members()).hasSize(2);
        assertThat(group.members()).allMatch(m -> m.memberMetadata().length == 0);
        assertThat(group.members())
                .filteredOn(m -> m.memberId().equals(member.id))
                .allMatch(m -> m.memberAssignment().length > 0);
    }

    @Test
    void groupsAreListedWithTypeAndStateAndFiltered() {
        stabilize(bench.member("a"));
        Member standalone = bench.member("b");
        standalone.group = "audit";
        standalone.commit(1);

        assertThat(bench.list(List.of(), List.of()).groups())
                .extracting(ListedGroup::groupId, ListedGroup::protocolType, ListedGroup::groupState)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("billing", "consumer", "Stable"),
                        org.assertj.core.groups.Tuple.tuple("audit", "", "Empty"));
        assertThat(bench.list(List.of("stable"), List.of("classic")).groups())
                .extracting(ListedGroup::groupId)
                .containsExactly("billing");
        assertThat(bench.list(List.of("Dead"), List.of()).groups()).isEmpty();
        assertThat(bench.list(List.of(), List.of("consumer")).groups()).isEmpty();
    }

    @Test
    void onlyEmptyGroupsAreDeleted() {
        Member member = bench.member("a");
        stabilize(member);
        member.commit(5);

        assertThat(bench.delete("billing")).isEqualTo(Errors.NON_EMPTY_GROUP);
        member.leave();
        assertThat(bench.delete("billing")).isEqualTo(Errors.NONE);
        assertThat(bench.delete("billing")).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(bench.committed("billing")).isEqualTo(-1);
    }

    @Test
    void groupIdsAreChecked() {
        Member member = bench.member("a");
        member.group = "";
        member.id = "nobody";

        assertThat(member.joinNow()).isEqualTo(Errors.INVALID_GROUP_ID);
        assertThat(member.heartbeat()).isEqualTo(Errors.INVALID_GROUP_ID);
        assertThat(member.leave(5, member.identity()).errorCode()).isEqualTo(Errors.INVALID_GROUP_ID.code());
        member.id = "";
        assertThat(member.commit(1))
                .as("offsets may be kept for the empty group id")
                .isEqualTo(Errors.NONE);
    }

    @Test
    void sessionTimeoutsOutOfRangeAreRefused() {
        startWith("group.min.session.timeout.ms", "6000", "group.max.session.timeout.ms", "60000");

        for (int tooMuchOrLittle : List.of(5_999, 60_001, 0, -1)) {
            Member member = bench.member("a");
            member.sessionTimeoutMs = tooMuchOrLittle;
            assertThat(member.joinNow()).isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
        }
        for (int inRange : List.of(6_000, 60_000)) {
            Member member = bench.member("a");
            member.sessionTimeoutMs = inRange;
            assertThat(member.join().hasArrived()).isFalse();
        }
    }

    @Test
    void protocolsMustFitTheGroup() {
        Member none = bench.member("none");
        none.protocols = List.of();
        assertThat(none.joinNow()).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        Member typeless = bench.member("typeless");
        typeless.protocolType = "";
        assertThat(typeless.joinNow()).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        stabilize(bench.member("a"));
        Member worker = bench.member("worker");
        worker.protocolType = "connect";
        assertThat(worker.joinNow()).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        Member other = bench.member("other");
        other.protocols = List.of("own");
        assertThat(other.joinNow()).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void unknownMembersAreUnknownInUnknownGroups() {
        Member member = bench.member("a");
        member.id = "nobody";

        assertThat(member.joinNow()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(member.syncNow()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(member.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(member.leave()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(bench.describe("billing").groupState()).isEqualTo("Dead");
    }
}
