package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * The way in which a member went.
 *
 * @param replacedBy the member id under which it came back, if it did
 */
public record Departure(Trigger trigger, @Nullable String replacedBy) {

    public static Departure of(Trigger trigger) {
        return new Departure(trigger, null);
    }

    public static Departure replacedBy(String memberId) {
        return new Departure(Trigger.STATIC_MEMBER_REPLACED, memberId);
    }
}
