package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.TimerKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision comes to. Timers and the refresh come first, whether the records can be appended or not, as in
 * Kafka; then the records are appended and applied; then the answers are given.
 */
public record ConsumerStep(
        List<PersistentRecord> appends,
        List<Effect> timers,
        List<Effect.Reply<?>> replies,
        @Nullable MetadataRefresh refresh) {

    /** Returns the step that does nothing. */
    public static ConsumerStep nothing() {
        return new Builder().build();
    }

    /** Returns the step that only answers. */
    public static <T> ConsumerStep reply(ReplyToken<T> token, T response) {
        return new Builder().reply(token, response).build();
    }

    /** Collects a step. */
    public static final class Builder {
        private final List<PersistentRecord> appends = new ArrayList<>();
        private final List<Effect> timers = new ArrayList<>();
        private final List<Effect.Reply<?>> replies = new ArrayList<>();
        private @Nullable MetadataRefresh refresh;

        Builder append(PersistentRecord record) {
            appends.add(record);
            return this;
        }

        Builder arm(TimerKey key, long delayMs, GroupCommand command) {
            timers.add(new Effect.Arm(key, delayMs, command));
            return this;
        }

        Builder disarm(TimerKey key) {
            timers.add(new Effect.Disarm(key));
            return this;
        }

        Builder refresh(MetadataRefresh next) {
            refresh = next;
            return this;
        }

        <T> Builder reply(ReplyToken<T> token, T response) {
            replies.add(new Effect.Reply<>(token, response));
            return this;
        }

        ConsumerStep build() {
            return new ConsumerStep(
                    Collections.unmodifiableList(appends),
                    Collections.unmodifiableList(timers),
                    Collections.unmodifiableList(replies),
                    refresh);
        }
    }
}
