package io.github.groupcoordinator.internal.share;

/** The states of a share partition in the memory of its leader. */
public enum SharePartitionState {
    /** Nobody has asked the persister yet. Next: INITIALIZING. */
    EMPTY,
    /** Waits for the persister. Nothing can be acquired. Next: ACTIVE or FAILED. */
    INITIALIZING,
    /** Serves fetches. */
    ACTIVE,
    /** The persister's answer was an error, or made no sense: to be forgotten and loaded anew. */
    FAILED,
    /** Somebody else leads, or nobody needs it: to be forgotten. */
    FENCED
}
