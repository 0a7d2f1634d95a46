package io.github.groupcoordinator.internal.group;

/** An effect of a step beside changes of state. */
public sealed interface Effect {

    /** Answers a request. */
    record Reply<T>(ReplyToken<T> token, T response) implements Effect {}

    /** Arms a timer, in place of an earlier one with the same key. */
    record Arm(TimerKey key, long delayMs, GroupCommand command) implements Effect {}

    /** Disarms a timer, if it is armed. */
    record Disarm(TimerKey key) implements Effect {}
}
