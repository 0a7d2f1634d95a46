package io.github.groupcoordinator.internal.broker.api.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a client follows (KIP-227): it names only those that change, and is told only of those that have
 * news. Each request of a session carries the next epoch.
 */
final class FetchSession {
    private static final int FIRST_EPOCH = 1;
    private static final long NOT_TOLD = -1L;

    private final int id;
    private final boolean usesTopicIds;
    private final long createdMs;
    private final Map<FetchTarget.Key, Followed> followed = new LinkedHashMap<>();
    private int epoch = FIRST_EPOCH;

    /** A partition with what the client was told of it last. */
    private static final class Followed {
        private FetchTarget target;
        private long highWatermark = NOT_TOLD;
        private long logStartOffset = NOT_TOLD;

        Followed(FetchTarget target) {
            this.target = target;
        }

        /** Returns whether the client must be told, and notes that it is. */
        boolean tell(FetchResult.Read read) {
            PartitionData data = read.data();
            boolean isError = data.errorCode() != Errors.NONE.code();
            boolean isNews = read.sizeInBytes() > 0
                    || isError
                    || data.highWatermark() != highWatermark
                    || data.logStartOffset() != logStartOffset
                    || data.preferredReadReplica() >= 0
                    || data.divergingEpoch().epoch() >= 0;
            // After an error the partition is told again, even if nothing has changed since before.
            highWatermark = isError ? NOT_TOLD : data.highWatermark();
            logStartOffset = data.logStartOffset();
            return isNews;
        }
    }

    FetchSession(int id, boolean usesTopicIds, long createdMs, List<FetchResult.Read> told) {
        this.id = id;
        this.usesTopicIds = usesTopicIds;
        this.createdMs = createdMs;
        for (FetchResult.Read read : told) {
            Followed partition = new Followed(read.target());
            partition.tell(read);
            followed.put(read.target().key(), partition);
        }
    }

    int id() {
        return id;
    }

    int epoch() {
        return epoch;
    }

    boolean usesTopicIds() {
        return usesTopicIds;
    }

    long createdMs() {
        return createdMs;
    }

    int size() {
        return followed.size();
    }

    /** Takes up what a request changes. */
    void update(List<FetchTarget> changed, List<FetchTarget.Key> forgotten) {
        for (FetchTarget target : changed) {
            Followed known = followed.get(target.key());
            if (known == null) {
                followed.put(target.key(), new Followed(target));
            } else {
                known.target = new FetchTarget(known.target.topic(), target.topicId(), target.partition());
            }
        }
        forgotten.forEach(followed::remove);
    }

    void nextEpoch() {
        epoch = epoch == Integer.MAX_VALUE ? FIRST_EPOCH : epoch + 1;
    }

    /** Returns what is followed; names that were not known before are asked for again, those that were stay. */
    List<FetchTarget> targets(Function<Uuid, @Nullable String> nameOf) {
        List<FetchTarget> targets = new ArrayList<>();
        for (Followed partition : followed.values()) {
            if (usesTopicIds && partition.target.topic() == null) {
                partition.target = partition.target.named(nameOf.apply(partition.target.topicId()));
            }
            targets.add(partition.target);
        }
        return targets;
    }

    /** Returns what the client must be told; whoever had records goes to the end, so that each has its turn. */
    List<FetchResult.Read> news(List<FetchResult.Read> all) {
        List<FetchResult.Read> news = new ArrayList<>();
        for (FetchResult.Read read : all) {
            FetchTarget.Key key = read.target().key();
            Followed partition = followed.get(key);
            if (partition != null && partition.tell(read)) {
                news.add(read);
                if (read.sizeInBytes() > 0) {
                    followed.remove(key);
                    followed.put(key, partition);
                }
            }
        }
        return news;
    }
}
