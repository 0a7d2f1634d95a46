package io.github.groupcoordinator.internal.group;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The step that a group decides, of any protocol. The coordinator takes it in this order:
 *
 * <ol>
 *   <li>The volatile changes are applied, and the effects follow; whether the records can be stored does not matter.
 *   <li>The records are appended, all or nothing, with those of the conversion if there is one, and applied. If they
 *   can't be appended, {@code otherwise} says what is decided then, and nothing else of the step happens.
 *   <li>The next command is decided upon the new state, with all that follows from it.
 *   <li>When all of that has been stored the last effects follow: the answers that must not be given before.
 * </ol>
 */
public record Step(
        List<PersistentRecord> appends,
        List<VolatileRecord> changes,
        List<Effect> effects,
        List<Effect> whenStored,
        @Nullable GroupCommand next,
        @Nullable Function<Errors, GroupCommand> otherwise,
        @Nullable Conversion conversion) {

    private static final Step NOTHING = new Builder().build();

    /** Returns the step that does nothing. */
    public static Step nothing() {
        return NOTHING;
    }

    /** Returns the step that only answers. */
    public static <T> Step reply(ReplyToken<T> token, T response) {
        return new Builder().reply(token, response).build();
    }

    /** Returns the step that only goes on with another command. */
    public static Step next(GroupCommand command) {
        return new Builder().next(command).build();
    }

    /** Returns whether anything is to be appended. */
    public boolean isPersistent() {
        return !appends.isEmpty() || conversion != null;
    }

    /** Collects a step. Most lists stay empty or get one or two elements: none grows before it has to. */
    public static final class Builder {
        private List<PersistentRecord> appends = List.of();
        private List<VolatileRecord> changes = List.of();
        private List<Effect> effects = List.of();
        private List<Effect> whenStored = List.of();
        private @Nullable GroupCommand next;
        private @Nullable Function<Errors, GroupCommand> otherwise;
        private @Nullable Conversion conversion;

        private static <T> List<T> with(List<T> list, T element) {
            List<T> longer = list.isEmpty() ? new ArrayList<>(2) : list;
            longer.add(element);
            return longer;
        }

        public Builder append(PersistentRecord record) {
            appends = with(appends, record);
            return this;
        }

        /** Says what is decided if the records can't be appended. */
        public Builder otherwise(Function<Errors, GroupCommand> command) {
            otherwise = command;
            return this;
        }

        /** Changes the group to another protocol. */
        public Builder convert(Conversion to) {
            conversion = to;
            return this;
        }

        public Builder change(VolatileRecord record) {
            changes = with(changes, record);
            return this;
        }

        /** Answers a request. */
        public <T> Builder reply(ReplyToken<T> token, T response) {
            effects = with(effects, new Effect.Reply<>(token, response));
            return this;
        }

        /** Answers a request when all that follows from it has been stored. */
        public <T> Builder replyWhenStored(ReplyToken<T> token, T response) {
            return whenStored(new Effect.Reply<>(token, response));
        }

        public Builder whenStored(Effect effect) {
            whenStored = with(whenStored, effect);
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

        /** Says what is decided next; one command, whose own step may have a next one. */
        public Builder next(GroupCommand command) {
            if (next != null) {
                throw new IllegalStateException(next + " is next, and can't give way to " + command);
            }
            next = command;
            return this;
        }

        /** Returns what was collected; the builder is used up by that. */
        public Step build() {
            return new Step(appends, changes, effects, whenStored, next, otherwise, conversion);
        }
    }
}
