package io.github.groupcoordinator.internal.group.assignor;

/** Whether all members of a group subscribe to the same topics. */
public enum SubscriptionType {
    /** Every topic name of the group is subscribed to by every member, by name; also a group without any. */
    HOMOGENEOUS,
    /** Anything else, so every group in which a member subscribes by regular expression. */
    HETEROGENEOUS
}
