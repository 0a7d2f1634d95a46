package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ConsumerMember;
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
 * Kafka; then the records are appended and applied; then comes what waits for that, the answers among it.
 */
public record ConsumerStep(
        List<PersistentRecord> appends,
        List<Effect> timers,
        List<Effect> whenStored,
        @Nullable MetadataRefresh refresh,
        @Nullable Downgrade downgrade) {

    /**
     * All members that stay use the classic protocol: the group becomes a classic one.
     *
     * @param leaving who does not stay
     * @param joining who comes in the place of the member with its instance id; null if nobody does
     * @param rebalance whether the members are to join again at once
     * @param cause who gave cause, and how
     */
    public record Downgrade(
            List<ConsumerMember> leaving, @Nullable ConsumerMember joining, boolean rebalance, Cause cause) {}

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
        private final List<Effect> whenStored = new ArrayList<>();
        private @Nullable MetadataRefresh refresh;
        private @Nullable Downgrade downgrade;

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
            whenStored.add(new Effect.Reply<>(token, response));
            return this;
        }

        Builder whenStored(Effect effect) {
            whenStored.add(effect);
            return this;
        }

        Builder downgrade(Downgrade next) {
            downgrade = next;
            return this;
        }

        ConsumerStep build() {
            return new ConsumerStep(
                    Collections.unmodifiableList(appends),
                    Collections.unmodifiableList(timers),
                    Collections.unmodifiableList(whenStored),
                    refresh,
                    downgrade);
        }
    }
}
