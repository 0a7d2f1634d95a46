package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.view.GroupState;
import java.util.List;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class DescribeAndDeleteTest {
    private final Cluster cluster = new Cluster();

    @Test
    void unknownGroupIsDeadUpToVersionFiveAndNotFoundFromSix() {
        assertThat(cluster.describe(5).groupState()).isEqualTo("Dead");
        assertThat(cluster.describe(5).errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(cluster.describe(6).groupState()).isEqualTo("Dead");
        assertThat(cluster.describe(6).errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
    }

    @Test
    void stableGroupIsDescribedWithProtocolMetadataAndAssignment() {
        String only = cluster.stableWithOne();
        DescribedGroup described = cluster.describe(6);
        assertThat(described.groupState()).isEqualTo("Stable");
        assertThat(described.protocolData()).isEqualTo("range");
        DescribedGroupMember member = described.members().get(0);
        assertThat(member.memberId()).isEqualTo(only);
        assertThat(member.clientHost()).isEqualTo("/127.0.0.1");
        assertThat(member.memberMetadata()).isEqualTo(Cluster.subscription("orders"));
        assertThat(member.memberAssignment()).isEqualTo(Cluster.assignment("orders", 0, 1));
    }

    @Test
    void outsideStableProtocolAndMetadataAreEmpty() {
        cluster.joinDynamic();
        DescribedGroup described = cluster.describe(6);
        assertThat(described.groupState()).isEqualTo("PreparingRebalance");
        assertThat(described.protocolData()).isEmpty();
        assertThat(described.members().get(0).memberMetadata()).isEmpty();
        assertThat(described.members().get(0).memberAssignment()).isEmpty();
    }

    @Test
    void groupsAreListedByStateAndTypeInAnyCase() {
        cluster.stableWithOne();
        assertThat(cluster.list(List.of(), List.of()))
                .extracting(ListedGroup::groupId, ListedGroup::groupState, ListedGroup::groupType)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("g", "Stable", "classic"));
        assertThat(cluster.list(List.of("sTABLE "), List.of("Classic"))).hasSize(1);
        assertThat(cluster.list(List.of("Empty"), List.of())).isEmpty();
        assertThat(cluster.list(List.of(), List.of("consumer"))).isEmpty();
    }

    @Test
    void onlyAnEmptyGroupCanBeDeletedAndItsOffsetsGoWithIt() {
        assertThat(cluster.delete()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        String only = cluster.stableWithOne();
        cluster.commitError(9, only, 1);
        assertThat(cluster.delete()).isEqualTo(Errors.NON_EMPTY_GROUP);
        cluster.leave(identity(only));
        assertThat(cluster.delete()).isEqualTo(Errors.NONE);
        assertThat(cluster.view().state()).isEqualTo(GroupState.DEAD);
        assertThat(cluster.fetch()).isEqualTo(-1);
        assertThat(cluster.log.records(0)).last().satisfies(record -> assertThat(record.value())
                .isNull());
    }

    @Test
    void deletionThatCannotBeStoredDeletesNothing() {
        cluster.commitError(9, "", -1);
        cluster.log.failNext(new NotEnoughReplicasException("no"));
        assertThat(cluster.delete()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(cluster.fetch()).isEqualTo(5);
    }

    /** Kafka lists it twice until the next append: its snapshots give back what was removed, and keep it too. */
    @Test
    void groupWhoseDeletionCouldNotBeStoredIsListedOnce() {
        cluster.commitError(9, "", -1);
        cluster.log.failNext(new NotEnoughReplicasException("no"));
        cluster.delete();
        assertThat(cluster.list(List.of(), List.of())).hasSize(1);
    }
}
