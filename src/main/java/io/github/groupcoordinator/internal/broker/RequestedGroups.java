package io.github.groupcoordinator.internal.broker;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Which groups a request is about. */
final class RequestedGroups {
    private static final byte KEY_TYPE_GROUP = 0;

    private RequestedGroups() {}

    static List<String> of(ApiMessage request) {
        if (request instanceof JoinGroupRequestData join) {
            return List.of(join.groupId());
        }
        if (request instanceof SyncGroupRequestData sync) {
            return List.of(sync.groupId());
        }
        if (request instanceof HeartbeatRequestData heartbeat) {
            return List.of(heartbeat.groupId());
        }
        if (request instanceof LeaveGroupRequestData leave) {
            return List.of(leave.groupId());
        }
        if (request instanceof OffsetCommitRequestData commit) {
            return List.of(commit.groupId());
        }
        if (request instanceof OffsetDeleteRequestData delete) {
            return List.of(delete.groupId());
        }
        if (request instanceof DescribeGroupsRequestData describe) {
            return new ArrayList<>(describe.groups());
        }
        if (request instanceof DeleteGroupsRequestData delete) {
            return new ArrayList<>(delete.groupsNames());
        }
        if (request instanceof OffsetFetchRequestData fetch) {
            return of(fetch);
        }
        return request instanceof FindCoordinatorRequestData find ? of(find) : List.of();
    }

    /** One group until v7, a list of them from v8 on. */
    private static List<String> of(OffsetFetchRequestData fetch) {
        if (fetch.groups().isEmpty()) {
            return List.of(fetch.groupId());
        }
        List<String> groups = new ArrayList<>();
        fetch.groups().forEach(group -> groups.add(group.groupId()));
        return groups;
    }

    /** One key until v3, a list of them from v4 on. */
    private static List<String> of(FindCoordinatorRequestData find) {
        if (find.keyType() != KEY_TYPE_GROUP) {
            return List.of();
        }
        return find.coordinatorKeys().isEmpty() ? List.of(find.key()) : new ArrayList<>(find.coordinatorKeys());
    }
}
