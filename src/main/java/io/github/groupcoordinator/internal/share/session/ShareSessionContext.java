package io.github.groupcoordinator.internal.share.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that one ShareFetch is about, as its session says, and those that its answer has to name. */
public final class ShareSessionContext {
    private final Kind kind;
    private final int epoch;
    private final List<TopicIdPartition> partitions;
    private final @Nullable ShareSession session;

    /** The kinds of requests by their place in a session. */
    public enum Kind {
        /** Opens the session: the answer names every partition. */
        FIRST,
        /** The answer names what has news. */
        FOLLOWING,
        /** Closes the session: nothing is fetched. */
        FINAL
    }

    private ShareSessionContext(
            Kind kind, int epoch, List<TopicIdPartition> partitions, @Nullable ShareSession session) {
        this.kind = kind;
        this.epoch = epoch;
        this.partitions = partitions;
        this.session = session;
    }

    static ShareSessionContext first(List<TopicIdPartition> partitions) {
        return new ShareSessionContext(Kind.FIRST, ShareSessions.INITIAL_EPOCH, partitions, null);
    }

    static ShareSessionContext following(int epoch, ShareSession session) {
        return new ShareSessionContext(Kind.FOLLOWING, epoch, session.partitions(), session);
    }

    static ShareSessionContext last() {
        return new ShareSessionContext(Kind.FINAL, ShareSessions.FINAL_EPOCH, List.of(), null);
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the epoch of the request, by which the partitions are rotated. */
    public int epoch() {
        return epoch;
    }

    /** Returns the partitions to fetch in the order of the session; those of unknown topics have no name. */
    public List<TopicIdPartition> partitions() {
        return partitions;
    }

    /**
     * Returns whether the request is still the last of its session; if not, its answer is INVALID_SHARE_SESSION_EPOCH.
     */
    public boolean isCurrent() {
        return session == null || session.ifFollowing(epoch) != null;
    }

    /**
     * Returns those of the partitions that the answer has to name, in order, and takes notice that it does.
     *
     * @param hasRecords whether there are records of a partition in the answer
     * @param hasError whether there is an error
     */
    public List<TopicIdPartition> toTell(
            List<TopicIdPartition> answered,
            Predicate<TopicIdPartition> hasRecords,
            Predicate<TopicIdPartition> hasError) {
        ShareSession of = session;
        if (of == null) {
            return answered;
        }
        List<TopicIdPartition> told = new ArrayList<>();
        for (TopicIdPartition partition : answered) {
            if (of.tells(partition, hasRecords.test(partition), hasError.test(partition))) {
                told.add(partition);
            }
        }
        return told;
    }
}
