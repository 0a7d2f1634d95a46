package io.github.groupcoordinator.internal.group.assignor;

/** The likeness of the members' subscriptions: all to the same topics, or not. */
public enum SubscriptionType {
    /** Every topic name of the group is subscribed to by every member, by name; also a group without any. */
    HOMOGENEOUS,
    /** Anything else, so every group in which a member subscribes by regular expression. */
    HETEROGENEOUS
}
