package io.github.groupcoordinator.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

final class ApisTest {

    @Test
    void bodyTypeIsThatOfTheKey() {
        assertThat(Apis.all()).allSatisfy(api -> assertThat(api.bodyType())
                .isEqualTo(api.key().messageType.newRequest().getClass()));
    }

    @Test
    void errorThatPassesIsOneThatKafkaGives() {
        assertThat(Apis.all()).allSatisfy(api -> assertThat(api.errors().legal())
                .contains(Errors.UNKNOWN_SERVER_ERROR)
                .containsAll(api.errors().passing(null))
                .containsAll(api.errors().passing(GroupProtocol.CLASSIC))
                .containsAll(api.errors().passing(GroupProtocol.CONSUMER)));
        assertThatThrownBy(() -> ApiErrors.of(Errors.INVALID_REQUEST).passing(List.of(Errors.NOT_COORDINATOR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NOT_COORDINATOR");
    }

    @Test
    void errorThatPassesIsAboutNeitherRightsNorBrokenRequests() {
        assertThat(Apis.all()).allSatisfy(api -> assertThat(api.errors().passing(null))
                .doesNotContain(
                        Errors.GROUP_AUTHORIZATION_FAILED,
                        Errors.TOPIC_AUTHORIZATION_FAILED,
                        Errors.INVALID_REQUEST,
                        Errors.UNKNOWN_SERVER_ERROR));
        assertThat(TopicApis.API_VERSIONS.errors().passing(null)).isEmpty();
    }

    @Test
    void commitOfAMemberMeetsTheErrorsOfItsProtocol() {
        ApiErrors errors = GroupApis.OFFSET_COMMIT.errors();

        assertThat(errors.passing(null)).doesNotContain(Errors.ILLEGAL_GENERATION, Errors.STALE_MEMBER_EPOCH);
        assertThat(errors.passing(GroupProtocol.CLASSIC))
                .contains(Errors.ILLEGAL_GENERATION)
                .doesNotContain(Errors.STALE_MEMBER_EPOCH);
        assertThat(errors.passing(GroupProtocol.CONSUMER))
                .contains(Errors.STALE_MEMBER_EPOCH)
                .doesNotContain(Errors.ILLEGAL_GENERATION);
    }

    @Test
    void subjectIsWhatTheRequestNames() {
        assertThat(Apis.subject(new JoinGroupRequestData().setGroupId("billing").setMemberId("m")))
                .isEqualTo(new Subject(List.of("billing"), List.of("m"), null));
        assertThat(Apis.subject(new JoinGroupRequestData().setGroupId("billing")))
                .isEqualTo(new Subject(List.of("billing"), List.of(), null));
        assertThat(Apis.subject(new LeaveGroupRequestData()
                        .setGroupId("billing")
                        .setMembers(
                                List.of(new MemberIdentity().setMemberId("a"), new MemberIdentity().setMemberId("b")))))
                .isEqualTo(new Subject(List.of("billing"), List.of("a", "b"), null));
        assertThat(Apis.subject(new OffsetFetchRequestData()
                        .setGroups(List.of(
                                new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId("billing"),
                                new OffsetFetchRequestData.OffsetFetchRequestGroup()
                                        .setGroupId("orders")
                                        .setMemberId("m")))))
                .isEqualTo(new Subject(List.of("billing", "orders"), List.of("m"), null));
        assertThat(Apis.subject(
                        new AddOffsetsToTxnRequestData().setGroupId("billing").setTransactionalId("tx")))
                .isEqualTo(new Subject(List.of("billing"), List.of(), "tx"));
        assertThat(Apis.subject(new AddPartitionsToTxnRequestData())).isEqualTo(Subject.NONE);
        assertThat(Apis.subject(new FetchRequestData())).isEqualTo(Subject.NONE);
        assertThat(Apis.subject(
                        new ShareFetchRequestData().setGroupId("billing").setMemberId("m")))
                .isEqualTo(new Subject(List.of("billing"), List.of("m"), null));
        assertThat(Apis.subject(new ReadShareGroupStateRequestData().setGroupId("billing")))
                .isEqualTo(new Subject(List.of("billing"), List.of(), null));
        assertThat(Apis.subject(new GetTelemetrySubscriptionsRequestData())).isEqualTo(Subject.NONE);
    }

    @Test
    void findCoordinatorNamesGroupsOnlyIfItAsksForTheirs() {
        FindCoordinatorRequestData group = new FindCoordinatorRequestData().setKeyType((byte) 0);
        FindCoordinatorRequestData transaction = new FindCoordinatorRequestData().setKeyType((byte) 1);

        assertThat(Apis.subject(group.setKey("billing")).groupIds()).containsExactly("billing");
        assertThat(Apis.subject(group.setCoordinatorKeys(List.of("a", "b"))).groupIds())
                .containsExactly("a", "b");
        assertThat(Apis.subject(transaction.setKey("tx"))).isEqualTo(Subject.NONE);
    }

    @Test
    void apiThatIsNotServedHasNoDescriptor() {
        assertThat(Apis.find(ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS)).isNull();
        assertThat(Apis.find(ApiKeys.JOIN_GROUP)).isSameAs(GroupApis.JOIN_GROUP);
    }
}
