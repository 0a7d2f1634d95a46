package io.github.groupcoordinator.internal.group;

/** A change of a group that is never appended: it is lost at a failover, as in Kafka. */
public interface VolatileRecord {

    String groupId();
}
