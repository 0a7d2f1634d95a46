package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.UnexpectedStateException;
import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One share fetch: it tries its partitions in order, reserves those that have something to acquire, and answers when
 * they have enough, when an error leaves nothing to wait for, or when its time is over.
 */
final class ShareFetch implements WaitingFetches.Waiting {
    private final ShareFetchRequest request;
    private final SharePartitions partitions;
    private final ShareReplicas replicas;
    private final ShareFetchReply reply;
    private final Done onDone;
    private final Map<TopicIdPartition, SharePartitions.Cached> fetching = new LinkedHashMap<>();
    private final Map<TopicIdPartition, Errors> erroneous = new LinkedHashMap<>();
    private Timers.@Nullable Timer timer;
    private boolean done;

    /** The listener that hears that a fetch is over. */
    interface Done {
        /** @param unlocked the partitions that others may fetch from now on */
        void done(ShareFetch fetch, List<SharePartitionKey> unlocked);
    }

    ShareFetch(
            ShareFetchRequest request,
            SharePartitions partitions,
            ShareReplicas replicas,
            ShareFetchReply reply,
            Done onDone) {
        this.request = request;
        this.partitions = partitions;
        this.replicas = replicas;
        this.reply = reply;
        this.onDone = onDone;
    }

    void add(TopicIdPartition partition, SharePartitions.Cached cached) {
        fetching.put(partition, cached);
    }

    void fail(TopicIdPartition partition, Errors error) {
        erroneous.put(partition, error);
    }

    boolean isErroneousEverywhere() {
        return erroneous.size() == request.partitions().size();
    }

    /** Answers with nothing but errors. */
    void answerErrors() {
        finish(Collections.emptyMap(), Collections.emptyMap());
    }

    /** Returns the keys by which it is woken. */
    List<Object> keys() {
        List<Object> keys = new ArrayList<>();
        for (TopicIdPartition partition : fetching.keySet()) {
            keys.add(key(partition));
            keys.add(partition);
        }
        return keys;
    }

    private SharePartitionKey key(TopicIdPartition partition) {
        return new SharePartitionKey(request.groupId(), partition);
    }

    void waitUntil(Timers timers, Runnable timeout) {
        timer = timers.schedule(timers.nowMs() + Math.max(0, request.limits().maxWaitMs()), this, timeout);
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void abandon() {
        done = true;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void tryAgain() {
        Map<TopicIdPartition, Long> offsets = reserve();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            tryAgain(offsets);
        } catch (UnexpectedStateException e) {
            // Kafka's code fails here, and then once more where it answers.
            unlock(offsets);
            finish(reserve(), Collections.emptyMap());
        }
    }

    private void tryAgain(Map<TopicIdPartition, Long> offsets) {
        List<TopicIdPartition> unknown = new ArrayList<>();
        offsets.forEach((partition, offset) -> {
            if (!fetching(partition).knows(offset)) {
                unknown.add(partition);
            }
        });
        Map<TopicIdPartition, ShareReplicas.Read> reads = read(unknown, offsets);
        boolean failed = false;
        for (Map.Entry<TopicIdPartition, ShareReplicas.Read> read : reads.entrySet()) {
            if (read.getValue().error() == Errors.NONE) {
                fetching(read.getKey())
                        .learn(offset(offsets, read.getKey()), read.getValue().begin());
            } else {
                failed = true;
            }
        }
        if (failed || hasEnough(offsets)) {
            finish(offsets, reads);
        } else {
            unlock(offsets);
        }
    }

    /** Takes what there is. */
    void timedOut() {
        if (!done) {
            finish(reserve(), Collections.emptyMap());
        }
    }

    private SharePartitions.Cached fetching(TopicIdPartition partition) {
        SharePartitions.Cached cached = fetching.get(partition);
        if (cached == null) {
            throw new IllegalStateException("expected " + partition + " to be fetched by " + this);
        }
        return cached;
    }

    private static long offset(Map<TopicIdPartition, Long> offsets, TopicIdPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("expected an offset to fetch " + partition + " from");
        }
        return offset;
    }

    private Map<TopicIdPartition, Long> reserve() {
        Map<TopicIdPartition, Long> offsets = new LinkedHashMap<>();
        fetching.forEach((partition, cached) -> {
            if (cached.partition().tryLockForFetch(this)) {
                if (cached.partition().canAcquireRecords()) {
                    offsets.put(partition, cached.partition().nextFetchOffset());
                } else {
                    cached.partition().unlockForFetch();
                }
            }
        });
        return offsets;
    }

    private void unlock(Map<TopicIdPartition, Long> offsets) {
        offsets.keySet().forEach(partition -> fetching(partition).partition().unlockForFetch());
    }

    private boolean hasEnough(Map<TopicIdPartition, Long> offsets) {
        List<Integer> shares = MaxBytes.shares(request.limits().maxBytes(), offsets.size(), offsets.size());
        long bytes = 0;
        int index = 0;
        for (Map.Entry<TopicIdPartition, Long> each : offsets.entrySet()) {
            TopicIdPartition partition = each.getKey();
            int share = shares.get(index++);
            try {
                SharePartitions.Cached cached = fetching(partition);
                ShareReplicas.Available available =
                        replicas.available(partition, each.getValue(), cached.known(), request.committed());
                if (cached.knows(each.getValue())) {
                    if (available.enough()) {
                        return true;
                    }
                    bytes += Math.min(available.bytes(), share);
                }
            } catch (ApiException e) {
                Errors error = Errors.forException(e);
                fail(partition, error);
                partitions.dropIfFenced(key(partition), error);
            }
        }
        return bytes >= request.limits().minBytes();
    }

