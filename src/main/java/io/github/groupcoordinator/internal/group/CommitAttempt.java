package io.github.groupcoordinator.internal.group;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An OffsetCommit or TxnOffsetCommit, as far as its group has to look at it before it is accepted. */
public interface CommitAttempt {

    short apiVersion();

    String memberId();

    @Nullable
    String groupInstanceId();

    /** Returns what the sender has for its generation or member epoch; negative if it says none. */
    int generationIdOrMemberEpoch();

    /** Returns whether the offsets wait for the end of a transaction. */
    boolean isTransactional();

    /** Returns the partitions that are committed; those are left out whose metadata are refused for their size. */
    List<TopicPartition> partitions();
}
