package io.github.groupcoordinator.internal.client.member;

import org.jspecify.annotations.Nullable;

/** The inside of a client that is a member of a group: what a test does to it, and the calls of its application. */
public interface ClientInternals {

    /** Stops or continues heartbeats. */
    void setHeartbeatsPaused(boolean paused);

    /** Stops or continues threads of its own. */
    void setFrozen(boolean frozen);

    /**
     * Called before each call of the application; calls nest, since listeners and callbacks make some.
     *
     * @param arguments what it was called with; null for nothing
     */
    void enter(String method, @Nullable Object @Nullable [] arguments);

    /** Returns how often something of its own has acted beside its application, which may have left something to it. */
    long actsOfItsOwn();

    /** Returns whether something has been left to its application's next call. */
    boolean hasLeftSomething();

    /** Says which thread of the application uses it, and has its locks while it waits; null for the loop's driver. */
    void belongsTo(@Nullable Thread thread);

    /** Called after each call. */
    void leave();

    /** Clears away what is left of a dead process: nobody hears of it, and it takes no time. */
    void closeDead();

    /** Called when it has been closed. */
    void ended();
}
