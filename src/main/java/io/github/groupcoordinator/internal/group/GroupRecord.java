package io.github.groupcoordinator.internal.group;

/** A record about a group itself; each protocol has its own. */
public non-sealed interface GroupRecord extends PersistentRecord {

    /** Returns the protocol whose record it is. */
    GroupType type();
}
