package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EventLog} as a picture: a lane for each member (a static member's by its group instance id), with bars for
 * the partitions that its client owned, and marks for what happened to it, on an axis of virtual time.
 *
 * <pre>{@code
 * Files.writeString(path, Timeline.of(kafka.events()).toHtml());
 * }</pre>
 *
 * <p>The same log gives the same text and the same page, to the byte.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Timeline {
    private final EventLog log;
    private final List<ClusterEvent> events;
    private final String title;
    private final @Nullable TestFailure failure;
    private final Story story;

    private Timeline(EventLog log, List<ClusterEvent> events, String title, @Nullable TestFailure failure) {
        this.log = log;
        this.events = events;
        this.title = title;
        this.failure = failure;
        this.story = Story.of(log, events, failure);
    }

    /** Takes a log as it is now; what is appended later does not show. */
    public static Timeline of(EventLog events) {
        return new Timeline(events, events.all(), "Timeline", null);
    }

    /** Returns the timeline under another title, such as the name of a test. */
    public Timeline titled(String newTitle) {
        return new Timeline(log, events, newTitle, failure);
    }

    /**
     * Returns the timeline of a test that failed: it says why above all, and marks the instant in all lanes.
     *
     * @param at the virtual instant of the failure; what happened before and after it stands on its two sides
     * @param why the failure's message, of any length and number of lines
     */
    public Timeline failed(Instant at, String why) {
        return new Timeline(log, events, title, new TestFailure(at, why));
    }

    /** Returns a page that needs nothing else: drawings, their meaning, and a table of all events. */
    public String toHtml() {
        return new Page(story, title).render();
    }

    /** Returns lines for a console of 120 columns. */
    public String toText() {
        return new TextGrid(story).render();
    }

    /** Returns the same as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }
}
