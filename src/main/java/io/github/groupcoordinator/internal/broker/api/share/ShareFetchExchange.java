package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.UnexpectedStateException;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.fetch.FetchedPartition;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker.Acknowledged;
import io.github.groupcoordinator.internal.share.fetch.ShareFetchRequest;
import io.github.groupcoordinator.internal.share.session.ShareSessionContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** One share fetch that its session has taken up: it acknowledges, fetches, and answers when both are done. */
final class ShareFetchExchange {
    private static final short RENEWAL = 2;

    private final Request request;
    private final ShareFetchRequestData body;
    private final ShareFetchParts parts;
    private final @Nullable Acknowledgements acknowledgements;
    private @Nullable Map<TopicIdPartition, Acknowledged> acknowledged;
    private @Nullable Map<TopicIdPartition, FetchedPartition> fetched;

    ShareFetchExchange(
            Request request,
            ShareFetchRequestData body,
            ShareFetchParts parts,
            @Nullable Acknowledgements acknowledgements) {
        this.request = request;
        this.body = body;
        this.parts = parts;
        this.acknowledgements = acknowledgements;
    }

    void begin() {
        try {
            if (acknowledgements == null) {
                acknowledged = Collections.emptyMap();
            } else {
                acknowledgements.acknowledge(parts.broker(), parts.member(), outcomes -> {
                    acknowledged = outcomes;
                    answerIfDone();
                });
            }
            if (request.version() >= RENEWAL && body.isRenewAck()) {
                // Fetching might take longer than the locks that have just been renewed.
                fetched(Collections.emptyMap());
            } else {
                fetch();
            }
        } catch (UnexpectedStateException | IllegalArgumentException e) {
            ShareFetchHandler.refuse(request, Errors.UNKNOWN_SERVER_ERROR.code());
        }
    }

    private void fetch() {
        Map<TopicIdPartition, FetchedPartition> erroneous = new LinkedHashMap<>();
        List<TopicIdPartition> existing = new ArrayList<>();
        for (TopicIdPartition partition : parts.context().partitions()) {
            String topic = partition.topic();
            if (topic == null) {
                erroneous.put(partition, FetchedPartition.failed(Errors.UNKNOWN_TOPIC_ID));
            } else if (parts.cluster().topics().log(topic, partition.partition()) == null) {
                erroneous.put(partition, FetchedPartition.failed(Errors.UNKNOWN_TOPIC_OR_PARTITION));
            } else {
                existing.add(partition);
            }
        }
        if (existing.isEmpty()) {
            fetched(erroneous);
            return;
        }
        existing.forEach(parts.leaders()::wakeOnAppend);
        Timers longPolls = parts.cluster().nodes().state(request.node().id()).timers(request.longPolls());
        parts.broker().fetch(request(existing), longPolls, answered -> {
            Map<TopicIdPartition, FetchedPartition> all = new LinkedHashMap<>(answered);
            all.putAll(erroneous);
            fetched(all);
        });
    }

    /** @throws IllegalArgumentException if there is no such acquire mode: Kafka's code fails there, too */
    private ShareFetchRequest request(List<TopicIdPartition> partitions) {
        int maxBytes = Math.min(body.maxBytes(), parts.cluster().config().fetchMaxBytes());
        return new ShareFetchRequest(
                body.groupId(),
                body.memberId(),
                body.shareSessionEpoch(),
                partitions,
                request.version() >= RENEWAL ? AcquireMode.forId(body.shareAcquireMode()) : AcquireMode.BATCH_OPTIMIZED,
                new ShareFetchRequest.Limits(
                        body.maxWaitMs(),
                        Math.min(body.minBytes(), maxBytes),
                        maxBytes,
                        body.maxRecords(),
                        body.batchSize()),
                parts.leaders().readsCommitted(body.groupId()));
    }

    private void fetched(Map<TopicIdPartition, FetchedPartition> partitions) {
        fetched = partitions;
        answerIfDone();
    }

    private void answerIfDone() {
        Map<TopicIdPartition, FetchedPartition> read = fetched;
        Map<TopicIdPartition, Acknowledged> written = acknowledged;
        if (read == null || written == null) {
            return;
        }
        ShareFetchAnswer answer = new ShareFetchAnswer(request, parts, read, written);
        if (parts.context().kind() == ShareSessionContext.Kind.FINAL) {
            parts.broker().releaseSession(parts.member());
        }
        request.reply(answer.response());
    }

    /** Answers with an error of every partition, of what it fetches as of what it acknowledges. */
    void fail(Errors error) {
        Map<TopicIdPartition, FetchedPartition> failed = new LinkedHashMap<>();
        if (error != Errors.INVALID_RECORD_STATE) {
            parts.context().partitions().forEach(partition -> failed.put(partition, FetchedPartition.failed(error)));
        }
        acknowledged = acknowledgements == null ? Collections.emptyMap() : acknowledgements.failedWith(error);
        fetched(failed);
    }
}
