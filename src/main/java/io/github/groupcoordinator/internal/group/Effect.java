package io.github.groupcoordinator.internal.group;

/** An effect of a step beside changes of state. */
public sealed interface Effect {

    /** Answers a request. */
    record Reply<T>(ReplyToken<T> token, T response) implements Effect {}

    /** Arms a timer, in place of an earlier one with the same key. */
    record Arm(TimerKey key, long delayMs, GroupCommand command) implements Effect {}

    /** Asks somebody outside of the group. What follows from the answer comes as a command, if there is one then. */
    record Ask(String groupId, Question question) implements Effect {}

    /** A question to somebody outside of a group; each protocol has its own. */
    interface Question {}

    /** Disarms a timer, if it is armed. */
    record Disarm(TimerKey key) implements Effect {}
}
