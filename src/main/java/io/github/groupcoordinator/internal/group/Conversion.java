package io.github.groupcoordinator.internal.group;

/**
 * The change of a group to another protocol, which a group may decide but not make: it does not know the other
 * protocol's records. The coordinator appends those with the step's own, and goes on with the group that they make.
 */
public interface Conversion {

    /** Returns the protocol that the group is to have. */
    GroupType to();
}
