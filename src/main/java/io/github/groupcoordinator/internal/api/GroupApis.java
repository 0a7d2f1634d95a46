package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.COORDINATOR_MOVES;
import static io.github.groupcoordinator.internal.api.ApiErrors.MEMBERSHIP_ENDS;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/** The APIs about groups, their members and their offsets. */
public final class GroupApis {
    public static final Api<OffsetCommitRequestData> OFFSET_COMMIT = new Api<>(
            ApiKeys.OFFSET_COMMIT,
            OffsetCommitRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(2, 10, "v10 topic ids"),
            Names.member(OffsetCommitRequestData::groupId, OffsetCommitRequestData::memberId),
            ApiErrors.ofGroup(
                            INVALID_GROUP_ID,
                            GROUP_ID_NOT_FOUND,
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            STALE_MEMBER_EPOCH,
                            REBALANCE_IN_PROGRESS,
                            FENCED_INSTANCE_ID,
                            OFFSET_METADATA_TOO_LARGE,
                            INVALID_COMMIT_OFFSET_SIZE,
                            UNKNOWN_TOPIC_OR_PARTITION,
                            UNKNOWN_TOPIC_ID,
                            TOPIC_AUTHORIZATION_FAILED,
                            REQUEST_TIMED_OUT)
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID, REQUEST_TIMED_OUT)
                    .passingIn(MEMBERSHIP_ENDS, List.of(UNKNOWN_MEMBER_ID, STALE_MEMBER_EPOCH)));

    public static final Api<OffsetFetchRequestData> OFFSET_FETCH = new Api<>(
            ApiKeys.OFFSET_FETCH,
            OffsetFetchRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(1, 10, "v8 several groups, v10 topic ids"),
            Names.subject(GroupApis::subject),
            ApiErrors.ofGroup(
                            INVALID_GROUP_ID,
                            GROUP_ID_NOT_FOUND,
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            STALE_MEMBER_EPOCH,
                            UNSTABLE_OFFSET_COMMIT,
                            UNKNOWN_TOPIC_OR_PARTITION,
                            UNKNOWN_TOPIC_ID,
                            TOPIC_AUTHORIZATION_FAILED)
                    .passing(List.of(COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR, UNSTABLE_OFFSET_COMMIT)));

    public static final Api<FindCoordinatorRequestData> FIND_COORDINATOR = new Api<>(
            ApiKeys.FIND_COORDINATOR,
            FindCoordinatorRequestData.class,
            Role.ANY_BROKER,
            Versions.of(
                    0,
                    6,
                    "v6 key type SHARE; on a cluster without `__consumer_offsets`, `__transaction_state` or "
                            + "`__share_group_state` the first one for it creates it and is answered "
                            + "COORDINATOR_NOT_AVAILABLE, as by Kafka (`InMemoryKafka` starts with the first in"
                            + " place)"),
            Names.subject(GroupApis::subject),
            ApiErrors.of(
                            COORDINATOR_NOT_AVAILABLE,
                            GROUP_AUTHORIZATION_FAILED,
                            TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                            INVALID_REQUEST)
                    .passing(List.of(COORDINATOR_NOT_AVAILABLE)));

    public static final Api<JoinGroupRequestData> JOIN_GROUP = new Api<>(
            ApiKeys.JOIN_GROUP,
            JoinGroupRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 9, "classic protocol; v4 MEMBER_ID_REQUIRED, v5 group.instance.id, v9 skipAssignment"),
            Names.member(JoinGroupRequestData::groupId, JoinGroupRequestData::memberId),
            // Not MEMBER_ID_REQUIRED: Kafka gives it together with an id, which only the coordinator can.
            ApiErrors.ofGroup(
                            INVALID_GROUP_ID,
                            UNKNOWN_MEMBER_ID,
                            INVALID_SESSION_TIMEOUT,
                            INCONSISTENT_GROUP_PROTOCOL,
                            GROUP_MAX_SIZE_REACHED,
                            FENCED_INSTANCE_ID,
                            REBALANCE_IN_PROGRESS,
                            UNSUPPORTED_VERSION)
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS));

    public static final Api<HeartbeatRequestData> HEARTBEAT = new Api<>(
            ApiKeys.HEARTBEAT,
            HeartbeatRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 4, "v3 group.instance.id"),
            Names.member(HeartbeatRequestData::groupId, HeartbeatRequestData::memberId),
            ApiErrors.ofGroup(
                            INVALID_GROUP_ID,
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            REBALANCE_IN_PROGRESS,
                            FENCED_INSTANCE_ID,
                            UNSUPPORTED_VERSION)
                    .passing(
                            List.of(COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR),
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            REBALANCE_IN_PROGRESS));

    public static final Api<LeaveGroupRequestData> LEAVE_GROUP = new Api<>(
            ApiKeys.LEAVE_GROUP,
            LeaveGroupRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 5, "v3 several members, v5 reason"),
            Names.subject(GroupApis::subject),
            ApiErrors.ofGroup(INVALID_GROUP_ID, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID)
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID));

    public static final Api<SyncGroupRequestData> SYNC_GROUP = new Api<>(
            ApiKeys.SYNC_GROUP,
            SyncGroupRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 5, "v3 group.instance.id, v5 protocol type and name"),
            Names.member(SyncGroupRequestData::groupId, SyncGroupRequestData::memberId),
            ApiErrors.ofGroup(
                            INVALID_GROUP_ID,
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            REBALANCE_IN_PROGRESS,
                            INCONSISTENT_GROUP_PROTOCOL,
                            FENCED_INSTANCE_ID,
                            UNSUPPORTED_VERSION)
                    // Not COORDINATOR_LOAD_IN_PROGRESS, which Kafka's own consumer takes for fatal in a SyncGroup.
                    .passing(
                            List.of(COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR),
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            REBALANCE_IN_PROGRESS));

    public static final Api<DescribeGroupsRequestData> DESCRIBE_GROUPS = new Api<>(
            ApiKeys.DESCRIBE_GROUPS,
            DescribeGroupsRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 6, "v6 GROUP_ID_NOT_FOUND for an unknown group"),
            Names.groups(DescribeGroupsRequestData::groups),
            ApiErrors.ofGroup(INVALID_GROUP_ID, GROUP_ID_NOT_FOUND));

    public static final Api<ListGroupsRequestData> LIST_GROUPS = new Api<>(
            ApiKeys.LIST_GROUPS,
            ListGroupsRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 5, "v4 filter by state, v5 filter by type"),
            Names.none(),
            ApiErrors.of(COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE));

    public static final Api<DeleteGroupsRequestData> DELETE_GROUPS = new Api<>(
            ApiKeys.DELETE_GROUPS,
            DeleteGroupsRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 2, "a group that is named twice is deleted once"),
            Names.groups(DeleteGroupsRequestData::groupsNames),
            ApiErrors.ofGroup(INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, NON_EMPTY_GROUP));

    public static final Api<OffsetDeleteRequestData> OFFSET_DELETE = new Api<>(
            ApiKeys.OFFSET_DELETE,
            OffsetDeleteRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 0, "partitions that do not exist are UNKNOWN_TOPIC_OR_PARTITION"),
            Names.group(OffsetDeleteRequestData::groupId),
            ApiErrors.ofGroup(
                    INVALID_GROUP_ID,
                    GROUP_ID_NOT_FOUND,
                    NON_EMPTY_GROUP,
                    GROUP_SUBSCRIBED_TO_TOPIC,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    TOPIC_AUTHORIZATION_FAILED));

    public static final Api<ConsumerGroupHeartbeatRequestData> CONSUMER_GROUP_HEARTBEAT = new Api<>(
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ConsumerGroupHeartbeatRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 1, "consumer protocol (KIP-848); v1 regular expressions"),
            Names.member(ConsumerGroupHeartbeatRequestData::groupId, ConsumerGroupHeartbeatRequestData::memberId),
            ApiErrors.ofGroup(
                            GROUP_ID_NOT_FOUND,
                            UNKNOWN_MEMBER_ID,
                            FENCED_MEMBER_EPOCH,
                            UNRELEASED_INSTANCE_ID,
                            FENCED_INSTANCE_ID,
                            UNSUPPORTED_ASSIGNOR,
                            GROUP_MAX_SIZE_REACHED,
                            INVALID_REQUEST,
                            UNSUPPORTED_VERSION,
                            TOPIC_AUTHORIZATION_FAILED)
                    .andInvalidRegularExpression()
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH));

    public static final Api<ConsumerGroupDescribeRequestData> CONSUMER_GROUP_DESCRIBE = new Api<>(
            ApiKeys.CONSUMER_GROUP_DESCRIBE,
            ConsumerGroupDescribeRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 1, "v1 whether a member uses the classic protocol"),
            Names.groups(ConsumerGroupDescribeRequestData::groupIds),
            ApiErrors.ofGroup(INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, UNSUPPORTED_VERSION));

    private GroupApis() {}

    static List<Api<?>> all() {
        return List.of(
                OFFSET_COMMIT,
                OFFSET_FETCH,
                FIND_COORDINATOR,
                JOIN_GROUP,
                HEARTBEAT,
                LEAVE_GROUP,
                SYNC_GROUP,
                DESCRIBE_GROUPS,
                LIST_GROUPS,
                DELETE_GROUPS,
                OFFSET_DELETE,
                CONSUMER_GROUP_HEARTBEAT,
                CONSUMER_GROUP_DESCRIBE);
    }

    private static Subject subject(LeaveGroupRequestData leave) {
        if (leave.members().isEmpty()) {
            return Subject.member(leave.groupId(), leave.memberId());
        }
        List<String> memberIds = new ArrayList<>();
        leave.members().forEach(member -> memberIds.add(member.memberId()));
        return new Subject(List.of(leave.groupId()), memberIds, null);
    }

    private static Subject subject(OffsetFetchRequestData fetch) {
        if (fetch.groups().isEmpty()) {
            return Subject.member(fetch.groupId(), null);
        }
        List<String> groupIds = new ArrayList<>();
        List<String> memberIds = new ArrayList<>();
        fetch.groups().forEach(group -> {
            groupIds.add(group.groupId());
            if (group.memberId() != null) {
                memberIds.add(group.memberId());
            }
        });
        return new Subject(groupIds, memberIds, null);
    }

    private static Subject subject(FindCoordinatorRequestData find) {
        if (find.keyType() != CoordinatorType.GROUP.id()) {
            return Subject.NONE;
        }
        return Subject.groups(find.coordinatorKeys().isEmpty() ? List.of(find.key()) : find.coordinatorKeys());
    }
}
