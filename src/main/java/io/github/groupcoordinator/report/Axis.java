package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.List;

/** The axis of time above the lanes: when something happened, how long nothing did, and where the test failed. */
final class Axis {
    private static final int TYPE = 11;
    private static final int SMALL = 10;
    private static final String FAILED = "failed";

    private final Story story;
    private final Scale scale;
    private final Zoom zoom;
    private final Markup out;

    Axis(Story story, Scale scale, Zoom zoom, Markup out) {
        this.story = story;
        this.scale = scale;
        this.zoom = zoom;
        this.out = out;
    }

    void draw() {
        out.open("div", "class", "row axis");
        out.leaf("div", "virtual time", "class", "head");
        out.open("div", "class", "track").line();
        times();
        quietTimes();
        out.close().close().line();
    }

    private void times() {
        List<Integer> moments = new ArrayList<>();
        Place failed = story.failedAt();
        if (failed != null) {
            moments.add(failed.moment());
        }
        for (boolean important : new boolean[] {true, false}) {
            for (int moment = 0; moment < story.moments().size(); moment++) {
                if (isTurningPoint(moment) == important && !moments.contains(moment)) {
                    moments.add(moment);
                }
            }
        }
        Labels labels = new Labels();
        moments.forEach(moment ->
                labels.add(scale.start(moment), Labels.width(story.moments().time(moment), TYPE)));
        int[] levels = labels.levels(zoom.levels());
        for (int i = 0; i < levels.length; i++) {
            if (levels[i] < zoom.levels().size()) {
                String cssClass = "time" + Chart.fromLevel(zoom, levels[i]);
                String time = story.moments().time(moments.get(i));
                out.leaf("span", time, "class", cssClass, "style", "--x:" + scale.start(moments.get(i)));
            }
        }
        out.line();
    }

    private void quietTimes() {
        Labels labels = new Labels();
        Place failed = story.failedAt();
        if (failed != null) {
            // The flag stands to the right of its place.
            labels.add(scale.x(failed), Labels.width(FAILED, TYPE) + 8);
            out.leaf("span", FAILED, "class", "flag", "id", "failure", "style", "--x:" + scale.x(failed));
        }
        List<Integer> moments = new ArrayList<>();
        for (int moment = 0; moment < story.moments().size(); moment++) {
            if (scale.isBreak(moment)) {
                int width = Labels.width(story.moments().quietTextBefore(moment), SMALL);
                labels.add(scale.breakAt(moment), width / 2, width);
                moments.add(moment);
            }
        }
        int[] levels = labels.levels(zoom.levels());
        for (int i = 0; i < moments.size(); i++) {
            int level = levels[failed == null ? i : i + 1];
            if (level < zoom.levels().size()) {
                String cssClass = "quiet" + Chart.fromLevel(zoom, level);
                String length = story.moments().quietTextBefore(moments.get(i));
                out.leaf("span", length, "class", cssClass, "style", "--x:" + scale.breakAt(moments.get(i)));
            }
        }
        out.line();
    }

    /** Returns whether something happened that a reader looks for first. */
    private boolean isTurningPoint(int moment) {
        for (GroupLanes group : story.groups()) {
            if (group.marks().stream().anyMatch(mark -> mark.place().moment() == moment)) {
                return true;
            }
        }
        return moment == 0;
    }
}
