package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.COORDINATOR_MOVES;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * The APIs of share groups (KIP-932): those that a group coordinator answers, and those by which members read. Not
 * among the ones that every cluster serves: that takes kafka-clients that know them.
 */
public final class ShareApis {
    public static final Api<ShareGroupHeartbeatRequestData> SHARE_GROUP_HEARTBEAT = new Api<>(
            ApiKeys.SHARE_GROUP_HEARTBEAT,
            ShareGroupHeartbeatRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(1, 1, "share groups (KIP-932)"),
            Names.member(ShareGroupHeartbeatRequestData::groupId, ShareGroupHeartbeatRequestData::memberId),
            ApiErrors.ofGroup(
                            GROUP_ID_NOT_FOUND,
                            UNKNOWN_MEMBER_ID,
                            FENCED_MEMBER_EPOCH,
                            GROUP_MAX_SIZE_REACHED,
                            INVALID_REQUEST,
                            UNSUPPORTED_VERSION,
                            TOPIC_AUTHORIZATION_FAILED)
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH));

    public static final Api<ShareGroupDescribeRequestData> SHARE_GROUP_DESCRIBE = new Api<>(
            ApiKeys.SHARE_GROUP_DESCRIBE,
            ShareGroupDescribeRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(1, 1, "share groups (KIP-932)"),
            Names.groups(ShareGroupDescribeRequestData::groupIds),
            ApiErrors.ofGroup(INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, UNSUPPORTED_VERSION, TOPIC_AUTHORIZATION_FAILED));

    public static final Api<DescribeShareGroupOffsetsRequestData> DESCRIBE_SHARE_GROUP_OFFSETS = new Api<>(
            ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS,
            DescribeShareGroupOffsetsRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 1, "v1 lag"),
            Names.groups(ShareApis::groups),
            ApiErrors.ofGroup(UNSUPPORTED_VERSION, UNKNOWN_TOPIC_OR_PARTITION, TOPIC_AUTHORIZATION_FAILED));

    public static final Api<AlterShareGroupOffsetsRequestData> ALTER_SHARE_GROUP_OFFSETS = new Api<>(
            ApiKeys.ALTER_SHARE_GROUP_OFFSETS,
            AlterShareGroupOffsetsRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 0, "a group that is not there is made"),
            Names.group(AlterShareGroupOffsetsRequestData::groupId),
            ApiErrors.ofGroup(
                    INVALID_GROUP_ID,
                    GROUP_ID_NOT_FOUND,
                    NON_EMPTY_GROUP,
                    FENCED_STATE_EPOCH,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    UNSUPPORTED_VERSION,
                    TOPIC_AUTHORIZATION_FAILED));

    public static final Api<DeleteShareGroupOffsetsRequestData> DELETE_SHARE_GROUP_OFFSETS = new Api<>(
            ApiKeys.DELETE_SHARE_GROUP_OFFSETS,
            DeleteShareGroupOffsetsRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(0, 0, "whole topics"),
            Names.group(DeleteShareGroupOffsetsRequestData::groupId),
            ApiErrors.ofGroup(
                    INVALID_GROUP_ID,
                    GROUP_ID_NOT_FOUND,
                    NON_EMPTY_GROUP,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    UNSUPPORTED_VERSION,
                    TOPIC_AUTHORIZATION_FAILED));

    public static final Api<ShareFetchRequestData> SHARE_FETCH = new Api<>(
            ApiKeys.SHARE_FETCH,
            ShareFetchRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(1, 2, "long poll in virtual time; v2 acquire modes (KIP-1206) and renewal of locks (KIP-1222)"),
            Names.subject(fetch -> subject(fetch.groupId(), fetch.memberId())),
            ApiErrors.ofPartitions(
                            UNKNOWN_TOPIC_ID,
                            INCONSISTENT_TOPIC_ID,
                            OFFSET_NOT_AVAILABLE,
                            CORRUPT_MESSAGE,
                            COORDINATOR_NOT_AVAILABLE,
                            GROUP_ID_NOT_FOUND,
                            INVALID_RECORD_STATE,
                            INVALID_REQUEST,
                            SHARE_SESSION_NOT_FOUND,
                            INVALID_SHARE_SESSION_EPOCH,
                            SHARE_SESSION_LIMIT_REACHED,
                            GROUP_AUTHORIZATION_FAILED,
                            UNSUPPORTED_VERSION)
                    .passing(
                            List.of(NOT_LEADER_OR_FOLLOWER, FENCED_LEADER_EPOCH, KAFKA_STORAGE_ERROR),
                            COORDINATOR_NOT_AVAILABLE,
                            SHARE_SESSION_NOT_FOUND,
                            INVALID_SHARE_SESSION_EPOCH));

    public static final Api<ShareAcknowledgeRequestData> SHARE_ACKNOWLEDGE = new Api<>(
            ApiKeys.SHARE_ACKNOWLEDGE,
            ShareAcknowledgeRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(1, 2, "v2 renewal of locks (KIP-1222)"),
            Names.subject(acknowledge -> subject(acknowledge.groupId(), acknowledge.memberId())),
            ApiErrors.of(
                            NOT_LEADER_OR_FOLLOWER,
                            UNKNOWN_TOPIC_ID,
                            UNKNOWN_TOPIC_OR_PARTITION,
                            TOPIC_AUTHORIZATION_FAILED,
                            COORDINATOR_NOT_AVAILABLE,
                            GROUP_ID_NOT_FOUND,
                            INVALID_RECORD_STATE,
                            INVALID_REQUEST,
                            SHARE_SESSION_NOT_FOUND,
                            INVALID_SHARE_SESSION_EPOCH,
                            GROUP_AUTHORIZATION_FAILED,
                            UNSUPPORTED_VERSION)
                    .passing(
                            List.of(NOT_LEADER_OR_FOLLOWER),
                            COORDINATOR_NOT_AVAILABLE,
                            INVALID_RECORD_STATE,
                            SHARE_SESSION_NOT_FOUND,
                            INVALID_SHARE_SESSION_EPOCH));

    private ShareApis() {}

    /** Returns those that a group coordinator answers; only for a cluster that has share groups. */
    public static List<Api<?>> all() {
        return List.of(
                SHARE_GROUP_HEARTBEAT,
                SHARE_GROUP_DESCRIBE,
                DESCRIBE_SHARE_GROUP_OFFSETS,
                ALTER_SHARE_GROUP_OFFSETS,
                DELETE_SHARE_GROUP_OFFSETS);
    }

    /** Returns those by which members read and acknowledge; only for a cluster whose share-partitions can be read. */
    public static List<Api<?>> ofReading() {
        return List.of(SHARE_FETCH, SHARE_ACKNOWLEDGE);
    }

    private static Subject subject(@Nullable String groupId, @Nullable String memberId) {
        return groupId == null ? Subject.NONE : Subject.member(groupId, memberId);
    }

    private static List<String> groups(DescribeShareGroupOffsetsRequestData describe) {
        List<String> groupIds = new ArrayList<>();
        describe.groups().forEach(group -> groupIds.add(group.groupId()));
        return groupIds;
    }
}
