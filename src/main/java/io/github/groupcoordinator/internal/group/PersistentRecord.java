package io.github.groupcoordinator.internal.group;

/**
 * A record of {@code __consumer_offsets}: appended before it is applied, and replayed by whoever loads the partition.
 */
public sealed interface PersistentRecord permits GroupRecord, OffsetRecord {

    String groupId();
}
