package io.github.groupcoordinator.internal.schedule;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's own threads, as the loop and its calls see them: each runs only when the loop gives it a turn. A
 * loop has none unless a cluster on it allows them.
 */
public interface Passengers {

    /**
     * Enters a call of the cluster on a thread of the application, which waits there for its turn.
     *
     * @return false if the current thread is none
     */
    boolean enter(String call);

    /**
     * Leaves the call that {@link #enter} entered.
     *
     * @return false if the current thread is none
     */
    boolean exit();

    /** Returns whether the current thread is one of them and acts for itself, not for the loop. */
    boolean isCurrent();

    /** Returns the current thread if it is one of them, else null. */
    @Nullable
    Thread current();

    /**
     * Waits inside a call until the condition holds, the deadline comes or the thread is interrupted.
     *
     * @return whether the condition holds
     */
    boolean await(BooleanSupplier until, long deadlineMs, Supplier<String> waiter);

    /** Runs something on the stack of a thread that waits inside a call, whose locks it holds; else right here. */
    <T> T on(@Nullable Thread holder, Supplier<T> action);

    /** Gives a thread no turn for as long as its process is meant to be dead. */
    void stopWhile(Thread thread, BooleanSupplier dead);

    /** Says that a thread is a client's own: it never needs a turn. */
    void ignore(Thread clientsOwn);

    /**
     * Says that the current thread begins or ends to make a client, where it waits in real time for a thread of that.
     *
     * @return what was said before
     */
    boolean making(boolean makes);

    /** Returns whether there are any that may still enter a call. */
    boolean areAny();

    /** Returns each with what it does, for messages. */
    String describe();
}
