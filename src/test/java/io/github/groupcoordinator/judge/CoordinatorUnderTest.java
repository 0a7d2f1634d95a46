package io.github.groupcoordinator.judge;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * A group coordinator behind the checks of its broker's request layer, in virtual time and on the calling thread: the
 * one face that Kafka's own coordinator and ours show to the histories and to the contract suite.
 */
public interface CoordinatorUnderTest {

    /** The instant at which every coordinator's virtual time starts: 2026-01-01T00:00:00Z. */
    long START_MS = 1_767_225_600_000L;

    /** Handles a request; the reply comes once, now or in a later call. */
    void submit(ClientRequest request, Consumer<ApiMessage> reply);

    /**
     * The client closes the connection on which its request waits. Kafka's coordinator is not told: it does the
     * request, and the answer goes nowhere.
     */
    default void hangUp(String clientId) {}

    long nowMs();

    /** When the next timer falls due that can change a group. */
    OptionalLong nextDeadlineMs();

    /** Runs what falls due up to and including the given instant, in the order of the deadlines. */
    void advanceTo(long ms);

    /** Unloads every partition of the offsets topic and loads it again from what was appended. */
    void failover();

    /** Gives the partitions away without a new home here: requests get NOT_COORDINATOR until {@link #load()}. */
    void unload();

    /** The partitions come back here, but their records are not read yet; {@link #load()} ends that. */
    void startLoading();

    void load();

    /**
     * The next append to the offsets topic fails with NOT_ENOUGH_REPLICAS; of those for a deleted topic, to which Kafka
     * gets in the order of a hash table, only one to the first partition.
     */
    void failNextAppend();

    /**
     * Ends a producer's transaction in a partition of the offsets topic, as the transaction coordinator asks its
     * leader.
     *
     * @return NONE, or why that could not be done
     */
    Errors completeTransaction(int partition, Marker marker);

    /** The end of a transaction. */
    record Marker(
            long producerId, short producerEpoch, int coordinatorEpoch, boolean committed, short transactionVersion) {}

    /** Returns the internal topics of streams groups that were to be created since this was last asked. */
    default List<CreatableTopic> topicsToCreate() {
        return List.of();
    }

    void createTopic(String name, int partitions);

    void deleteTopic(String name);

    /** Grows a topic to that many partitions in all. */
    void growTopic(String name, int partitions);

    /** Gives a group these dynamic configurations and no others. */
    void configureGroup(String groupId, Map<String, String> config);

    /** Says how the next call about a group ends at whoever keeps the state of share-partitions. */
    void expectOfShareState(String groupId, ShareStateKeeper.Mood mood);

    /** The id of a topic here, or zero if there is no such topic. */
    Uuid topicId(String name);

    /** The state of a classic group in Kafka's words, or what else there is; only the judge must tell. */
    default String groupState(String groupId) {
        return "?";
    }

    /**
     * The classic groups whose members have not agreed on a protocol yet, and that may be upgraded; only the judge must
     * tell. A consumer that joins one by the consumer protocol meets a fault of Kafka's.
     */
    default Set<String> groupsWithoutProtocol() {
        return Set.of();
    }

    /**
     * Returns whether the offsets topic has refused a batch for its size since this was last asked; only the judge must
     * tell. It is answered UNKNOWN_SERVER_ERROR without being a fault of the coordinator's.
     */
    default boolean refusedTooLarge() {
        return false;
    }

    /**
     * Returns whether the log has a group's conversion to the classic protocol that the coordinator undid in memory,
     * since this was last asked: a fault of Kafka's own (docs/fidelity.md). Only the judge must tell.
     */
    default boolean undidAConversion() {
        return false;
    }

    /** Everything that was appended to the offsets topic so far. */
    List<AppendedRecord> appended();

    /** Replaces what the offsets topic holds by these records, and loads them. */
    void loadFrom(List<AppendedRecord> records);

    /** A record of the offsets topic; a null value is a tombstone. */
    record AppendedRecord(int partition, byte[] key, byte[] value) {}
}
