package io.github.groupcoordinator.internal.share.fetch;

import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;

/** The one that waits for a share fetch. */
public interface ShareFetchReply {

    /** Gets the partitions that the fetch came to, in the order in which they were tried, those with errors last. */
    void fetched(Map<TopicIdPartition, FetchedPartition> partitions);
}
