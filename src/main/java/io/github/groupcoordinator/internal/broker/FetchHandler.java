package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Fetch v4-18; v7 sessions (KIP-227); v9 current leader epoch (KIP-320); v12 diverging epochs; v13 topic ids; v16
 * node endpoints. Every fetch is answered without a session, as a broker does whose session cache is full. A fetch
 * that finds less than fetch.min.bytes is parked until there is enough, or fetch.max.wait.ms have passed.
 */
final class FetchHandler extends RequestHandler<FetchRequestData> {
    private static final short TOPIC_IDS = 13;
    private static final int INITIAL_EPOCH = 0;
    private static final int FINAL_EPOCH = -1;

    private final Cluster cluster;

    FetchHandler(Cluster cluster) {
        super(ApiKeys.FETCH, FetchRequestData.class);
        this.cluster = cluster;
    }

    @Override
    void answer(Request request, FetchRequestData body) {
        // A full fetch closes the session that it names; that there is none makes no difference.
        boolean full = body.sessionEpoch() == INITIAL_EPOCH || body.sessionEpoch() == FINAL_EPOCH;
        if (!full) {
            request.reply(new FetchResponseData().setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
            return;
        }
        List<FetchRead.Wanted> wanted = new ArrayList<>();
        for (FetchTopic topic : body.topics()) {
            for (FetchPartition partition : topic.partitions()) {
                wanted.add(new FetchRead.Wanted(topic.topic(), topic.topicId(), partition));
            }
        }
        FetchRead read = new FetchRead(cluster, request.version(), body, wanted);
        FetchRead.Result first = read.now();
        if (body.maxWaitMs() <= 0 || wanted.isEmpty() || first.isEnough() || first.nothingValid()) {
            request.reply(first.response());
            return;
        }
        new Parked(request, read, body.maxWaitMs()).park();
    }

    /** A fetch that waits for records. */
    private final class Parked {
        private final Request request;
        private final FetchRead read;
        private final List<PartitionLog> logs;
        private final Runnable onAppend = this::completeIfEnough;
        private final Timers.Timer timer;
        private boolean done;

        Parked(Request request, FetchRead read, int maxWaitMs) {
            this.request = request;
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
                request.reply(read.now().response());
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
