package io.github.groupcoordinator.internal.group;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What a decision comes to. The records to append come first: if they can't be appended nothing else of the
 * transition happens, and {@code otherwise} says what does. Then the volatile changes are applied, then the effects
 * follow, then the next commands are decided upon the new state. Replies in {@code whenDone} are given when all
 * commands that followed have succeeded.
 */
public record Transition(
        List<PersistentRecord> appends,
        List<VolatileRecord> changes,
        List<Effect> effects,
        List<GroupCommand> next,
        List<Effect> whenDone,
        @Nullable Function<Errors, GroupCommand> otherwise) {

    private static final Transition NOTHING = new Builder().build();

    /** Returns the transition that does nothing. */
    public static Transition nothing() {
        return NOTHING;
    }

    /** Returns the transition that only answers. */
    public static <T> Transition reply(ReplyToken<T> token, T response) {
        return new Builder().reply(token, response).build();
    }

    /** Returns the transition that only goes on with another command. */
    public static Transition next(GroupCommand command) {
        return new Builder().next(command).build();
    }

    /** Collects a transition. Most lists stay empty or get one element: none grows before it has to. */
    public static final class Builder {
        private List<PersistentRecord> appends = List.of();
        private List<VolatileRecord> changes = List.of();
        private List<Effect> effects = List.of();
        private List<GroupCommand> next = List.of();
        private List<Effect> whenDone = List.of();
        private @Nullable Function<Errors, GroupCommand> otherwise;

        private static <T> List<T> with(List<T> list, T element) {
            List<T> longer = list.isEmpty() ? new ArrayList<>(1) : list;
            longer.add(element);
            return longer;
        }

        public Builder append(PersistentRecord record) {
            appends = with(appends, record);
            return this;
        }

        public Builder otherwise(Function<Errors, GroupCommand> command) {
            otherwise = command;
            return this;
        }

        public Builder change(VolatileRecord record) {
            changes = with(changes, record);
            return this;
        }

        public <T> Builder reply(ReplyToken<T> token, T response) {
            effects = with(effects, new Effect.Reply<>(token, response));
            return this;
        }

        public <T> Builder replyWhenDone(ReplyToken<T> token, T response) {
            whenDone = with(whenDone, new Effect.Reply<>(token, response));
            return this;
        }

        public Builder arm(TimerKey key, long delayMs, GroupCommand command) {
            effects = with(effects, new Effect.Arm(key, delayMs, command));
            return this;
        }

        public Builder disarm(TimerKey key) {
            effects = with(effects, new Effect.Disarm(key));
            return this;
        }

        public Builder next(GroupCommand command) {
            next = with(next, command);
            return this;
        }

        /** Returns what was collected; the builder is used up by that. */
        public Transition build() {
            return new Transition(appends, changes, effects, next, whenDone, otherwise);
        }
    }
}
