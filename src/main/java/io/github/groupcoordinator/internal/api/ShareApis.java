package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.COORDINATOR_MOVES;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * The APIs of share groups (KIP-932): those that a group coordinator answers, those by which members read, and those
 * by which brokers ask share coordinators. Loaded only on kafka-clients that know them.
 */
public final class ShareApis {
    private static final String BETWEEN_BROKERS = "between brokers (KIP-932)";

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
                    // Not COORDINATOR_NOT_AVAILABLE, which Kafka's own share consumer takes for fatal in a ShareFetch.
                    .passing(
                            List.of(NOT_LEADER_OR_FOLLOWER, FENCED_LEADER_EPOCH, KAFKA_STORAGE_ERROR),
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

    public static final Api<InitializeShareGroupStateRequestData> INITIALIZE_SHARE_GROUP_STATE = new Api<>(
            ApiKeys.INITIALIZE_SHARE_GROUP_STATE,
            InitializeShareGroupStateRequestData.class,
            Role.SHARE_COORDINATOR,
            Versions.of(0, 0, BETWEEN_BROKERS),
            Names.group(InitializeShareGroupStateRequestData::groupId),
            ApiErrors.ofShareState(FENCED_STATE_EPOCH));

    public static final Api<ReadShareGroupStateRequestData> READ_SHARE_GROUP_STATE = new Api<>(
            ApiKeys.READ_SHARE_GROUP_STATE,
            ReadShareGroupStateRequestData.class,
            Role.SHARE_COORDINATOR,
            Versions.of(0, 0, BETWEEN_BROKERS),
            Names.group(ReadShareGroupStateRequestData::groupId),
            ApiErrors.ofShareState(FENCED_LEADER_EPOCH));

    public static final Api<WriteShareGroupStateRequestData> WRITE_SHARE_GROUP_STATE = new Api<>(
            ApiKeys.WRITE_SHARE_GROUP_STATE,
            WriteShareGroupStateRequestData.class,
            Role.SHARE_COORDINATOR,
            Versions.of(0, 1, BETWEEN_BROKERS + "; v1 how many records are done with"),
            Names.group(WriteShareGroupStateRequestData::groupId),
            ApiErrors.ofShareState(FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH));

    public static final Api<DeleteShareGroupStateRequestData> DELETE_SHARE_GROUP_STATE = new Api<>(
            ApiKeys.DELETE_SHARE_GROUP_STATE,
            DeleteShareGroupStateRequestData.class,
            Role.SHARE_COORDINATOR,
            Versions.of(0, 0, BETWEEN_BROKERS),
            Names.group(DeleteShareGroupStateRequestData::groupId),
            ApiErrors.ofShareState());

    public static final Api<ReadShareGroupStateSummaryRequestData> READ_SHARE_GROUP_STATE_SUMMARY = new Api<>(
            ApiKeys.READ_SHARE_GROUP_STATE_SUMMARY,
            ReadShareGroupStateSummaryRequestData.class,
            Role.SHARE_COORDINATOR,
            Versions.of(0, 1, BETWEEN_BROKERS + "; v1 how many records are done with"),
            Names.group(ReadShareGroupStateSummaryRequestData::groupId),
            ApiErrors.ofShareState());

    private ShareApis() {}

    /** Returns them all. */
    static List<Api<?>> all() {
        return List.of(
                SHARE_GROUP_HEARTBEAT,
                SHARE_GROUP_DESCRIBE,
                SHARE_FETCH,
                SHARE_ACKNOWLEDGE,
                DESCRIBE_SHARE_GROUP_OFFSETS,
                ALTER_SHARE_GROUP_OFFSETS,
                DELETE_SHARE_GROUP_OFFSETS,
                INITIALIZE_SHARE_GROUP_STATE,
                READ_SHARE_GROUP_STATE,
                WRITE_SHARE_GROUP_STATE,
                DELETE_SHARE_GROUP_STATE,
                READ_SHARE_GROUP_STATE_SUMMARY);
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
