package io.github.groupcoordinator.internal.group;

import java.util.function.Consumer;

/** The right to answer one request, once: now, or later if the request is parked. */
public final class ReplyToken<T> {
    private final Consumer<T> reply;
    private boolean answered;

    public ReplyToken(Consumer<T> reply) {
        this.reply = reply;
    }

    public boolean isAnswered() {
        return answered;
    }

    /** Answers; does nothing if that has been done before, as a future that is completed twice. */
    public void answer(T response) {
        if (!answered) {
            answered = true;
            reply.accept(response);
        }
    }
}
