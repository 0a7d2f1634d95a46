package io.github.groupcoordinator.internal.thread;

import java.util.function.IntFunction;

/** The order in which threads of the application get their turns, where several could have the next one. */
@FunctionalInterface
public interface TurnOrder {

    /**
     * Returns who has the next turn.
     *
     * @param usual who would have it in the order of creation, round and round
     * @param due how many could have it, at least 2; they are numbered from 0 on
     * @param names names one of them, for messages
     */
    int next(int usual, int due, IntFunction<String> names);
}
