package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.api.RecordApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.Errors;

/**
 * Fetch v4-18; v7 sessions (KIP-227); v9 current leader epoch (KIP-320); v12 diverging epochs; v13 topic ids; v16
 * node endpoints. A fetch that finds less than fetch.min.bytes is parked until there is enough, or fetch.max.wait.ms
 * have passed.
 */
public final class FetchHandler extends RequestHandler<FetchRequestData> {
    private static final short TOPIC_IDS = 13;

    /** The errors that fail a fetch as a whole; all other errors are those of partitions. */
    private static final Set<Errors> WHOLE = EnumSet.of(
            Errors.FETCH_SESSION_ID_NOT_FOUND,
            Errors.INVALID_FETCH_SESSION_EPOCH,
            Errors.FETCH_SESSION_TOPIC_ID_ERROR,
            Errors.UNKNOWN_SERVER_ERROR);

    private final Cluster cluster;
    private final Map<Integer, FetchSessions> sessions = new TreeMap<>();

    public FetchHandler(Cluster cluster) {
        super(RecordApis.FETCH);
        this.cluster = cluster;
    }

    /** Forgets the sessions of a node: they live in its memory only. */
    public void forgetSessions(int nodeId) {
        sessions.remove(nodeId);
    }

    private FetchSessions.Context context(Request request, FetchRequestData body) {
        FetchSessions ofNode = sessions.computeIfAbsent(
                request.node().id(),
                id -> new FetchSessions(cluster.config().fetchSessionSlots(), topicId -> {
                    Topic topic = cluster.topics().find(topicId);
                    return topic == null ? null : topic.name();
                }));
        return ofNode.context(request.version(), body, nowMs());
    }

    private long nowMs() {
        return cluster.timers().nowMs();
    }

    @Override
    public void answer(Request request, FetchRequestData body) {
        FetchSessions.Context context = context(request, body);
        FetchRead read = new FetchRead(cluster, request, body, context.targets());
        FetchResult first = read.now();
        if (body.maxWaitMs() <= 0
                || context.targets().isEmpty()
                || first.isEnough()
                || first.nothingValid()
                || read.canComplete()) {
            request.reply(context.answer(first, nowMs()));
            return;
        }
        new Parked(request, context, read, body.maxWaitMs()).park();
    }

    /** Puts the error on every partition that the request is about, whether it names it or its session does. */
    @Override
    public boolean fail(Request request, FetchRequestData body, Errors error) {
        if (WHOLE.contains(error)) {
            return false;
        }
        FetchSessions.Context context = context(request, body);
        FetchRead read = new FetchRead(cluster, request, body, context.targets());
        request.reply(context.answer(read.refused(error), nowMs()));
        return true;
    }

    /** A fetch that waits for records. */
    private final class Parked {
        private final Request request;
        private final FetchSessions.Context context;
        private final FetchRead read;
        private final List<PartitionLog> logs;
        private final Runnable onAppend = this::completeIfEnough;
        private final Timers.Timer timer;
        private boolean done;

        Parked(Request request, FetchSessions.Context context, FetchRead read, int maxWaitMs) {
            this.request = request;
            this.context = context;
            this.read = read;
            this.logs = read.logs();
            Timers timers = request.longPolls();
            this.timer = timers.schedule(
                    timers.nowMs() + maxWaitMs, "fetch of " + request.context().clientId(), this::complete);
        }

        void park() {
            for (PartitionLog log : logs) {
                log.addListener(onAppend);
            }
            request.onAbandoned(this::forget);
        }

        private void completeIfEnough() {
            if (!done && read.canComplete()) {
                complete();
            }
        }

        private void complete() {
            if (!done) {
                forget();
                request.reply(context.answer(read.now(), nowMs()));
            }
        }

        private void forget() {
            done = true;
            timer.cancel();
            for (PartitionLog log : logs) {
                log.removeListener(onAppend);
            }
        }
    }

    static boolean usesTopicIds(short version) {
        return version >= TOPIC_IDS;
    }
}
