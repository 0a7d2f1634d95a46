package io.github.groupcoordinator.judge.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/** A client of the contract's tests. It remembers what a join told it; every field may be set to something else. */
final class Member {
    private final Bench bench;
    final String clientId;
    String instanceId;
    String group = "billing";
    String id = "";
    int generation = -1;
    String leader = "";
    List<String> others = List.of();
    int sessionTimeoutMs = 30_000;
    int rebalanceTimeoutMs = 60_000;
    String protocolType = "consumer";
    List<String> protocols = List.of("range");
    List<String> topics = List.of("orders");
    String chosenProtocol = "range";
    byte[] userData = {1};
    int joinVersion = 3;

    Member(Bench bench, String clientId, String instanceId) {
        this.bench = bench;
        this.clientId = clientId;
        this.instanceId = instanceId;
        this.joinVersion = instanceId == null ? 3 : 9;
    }

    Reply<JoinGroupResponseData> join() {
        JoinGroupRequestData data = new JoinGroupRequestData()
                .setGroupId(group)
                .setMemberId(id)
                .setGroupInstanceId(joinVersion >= 5 ? instanceId : null)
                .setSessionTimeoutMs(sessionTimeoutMs)
                .setRebalanceTimeoutMs(rebalanceTimeoutMs)
                .setProtocolType(protocolType)
                .setProtocols(supported());
        return bench.send(ApiKeys.JOIN_GROUP, joinVersion, data, clientId, this::joined);
    }

    private JoinGroupRequestProtocolCollection supported() {
        JoinGroupRequestProtocolCollection collection = new JoinGroupRequestProtocolCollection();
        Subscription subscription = new Subscription(new ArrayList<>(topics), ByteBuffer.wrap(userData));
        byte[] metadata = Utils.toArray(ConsumerProtocol.serializeSubscription(subscription));
        protocols.forEach(name ->
                collection.add(new JoinGroupRequestProtocol().setName(name).setMetadata(metadata)));
        return collection;
    }

    private void joined(JoinGroupResponseData response) {
        Errors error = Errors.forCode(response.errorCode());
        if (error == Errors.NONE || error == Errors.MEMBER_ID_REQUIRED) {
            id = response.memberId();
            generation = response.generationId();
            leader = response.leader();
            others = response.members().stream()
                    .map(JoinGroupResponseMember::memberId)
                    .toList();
            if (response.protocolName() != null) {
                chosenProtocol = response.protocolName();
            }
        }
    }

    /** Joins, and expects the answer at once. */
    Errors joinNow() {
        return Errors.forCode(join().get().errorCode());
    }

    /** Syncs; the leader gives each member an assignment that names it. */
    Reply<SyncGroupResponseData> sync() {
        return sync(5);
    }

    Reply<SyncGroupResponseData> sync(int version) {
        SyncGroupRequestData data = syncRequest(version);
        return bench.send(ApiKeys.SYNC_GROUP, version, data, clientId);
    }

    Reply<SyncGroupResponseData> sync(int version, String namedType, String namedProtocol) {
        SyncGroupRequestData data =
                syncRequest(version).setProtocolType(namedType).setProtocolName(namedProtocol);
        return bench.send(ApiKeys.SYNC_GROUP, version, data, clientId);
    }

    private SyncGroupRequestData syncRequest(int version) {
        SyncGroupRequestData data = new SyncGroupRequestData()
                .setGroupId(group)
                .setMemberId(id)
                .setGenerationId(generation)
                .setGroupInstanceId(version >= 3 ? instanceId : null);
        if (version >= 5) {
            data.setProtocolType(protocolType).setProtocolName(chosenProtocol);
        }
        if (id.equals(leader)) {
            for (String other : others) {
                data.assignments()
                        .add(new SyncGroupRequestAssignment()
                                .setMemberId(other)
                                .setAssignment(("for " + other).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return data;
    }

    Errors syncNow() {
        return Errors.forCode(sync().get().errorCode());
    }

    Errors heartbeat() {
        return heartbeat(4);
    }

    Errors heartbeat(int version) {
        HeartbeatRequestData data = new HeartbeatRequestData()
                .setGroupId(group)
                .setMemberId(id)
                .setGenerationId(generation)
                .setGroupInstanceId(version >= 3 ? instanceId : null);
        Reply<HeartbeatResponseData> reply = bench.send(ApiKeys.HEARTBEAT, version, data, clientId);
        return Errors.forCode(reply.get().errorCode());
    }

    Errors leave() {
        LeaveGroupResponseData answer = leave(5, identity());
        return Errors.forCode(
                answer.errorCode() != Errors.NONE.code()
                        ? answer.errorCode()
                        : answer.members().get(0).errorCode());
    }

    MemberIdentity identity() {
        return new MemberIdentity().setMemberId(id).setGroupInstanceId(instanceId);
    }

    LeaveGroupResponseData leave(int version, MemberIdentity... leaving) {
        LeaveGroupRequestData data = new LeaveGroupRequestData().setGroupId(group);
        if (version < 3) {
            data.setMemberId(id);
        } else {
            data.setMembers(List.of(leaving));
        }
        Reply<LeaveGroupResponseData> reply = bench.send(ApiKeys.LEAVE_GROUP, version, data, clientId);
        return reply.get();
    }

    /** Commits an offset of orders-0. */
    Errors commit(long offset) {
        return commit(9, "orders", 0, offset, "");
    }

    Errors commit(int version, String topic, int partition, long offset, String metadata) {
        OffsetCommitRequestTopic asked = new OffsetCommitRequestTopic().setName(topic);
        return commit(version, asked, partition, offset, metadata);
    }

    Errors commitById(Uuid topicId, int partition, long offset) {
        return commit(10, new OffsetCommitRequestTopic().setTopicId(topicId), partition, offset, "");
    }

    private Errors commit(int version, OffsetCommitRequestTopic topic, int partition, long offset, String metadata) {
        topic.partitions()
                .add(new OffsetCommitRequestPartition()
                        .setPartitionIndex(partition)
                        .setCommittedOffset(offset)
                        .setCommittedMetadata(metadata));
        OffsetCommitRequestData data = new OffsetCommitRequestData()
                .setGroupId(group)
                .setMemberId(id)
                .setGenerationIdOrMemberEpoch(generation)
                .setGroupInstanceId(version >= 7 ? instanceId : null)
                .setTopics(List.of(topic));
        Reply<OffsetCommitResponseData> reply = bench.send(ApiKeys.OFFSET_COMMIT, version, data, clientId);
        return Errors.forCode(reply.get().topics().get(0).partitions().get(0).errorCode());
    }
}