    private Map<TopicIdPartition, ShareReplicas.Read> read(
            List<TopicIdPartition> toRead, Map<TopicIdPartition, Long> offsets) {
        Map<TopicIdPartition, ShareReplicas.Read> reads = new LinkedHashMap<>();
        if (toRead.isEmpty()) {
            return reads;
        }
        List<Integer> shares = MaxBytes.shares(request.limits().maxBytes(), toRead.size(), offsets.size());
        int left = request.limits().maxBytes();
        boolean nothingYet = true;
        for (int i = 0; i < toRead.size(); i++) {
            TopicIdPartition partition = toRead.get(i);
            if (erroneous.containsKey(partition)) {
                continue;
            }
            ShareReplicas.Read read = replicas.read(
                    partition,
                    new ShareReplicas.Range(
                            offset(offsets, partition),
                            Math.min(shares.get(i), left),
                            nothingYet,
                            request.committed()));
            reads.put(partition, read);
            int size = read.records().remaining();
            nothingYet &= size == 0;
            left = Math.max(0, left - size);
        }
        return reads;
    }

    private void finish(Map<TopicIdPartition, Long> offsets, Map<TopicIdPartition, ShareReplicas.Read> alreadyRead) {
        done = true;
        cancelTimer();
        Map<TopicIdPartition, FetchedPartition> answer = new LinkedHashMap<>();
        try {
            List<TopicIdPartition> missing = new ArrayList<>(offsets.keySet());
            missing.removeAll(alreadyRead.keySet());
            // Those that have been read before are charged last, as in Kafka.
            Map<TopicIdPartition, ShareReplicas.Read> reads = read(missing, offsets);
            reads.putAll(alreadyRead);
            acquire(reads, answer);
        } catch (UnexpectedStateException e) {
            // Kafka's code fails here: nobody is told what was acquired, and all that was tried has an error.
            answer.clear();
            offsets.keySet().forEach(partition -> fail(partition, Errors.UNKNOWN_SERVER_ERROR));
        } finally {
            unlock(offsets);
        }
        erroneous.forEach((partition, error) -> answer.put(partition, FetchedPartition.failed(error)));
        reply.fetched(answer);
        onDone.done(this, offsets.keySet().stream().map(this::key).toList());
    }

    private void acquire(
            Map<TopicIdPartition, ShareReplicas.Read> reads, Map<TopicIdPartition, FetchedPartition> answer) {
        int acquiredSoFar = 0;
        for (Map.Entry<TopicIdPartition, ShareReplicas.Read> each : reads.entrySet()) {
            TopicIdPartition partition = each.getKey();
            ShareReplicas.Read read = each.getValue();
            if (read.error() == Errors.OFFSET_OUT_OF_RANGE) {
                moveToLogStart(partition, answer);
            } else if (read.error() != Errors.NONE) {
                answer.put(partition, FetchedPartition.failed(read.error()));
            } else {
                AcquiredRecords acquired = fetching(partition)
                        .partition()
                        .acquire(
                                new AcquireRequest(
                                        request.memberId(),
                                        request.mode(),
                                        request.limits().batchSize(),
                                        request.limits().maxRecords() - acquiredSoFar),
                                read.fetched());
                acquiredSoFar += acquired.count();
                answer.put(partition, answered(read, acquired));
            }
        }
    }

    // The member gets nothing this time; the next fetch begins where the log does.
    private void moveToLogStart(TopicIdPartition partition, Map<TopicIdPartition, FetchedPartition> answer) {
        try {
            SharePartition fetched = fetching(partition).partition();
            fetched.logStartMovedTo(
                    replicas.offsets(partition, fetched.leaderEpoch()).earliest());
            answer.put(partition, FetchedPartition.empty());
        } catch (ApiException e) {
            Errors error = Errors.forException(e);
            fail(partition, error);
            partitions.dropIfFenced(key(partition), error);
        }
    }

    private static FetchedPartition answered(ShareReplicas.Read read, AcquiredRecords acquired) {
        List<AcquiredRecords.Range> ranges = acquired.ranges();
        if (ranges.isEmpty()) {
            return FetchedPartition.empty();
        }
        return new FetchedPartition(Errors.NONE, slice(read, ranges), ranges);
    }

    private static ByteBuffer slice(ShareReplicas.Read read, List<AcquiredRecords.Range> ranges) {
        FetchedRecords fetched = read.fetched();
        long first = ranges.get(0).firstOffset();
        long last = ranges.get(ranges.size() - 1).lastOffset();
        int skipped = 0;
        int size = 0;
        for (FetchedBatch batch : fetched.batches()) {
            if (batch.baseOffset() > last && size > 0) {
                break;
            }
            if (batch.baseOffset() <= first) {
                // Whatever came before it is not needed.
                skipped += size;
                size = 0;
            }
            size += batch.sizeInBytes();
        }
        ByteBuffer records = read.records();
        return records.slice(records.position() + skipped, size).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "share fetch of " + request.memberId() + " in " + request.groupId();
    }
}
