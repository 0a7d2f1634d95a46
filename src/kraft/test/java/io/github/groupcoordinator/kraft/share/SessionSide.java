package io.github.groupcoordinator.kraft.share;

import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/** The share sessions of a broker, Kafka's or ours. */
public interface SessionSide {

    /**
     * Returns the partitions to fetch by name, then those of unknown topics, or the error; keeps the context under its
     * id.
     */
    String fetch(int id, Asked asked);

    /** A ShareFetch's part about the session. */
    record Asked(
            String group,
            String member,
            int epoch,
            List<TopicIdPartition> asked,
            List<TopicIdPartition> forgotten,
            boolean acknowledges,
            String connection) {}

    String acknowledge(String group, String member, int epoch);

    /** Returns what the answer to a kept context names of the partitions, or the error. */
    String answer(int id, List<TopicIdPartition> answered, List<Boolean> records, List<Boolean> errors);

    /** Ends a session as its final request does; returns its partitions, or that there is none. */
    String release(String group, String member);

    void disconnect(String connection);

    void clear();

    List<TopicIdPartition> partitions(String group, String member);

    /** Returns how many sessions there are, and each one's partitions. */
    String state();

    /** Returns what was told since the last look: members that left with their connection, groups without sessions. */
    List<String> takeNotes();
}
