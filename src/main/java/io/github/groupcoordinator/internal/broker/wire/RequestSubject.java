package io.github.groupcoordinator.internal.broker.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/** Which groups and members a request is about, whatever its API calls them. */
public record RequestSubject(List<String> groupIds, List<String> memberIds) {
    private static final byte GROUP = 0;

    public static RequestSubject of(ApiMessage body) {
        if (body instanceof JoinGroupRequestData join) {
            return one(join.groupId(), join.memberId());
        } else if (body instanceof SyncGroupRequestData sync) {
            return one(sync.groupId(), sync.memberId());
        } else if (body instanceof HeartbeatRequestData heartbeat) {
            return one(heartbeat.groupId(), heartbeat.memberId());
        } else if (body instanceof LeaveGroupRequestData leave) {
            return of(leave);
        } else if (body instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            return one(heartbeat.groupId(), heartbeat.memberId());
        } else if (body instanceof ConsumerGroupDescribeRequestData describe) {
            return new RequestSubject(describe.groupIds(), Collections.emptyList());
        } else if (body instanceof OffsetCommitRequestData commit) {
            return one(commit.groupId(), commit.memberId());
        } else if (body instanceof OffsetFetchRequestData fetch) {
            return of(fetch);
        } else if (body instanceof TxnOffsetCommitRequestData commit) {
            return one(commit.groupId(), commit.memberId());
        } else if (body instanceof AddOffsetsToTxnRequestData add) {
            return one(add.groupId(), null);
        } else if (body instanceof OffsetDeleteRequestData delete) {
            return one(delete.groupId(), null);
        } else if (body instanceof DescribeGroupsRequestData describe) {
            return new RequestSubject(describe.groups(), Collections.emptyList());
        } else if (body instanceof DeleteGroupsRequestData delete) {
            return new RequestSubject(delete.groupsNames(), Collections.emptyList());
        } else if (body instanceof FindCoordinatorRequestData find) {
            return of(find);
        }
        return new RequestSubject(Collections.emptyList(), Collections.emptyList());
    }

    /** Returns the transactional id that a producer's request is about, or null. */
    static @Nullable String transactionalId(ApiMessage body) {
        if (body instanceof InitProducerIdRequestData init) {
            return init.transactionalId();
        } else if (body instanceof AddPartitionsToTxnRequestData add) {
            String id = add.v3AndBelowTransactionalId();
            return id.isEmpty() ? null : id;
        } else if (body instanceof AddOffsetsToTxnRequestData add) {
            return add.transactionalId();
        } else if (body instanceof TxnOffsetCommitRequestData commit) {
            return commit.transactionalId();
        } else if (body instanceof EndTxnRequestData end) {
            return end.transactionalId();
        }
        return null;
    }

    private static RequestSubject one(String groupId, @Nullable String memberId) {
        boolean unnamed = memberId == null || memberId.isEmpty();
        return new RequestSubject(List.of(groupId), unnamed ? List.of() : List.of(memberId));
    }

    private static RequestSubject of(LeaveGroupRequestData leave) {
        if (leave.members().isEmpty()) {
            return one(leave.groupId(), leave.memberId());
        }
        List<String> memberIds = new ArrayList<>();
        leave.members().forEach(member -> memberIds.add(member.memberId()));
        return new RequestSubject(List.of(leave.groupId()), memberIds);
    }

    private static RequestSubject of(OffsetFetchRequestData fetch) {
        if (fetch.groups().isEmpty()) {
            return one(fetch.groupId(), null);
        }
        List<String> groupIds = new ArrayList<>();
        List<String> memberIds = new ArrayList<>();
        fetch.groups().forEach(group -> {
            groupIds.add(group.groupId());
            if (group.memberId() != null) {
                memberIds.add(group.memberId());
            }
        });
        return new RequestSubject(groupIds, memberIds);
    }

    private static RequestSubject of(FindCoordinatorRequestData find) {
        if (find.keyType() != GROUP) {
            return new RequestSubject(Collections.emptyList(), Collections.emptyList());
        }
        List<String> keys = find.coordinatorKeys().isEmpty() ? List.of(find.key()) : find.coordinatorKeys();
        return new RequestSubject(keys, Collections.emptyList());
    }
}
