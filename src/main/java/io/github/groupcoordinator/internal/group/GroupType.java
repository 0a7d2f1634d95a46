package io.github.groupcoordinator.internal.group;

/**
 * The protocol of a group. Whoever does something for each protocol switches over this without a default, so that a new
 * protocol does not compile before it has said what it does there.
 */
public enum GroupType {
    /** Members join and sync, a leader assigns; also groups that only commit offsets. */
    CLASSIC("classic"),
    /** Members send heartbeats, the coordinator assigns (KIP-848). */
    CONSUMER("consumer"),
    /** Members send heartbeats, the coordinator assigns, and several members may have one partition (KIP-932). */
    SHARE("share"),
    /** Members send heartbeats, and the coordinator assigns them the tasks of the topology they run (KIP-1071). */
    STREAMS("streams");

    private final String kafkaName;

    GroupType(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /** Returns the name in requests and responses. */
    public String kafkaName() {
        return kafkaName;
    }
}
