package io.github.groupcoordinator.internal.group.share;

/** The configurations of share groups; a change counts from the next command on. */
public interface ShareConfigs {

    /** Returns the configuration that a group has now. */
    ShareConfig share(String groupId);
}
