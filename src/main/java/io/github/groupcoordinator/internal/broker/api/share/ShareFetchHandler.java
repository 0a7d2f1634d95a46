package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker;
import io.github.groupcoordinator.internal.share.session.ShareSessionContext;
import io.github.groupcoordinator.internal.share.session.ShareSessionException;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessionRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * ShareFetch v1-2 (KIP-932); v2 acquire modes (KIP-1206) and renewal of acquisition locks (KIP-1222). A fetch that
 * finds nothing to acquire is parked until there is something, or its max wait is over.
 */
public final class ShareFetchHandler extends RequestHandler<ShareFetchRequestData> {
    private static final short RENEWAL = 2;

    /** The errors that fail a fetch as a whole; all others are those of partitions. */
    private static final Set<Errors> WHOLE = EnumSet.of(
            Errors.SHARE_SESSION_NOT_FOUND,
            Errors.INVALID_SHARE_SESSION_EPOCH,
            Errors.SHARE_SESSION_LIMIT_REACHED,
            Errors.INVALID_REQUEST,
            Errors.GROUP_AUTHORIZATION_FAILED,
            Errors.UNSUPPORTED_VERSION,
            Errors.UNKNOWN_SERVER_ERROR);

    private final Cluster cluster;
    private final ShareLeaders leaders;

    public ShareFetchHandler(Cluster cluster, ShareLeaders leaders) {
        super(ShareApis.SHARE_FETCH);
        this.cluster = cluster;
        this.leaders = leaders;
    }

    @Override
    public void answer(Request request, ShareFetchRequestData body) {
        Errors refusal = refusal(request, body);
        if (refusal != Errors.NONE) {
            refuse(request, refusal.code());
            return;
        }
        ShareFetchExchange exchange = exchange(request, body);
        if (exchange != null) {
            exchange.begin();
        }
    }

    private Errors refusal(Request request, ShareFetchRequestData body) {
        Errors refusal = MemberChecks.refusal(leaders, body.groupId(), body.memberId());
        boolean asksForRecords =
                body.maxBytes() != 0 || body.minBytes() != 0 || body.maxRecords() != 0 || body.maxWaitMs() != 0;
        return refusal == Errors.NONE && renews(request, body) && asksForRecords ? Errors.INVALID_REQUEST : refusal;
    }

    private static boolean renews(Request request, ShareFetchRequestData body) {
        return request.version() >= RENEWAL && body.isRenewAck();
    }

    static void refuse(Request request, short errorCode) {
        request.reply(new ShareFetchResponseData().setErrorCode(errorCode));
    }

    /** Returns what is to be done for a request after its session has taken it up, or null if that has refused it. */
    private @Nullable ShareFetchExchange exchange(Request request, ShareFetchRequestData body) {
        ShareBroker broker = leaders.at(request.node());
        ShareSessionKey member = new ShareSessionKey(body.groupId(), body.memberId());
        List<TopicIdPartition> asked = asked(body);
        try {
            ShareSessionContext context = broker.sessions()
                    .fetch(new ShareSessionRequest(
                            member,
                            body.shareSessionEpoch(),
                            asked,
                            forgotten(body),
                            acknowledges(body),
                            request.connectionId()));
            request.onDisconnected(leaders, () -> leaders.disconnected(request.node(), request.connectionId()));
            ShareFetchParts parts = new ShareFetchParts(cluster, leaders, broker, member, context);
            return new ShareFetchExchange(
                    request, body, parts, acknowledges(body) ? acknowledgements(request, body) : null);
        } catch (ShareSessionException e) {
            if (e.code() == ShareSessionException.LIMIT_REACHED) {
                refuseLater(request, body.maxWaitMs(), e.code());
            } else {
                refuse(request, e.code());
            }
            return null;
        }
    }

    /** Lets a member that finds no room wait as long as it would have waited for records. */
    private void refuseLater(Request request, int maxWaitMs, short errorCode) {
        Timers timers = cluster.nodes().state(request.node().id()).timers(request.longPolls());
        Timers.Timer timer = timers.schedule(
                timers.nowMs() + Math.max(0, maxWaitMs),
                "refusal of a share session to " + request.context().clientId(),
                () -> refuse(request, errorCode));
        request.onAbandoned(timer::cancel);
    }

    private List<TopicIdPartition> asked(ShareFetchRequestData body) {
        List<TopicIdPartition> asked = new ArrayList<>();
        body.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> asked.add(named(topic.topicId(), partition.partitionIndex()))));
        return asked;
    }

    private List<TopicIdPartition> forgotten(ShareFetchRequestData body) {
        List<TopicIdPartition> forgotten = new ArrayList<>();
        body.forgottenTopicsData().forEach(topic -> topic.partitions()
                .forEach(partition -> forgotten.add(named(topic.topicId(), partition))));
        return forgotten;
    }

    private TopicIdPartition named(Uuid topicId, int partition) {
        Topic topic = cluster.topics().find(topicId);
        return new TopicIdPartition(topicId, partition, topic == null ? null : topic.name());
    }

    private static boolean acknowledges(ShareFetchRequestData body) {
        return body.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(partition -> !partition.acknowledgementBatches().isEmpty());
    }

    private Acknowledgements acknowledgements(Request request, ShareFetchRequestData body) {
        Acknowledgements all = new Acknowledgements(cluster, request.version() >= RENEWAL, renews(request, body));
        body.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> all.add(
                        topic.topicId(),
                        partition.partitionIndex(),
                        partition.acknowledgementBatches().stream()
                                .map(ShareFetchHandler::batch)
                                .toList())));
        return all;
    }

    private static AcknowledgementBatch batch(ShareFetchRequestData.AcknowledgementBatch batch) {
        return new AcknowledgementBatch(batch.firstOffset(), batch.lastOffset(), List.copyOf(batch.acknowledgeTypes()));
    }

    /** Counts the request in its session, and puts the error on every partition of that. */
    @Override
    public boolean fail(Request request, ShareFetchRequestData body, Errors error) {
        if (WHOLE.contains(error)) {
            return false;
        }
        Errors refusal = refusal(request, body);
        if (refusal != Errors.NONE) {
            refuse(request, refusal.code());
            return true;
        }
        ShareFetchExchange exchange = exchange(request, body);
        if (exchange != null) {
            exchange.fail(error);
        }
        return true;
    }
}
