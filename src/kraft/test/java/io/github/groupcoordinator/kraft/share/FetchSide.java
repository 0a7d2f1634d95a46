package io.github.groupcoordinator.kraft.share;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;

/** The part of a broker that serves share groups, Kafka's or ours, with a clock of its own. */
public interface FetchSide {

    /** A fetch; its answer is noted under the id. */
    record Asked(
            String id,
            String group,
            String member,
            int epoch,
            List<TopicIdPartition> partitions,
            boolean recordLimit,
            Limits limits,
            boolean committed) {}

    /** The limits of a fetch. */
    record Limits(int maxWaitMs, int minBytes, int maxBytes, int maxRecords, int batchSize) {}

    void fetch(Asked asked);

    void acknowledge(String id, String group, String member, Map<TopicIdPartition, List<Acknowledged>> batches);

    /** Opens a session. */
    void open(String group, String member, List<TopicIdPartition> partitions, String connection);

    void release(String group, String member);

    void disconnect(String connection);

    /** The log has grown. */
    void grown(TopicIdPartition partition);

    /** The broker has learned that somebody else leads. */
    void lost(TopicIdPartition partition);

    /** Share groups are turned off. */
    void turnOff();

    /** The persister has answered. */
    void settle();

    void advance(long ms);

    long nowMs();

    /** Returns everything that is in memory. */
    String state();
}
