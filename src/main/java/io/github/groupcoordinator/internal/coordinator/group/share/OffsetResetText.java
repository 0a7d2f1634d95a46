package io.github.groupcoordinator.internal.coordinator.group.share;

import io.github.groupcoordinator.internal.share.ShareGroupSettings.OffsetReset;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** The text of {@code share.auto.offset.reset}: earliest, latest, or by_duration with an ISO 8601 duration. */
public final class OffsetResetText {
    private static final String BY_DURATION = "by_duration:";

    private OffsetResetText() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none of these, or the duration is negative
     */
    public static OffsetReset parse(String text) {
        if (text.equals("earliest")) {
            return OffsetReset.EARLIEST;
        }
        if (text.equals("latest")) {
            return OffsetReset.LATEST;
        }
        if (!text.startsWith(BY_DURATION)) {
            throw new IllegalArgumentException("expected earliest, latest or by_duration:<duration> but got " + text);
        }
        Duration duration;
        try {
            duration = Duration.parse(text.substring(BY_DURATION.length()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected an ISO 8601 duration but got " + text, e);
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException("expected a duration that is not negative but got " + text);
        }
        return OffsetReset.byDuration(duration);
    }
}
