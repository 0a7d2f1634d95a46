package io.github.groupcoordinator.internal.group.consumer;

/** The configurations of consumer-protocol groups; a change counts from the next command on. */
public interface ConsumerConfigs {

    /** Returns what a group goes by now. */
    ConsumerConfig consumer(String groupId);
}
