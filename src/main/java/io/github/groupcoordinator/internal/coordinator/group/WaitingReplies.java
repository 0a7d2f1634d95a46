package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.Effect;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Answers that wait until their request has been decided to its end: an answer frees a connection, and the next request
 * on it must not find a group between two steps.
 */
final class WaitingReplies {
    private final Deque<Effect.Reply<?>> waiting = new ArrayDeque<>();
    private boolean isSending;

    void add(Effect.Reply<?> reply) {
        waiting.add(reply);
    }

    /** Gives the answers that wait, and those that come while they are given. */
    void send() {
        if (isSending) {
            return;
        }
        isSending = true;
        try {
            for (Effect.Reply<?> next = waiting.poll(); next != null; next = waiting.poll()) {
                answer(next);
            }
        } finally {
            isSending = false;
        }
    }

    private static <T> void answer(Effect.Reply<T> reply) {
        reply.token().answer(reply.response());
    }
}
