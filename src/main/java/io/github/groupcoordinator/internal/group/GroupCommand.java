package io.github.groupcoordinator.internal.group;

/** What a machine is asked to decide: a request, an elapsed timer, or the next step of an earlier decision. */
public interface GroupCommand {}
