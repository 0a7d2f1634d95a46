package io.github.groupcoordinator.internal.group.streams;

/** The configurations of streams groups; a change counts from the next command on. */
public interface StreamsConfigs {

    /** Returns the configuration that a group has now. */
    StreamsConfig streams(String groupId);
}
