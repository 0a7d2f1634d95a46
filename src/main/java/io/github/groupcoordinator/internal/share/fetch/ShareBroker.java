package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.ShareFailure;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The part of one broker that serves share groups: sessions, share partitions, and the fetches that wait. The handlers
 * of ShareFetch and ShareAcknowledge check requests and sessions, and leave the rest to it.
 */
public final class ShareBroker implements ShareSessions.Listener {
    private final SharePartitions.Surroundings surroundings;
    private final ShareSessions sessions;
    private final SharePartitions partitions;
    private final WaitingFetches waiting = new WaitingFetches();
    /** Partitions that a fetch has given back in this step; those who wait for them look when it is over. */
    private final Deque<SharePartitionKey> unlocked = new ArrayDeque<>();

    private int depth;

    /** @param maxSessions {@code group.share.max.share.sessions} */
    public ShareBroker(int maxSessions, SharePartitions.Surroundings surroundings) {
        this.surroundings = surroundings;
        this.sessions = new ShareSessions(maxSessions, this);
        this.partitions = new SharePartitions(surroundings, key -> step(() -> waiting.wake(key)));
    }

    public ShareSessions sessions() {
        return sessions;
    }

    public SharePartitions partitions() {
        return partitions;
    }

    /**
     * Fetches; the answer comes at once, or when there is enough, at the latest when the max wait is over. Nothing
     * calls a fetch off: one whose member is gone gets records, and holds them, as in Kafka.
     *
     * @param longPolls what times the max wait
     */
    public void fetch(ShareFetchRequest asked, Timers longPolls, ShareFetchReply reply) {
        ShareFetchRequest request = rotated(asked);
        if (request.partitions().isEmpty()
                || request.limits().maxRecords() == 0
                || request.limits().maxBytes() == 0) {
            reply.fetched(Collections.emptyMap());
            return;
        }
        ShareFetch fetch = new ShareFetch(request, partitions, surroundings.replicas(), reply, this::done);
        step(() -> begin(fetch, request, longPolls));
    }

    private void begin(ShareFetch fetch, ShareFetchRequest request, Timers longPolls) {
        request.partitions().forEach(partition -> begin(fetch, new SharePartitionKey(request.groupId(), partition)));
        if (fetch.isErroneousEverywhere()) {
            fetch.answerErrors();
            return;
        }
        fetch.tryAgain();
        if (!fetch.isDone()) {
            waiting.add(fetch, fetch.keys());
            // As in Kafka it looks once more: a partition that has just proved lost leaves its bytes to the others.
            fetch.tryAgain();
        }
        if (!fetch.isDone()) {
            fetch.waitUntil(longPolls, () -> step(fetch::timedOut));
        }
    }

    private void begin(ShareFetch fetch, SharePartitionKey key) {
        SharePartitions.Cached cached;
        try {
            cached = partitions.findOrMake(key);
        } catch (ApiException e) {
            fetch.fail(key.partition(), Errors.forException(e));
            return;
        }
        boolean[] atOnce = {true};
        cached.partition().maybeInitialize(failure -> {
            if (failure != null && failure.error() != Errors.LEADER_NOT_AVAILABLE) {
                partitions.drop(key);
                fetch.fail(key.partition(), failure.error());
            }
            if (!atOnce[0]) {
                step(() -> waiting.wake(key));
            }
        });
        atOnce[0] = false;
        fetch.add(key.partition(), cached);
    }

    private static ShareFetchRequest rotated(ShareFetchRequest request) {
        List<TopicIdPartition> partitions = new ArrayList<>(request.partitions());
        if (request.sessionEpoch() >= 1 && partitions.size() > 1) {
            Collections.rotate(partitions, -(request.sessionEpoch() % partitions.size()));
        }
        return new ShareFetchRequest(
                request.groupId(),
                request.memberId(),
                request.sessionEpoch(),
                partitions,
                request.mode(),
                request.limits(),
                request.committed());
    }

    private void done(ShareFetch fetch, List<SharePartitionKey> keys) {
        waiting.remove(fetch, fetch.keys());
        unlocked.addAll(keys);
    }

    private void step(Runnable what) {
        depth++;
        try {
            what.run();
            if (depth == 1) {
                for (SharePartitionKey key = unlocked.poll(); key != null; key = unlocked.poll()) {
                    waiting.wake(key);
                    // Those of other groups, too: as in Kafka they look again, though nothing of theirs was given back.
                    waiting.wake(key.partition());
                }
            }
        } finally {
            depth--;
        }
    }

