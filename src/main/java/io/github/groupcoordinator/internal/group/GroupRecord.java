package io.github.groupcoordinator.internal.group;

/**
 * A change of state. Persistent ones are appended to {@code __consumer_offsets} and survive a failover; volatile ones
 * are what Kafka keeps in memory only.
 */
public sealed interface GroupRecord permits PersistentRecord, VolatileRecord {

    String groupId();
}
