package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.EventLog;
import org.apiguardian.api.API;

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
    private final Story story;
    private final String title;

    private Timeline(Story story, String title) {
        this.story = story;
        this.title = title;
    }

    /** Takes a log as it is now; what is appended later does not show. */
    public static Timeline of(EventLog events) {
        return new Timeline(Story.of(events), "Timeline");
    }

    /** Returns the same timeline under another title, such as the name of a test. */
    public Timeline titled(String newTitle) {
        return new Timeline(story, newTitle);
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
