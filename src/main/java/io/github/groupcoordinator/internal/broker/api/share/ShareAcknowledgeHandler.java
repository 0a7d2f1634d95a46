package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.share.UnexpectedStateException;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker.Acknowledged;
import io.github.groupcoordinator.internal.share.session.ShareSessionException;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessions;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData.NodeEndpoint;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData.PartitionData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData.ShareAcknowledgeTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** ShareAcknowledge v1-2 (KIP-932); v2 renews acquisition locks and tells how long they last (KIP-1222). */
public final class ShareAcknowledgeHandler extends RequestHandler<ShareAcknowledgeRequestData> {
    private static final short RENEWAL = 2;

    /** The errors that are those of partitions; all others fail a request as a whole. */
    private static final Set<Errors> OF_PARTITIONS = EnumSet.of(
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.UNKNOWN_TOPIC_ID,
            Errors.UNKNOWN_TOPIC_OR_PARTITION,
            Errors.TOPIC_AUTHORIZATION_FAILED,
            Errors.COORDINATOR_NOT_AVAILABLE,
            Errors.GROUP_ID_NOT_FOUND,
            Errors.INVALID_RECORD_STATE);

    private final Cluster cluster;
    private final ShareLeaders leaders;

    public ShareAcknowledgeHandler(Cluster cluster, ShareLeaders leaders) {
        super(ShareApis.SHARE_ACKNOWLEDGE);
        this.cluster = cluster;
        this.leaders = leaders;
    }

    @Override
    public void answer(Request request, ShareAcknowledgeRequestData body) {
        ShareBroker broker = enter(request, body);
        if (broker == null) {
            return;
        }
        ShareSessionKey member = new ShareSessionKey(body.groupId(), body.memberId());
        try {
            acknowledgements(request, body).acknowledge(broker, member, outcomes -> {
                if (body.shareSessionEpoch() == ShareSessions.FINAL_EPOCH) {
                    broker.releaseSession(member);
                }
                request.reply(answer(request, body.groupId(), outcomes));
            });
        } catch (UnexpectedStateException e) {
            refuse(request, Errors.UNKNOWN_SERVER_ERROR.code());
        }
    }

    /** Returns the part of the node that serves share groups, or null if the request was refused. */
    private @Nullable ShareBroker enter(Request request, ShareAcknowledgeRequestData body) {
        Errors refusal = MemberChecks.refusal(leaders, body.groupId(), body.memberId());
        if (refusal != Errors.NONE) {
            refuse(request, refusal.code());
            return null;
        }
        ShareBroker broker = leaders.at(request.node());
        try {
            broker.sessions()
                    .acknowledge(new ShareSessionKey(body.groupId(), body.memberId()), body.shareSessionEpoch());
            return broker;
        } catch (ShareSessionException e) {
            refuse(request, e.code());
            return null;
        }
    }

    private static void refuse(Request request, short errorCode) {
        request.reply(new ShareAcknowledgeResponseData().setErrorCode(errorCode));
    }

    private Acknowledgements acknowledgements(Request request, ShareAcknowledgeRequestData body) {
        boolean knowsRenewal = request.version() >= RENEWAL;
        Acknowledgements all = new Acknowledgements(cluster, knowsRenewal, knowsRenewal && body.isRenewAck());
        body.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> all.add(
                        topic.topicId(),
                        partition.partitionIndex(),
                        partition.acknowledgementBatches().stream()
                                .map(ShareAcknowledgeHandler::batch)
                                .toList())));
        return all;
    }

    private static AcknowledgementBatch batch(ShareAcknowledgeRequestData.AcknowledgementBatch batch) {
        return new AcknowledgementBatch(batch.firstOffset(), batch.lastOffset(), List.copyOf(batch.acknowledgeTypes()));
    }

    private ShareAcknowledgeResponseData answer(
            Request request, String groupId, Map<TopicIdPartition, Acknowledged> outcomes) {
        LeaderHints hints = new LeaderHints(cluster, request);
        Map<Uuid, ShareAcknowledgeTopicResponse> topics = new LinkedHashMap<>();
        outcomes.forEach((partition, outcome) -> {
            PartitionData data = new PartitionData()
                    .setPartitionIndex(partition.partition())
                    .setErrorCode(outcome.error().code())
                    .setErrorMessage(outcome.message());
            LeaderHints.Leader leader = hints.of(partition, outcome.error());
            if (leader != null) {
                data.currentLeader().setLeaderId(leader.id()).setLeaderEpoch(leader.epoch());
            }
            topics.computeIfAbsent(partition.topicId(), id -> new ShareAcknowledgeTopicResponse().setTopicId(id))
                    .partitions()
                    .add(data);
        });
        ShareAcknowledgeResponseData response = new ShareAcknowledgeResponseData();
        Collection<ShareAcknowledgeTopicResponse> responses = response.responses();
        responses.addAll(topics.values());
        Collection<NodeEndpoint> endpoints = response.nodeEndpoints();
        for (Node node : hints.endpoints()) {
            endpoints.add(
                    new NodeEndpoint().setNodeId(node.id()).setHost(node.host()).setPort(node.port()));
        }
        if (request.version() >= RENEWAL) {
            response.setAcquisitionLockTimeoutMs(leaders.settings(groupId).recordLockDurationMs());
        }
        return response;
    }

    /** Counts the request in its session, and puts the error on every partition that it acknowledges records of. */
    @Override
    public boolean fail(Request request, ShareAcknowledgeRequestData body, Errors error) {
        if (!OF_PARTITIONS.contains(error)) {
            return false;
        }
        if (enter(request, body) != null) {
            request.reply(answer(
                    request, body.groupId(), acknowledgements(request, body).failedWith(error)));
        }
        return true;
    }
}
