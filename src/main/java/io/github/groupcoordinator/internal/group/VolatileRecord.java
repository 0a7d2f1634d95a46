package io.github.groupcoordinator.internal.group;

/** A change of a group that is never appended: it is lost at a failover, as in Kafka. */
public interface VolatileRecord {

    String groupId();

    /** Hands the change to one who applies those of its protocol. */
    void accept(Visitor visitor);

    /**
     * One who applies the changes of a protocol. The visitor is cast to what its protocol calls it, and not each change
     * to what its protocol calls that: a JVM remembers of a class the one interface that it was last asked for, and
     * searches for each of two that it is asked for in turn. That was a quarter of a rebalance.
     */
    interface Visitor {}
}
