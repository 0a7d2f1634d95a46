package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.COORDINATOR_MOVES;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The APIs of share groups (KIP-932) that a group coordinator answers. Not among those that every cluster serves:
 * records can't be fetched from share-partitions yet, and until they can clients are told by name that share groups are
 * not there.
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

    private ShareApis() {}

    /** Returns them all; only for a cluster that serves share groups, on kafka-clients that know them. */
    public static List<Api<?>> all() {
        return List.of(
                SHARE_GROUP_HEARTBEAT,
                SHARE_GROUP_DESCRIBE,
                DESCRIBE_SHARE_GROUP_OFFSETS,
                ALTER_SHARE_GROUP_OFFSETS,
                DELETE_SHARE_GROUP_OFFSETS);
    }

    private static List<String> groups(DescribeShareGroupOffsetsRequestData describe) {
        List<String> groupIds = new ArrayList<>();
        describe.groups().forEach(group -> groupIds.add(group.groupId()));
        return groupIds;
    }
}
