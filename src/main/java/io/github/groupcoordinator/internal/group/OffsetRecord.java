package io.github.groupcoordinator.internal.group;

/** A record about a committed offset, of a group of whatever protocol. */
public sealed interface OffsetRecord extends PersistentRecord {

    /** An offset was committed. */
    record OffsetCommit(String groupId, String topic, int partition, CommittedOffset offset) implements OffsetRecord {}

    /** A committed offset is no more. */
    record OffsetTombstone(String groupId, String topic, int partition) implements OffsetRecord {}
}
