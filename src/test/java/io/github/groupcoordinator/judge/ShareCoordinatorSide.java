package io.github.groupcoordinator.judge;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;

/** A share coordinator in virtual time, Kafka's or ours, that leads all partitions of its topic. */
public interface ShareCoordinatorSide {
    int PARTITIONS = 3;

    /** Handles a request about state; it is answered at once. */
    ApiMessage submit(ApiMessage request);

    long nowMs();

    void advanceTo(long ms);

    /** Gives all partitions away. */
    void unload();

    /** Takes all partitions over. */
    void load();

    /** The next append to a partition fails. */
    void failNextAppend(int partition);

    void createTopic(String name, int partitions);

    void growTopic(String name, int partitions);

    void deleteTopic(String name);

    /** The id of a topic, or zero if there is no such topic. */
    Uuid topicId(String name);

    /** Returns what has happened to the log since this was last asked, in order. */
    List<Change> drain();

    /** A change of the log: a record, or the deletion of all below an offset, which has no key. */
    record Change(int partition, long offset, byte[] key, byte[] value) {}
}