    /** The outcome of a member's acknowledgements for one partition; an error has a message. */
    public record Acknowledged(Errors error, @Nullable String message) {
        public static final Acknowledged DONE = new Acknowledged(Errors.NONE, null);

        static Acknowledged of(@Nullable ShareFailure failure) {
            return failure == null ? DONE : new Acknowledged(failure.error(), failure.message());
        }
    }

    /** The one that waits for acknowledgements. */
    public interface AcknowledgeReply {
        /** Gets the outcome for each partition, when all have been written. */
        void acknowledged(Map<TopicIdPartition, Acknowledged> partitions);
    }

    /**
     * Takes acknowledgements.
     *
     * @throws io.github.groupcoordinator.internal.share.UnexpectedStateException where Kafka's code fails
     * unexpectedly; the whole request is UNKNOWN_SERVER_ERROR then
     */
    public void acknowledge(
            ShareSessionKey member, Map<TopicIdPartition, List<AcknowledgementBatch>> batches, AcknowledgeReply reply) {
        Outcomes outcomes = new Outcomes(batches.size(), reply);
        step(() -> {
            batches.forEach((partition, each) -> acknowledge(member, partition, each, outcomes));
            outcomes.allAsked();
        });
    }

    private void acknowledge(
            ShareSessionKey member, TopicIdPartition partition, List<AcknowledgementBatch> batches, Outcomes outcomes) {
        SharePartitionKey key = new SharePartitionKey(member.groupId(), partition);
        SharePartition found = partitions.find(key);
        if (found == null) {
            outcomes.put(
                    partition,
                    new Acknowledged(
                            Errors.UNKNOWN_TOPIC_OR_PARTITION,
                            key + " is not in the memory of the broker: no records of it are acquired"));
            return;
        }
        found.acknowledge(member.memberId(), batches, failure -> {
            Acknowledged outcome = Acknowledged.of(failure);
            partitions.dropIfFenced(key, outcome.error());
            outcomes.put(partition, outcome);
        });
        waiting.wake(key);
    }

    /** The outcomes for the partitions of one request, gathered. */
    private static final class Outcomes {
        private final Map<TopicIdPartition, Acknowledged> found = new LinkedHashMap<>();
        private final int expected;
        private final AcknowledgeReply reply;
        private boolean allAsked;

        Outcomes(int expected, AcknowledgeReply reply) {
            this.expected = expected;
            this.reply = reply;
        }

        void put(TopicIdPartition partition, Acknowledged outcome) {
            found.put(partition, outcome);
            replyIfDone();
        }

        /** Says that all partitions have been asked, and the fetches woken that wait for them: these are told first. */
        void allAsked() {
            allAsked = true;
            replyIfDone();
        }

        private void replyIfDone() {
            if (allAsked && found.size() == expected) {
                reply.acknowledged(found);
            }
        }
    }

    /**
     * Ends a member's session after its final request: what it has acquired of the session's partitions is
     * released.
     */
    public void releaseSession(ShareSessionKey member) {
        List<TopicIdPartition> held = sessions.partitions(member);
        sessions.close(member);
        step(() -> held.forEach(partition -> release(member, partition)));
    }

    private void release(ShareSessionKey member, TopicIdPartition partition) {
        SharePartitionKey key = new SharePartitionKey(member.groupId(), partition);
        SharePartition found = partitions.find(key);
        if (found != null) {
            found.releaseAcquired(
                    member.memberId(),
                    failure -> partitions.dropIfFenced(key, failure == null ? Errors.NONE : failure.error()));
            waiting.wake(key);
        }
    }

    @Override
    public void memberLeft(ShareSessionKey key) {
        releaseSession(key);
    }

    @Override
    public void groupEmpty(String groupId) {
        step(() -> partitions.dropGroup(groupId));
    }

    /** Says that a connection has closed, which may take a session along. */
    public void disconnected(String connectionId) {
        sessions.disconnected(connectionId);
    }

    /** Says that the high watermark or the last stable offset of a partition has moved. */
    public void logMoved(TopicIdPartition partition) {
        step(() -> waiting.wake(partition));
    }

    /** Says that the broker no longer leads a partition, or that it is deleted. */
    public void lost(TopicIdPartition partition) {
        step(() -> partitions.dropAll(partition));
    }

    /** Says that {@code share.version} no longer allows share groups. */
    public void turnedOff() {
        sessions.clear();
        step(partitions::dropAll);
    }

    /** Ends with the process: sessions, fetches that wait, share partitions and their locks are gone at once. */
    public void abandon() {
        sessions.clear();
        waiting.abandon();
        partitions.abandon();
    }
}
