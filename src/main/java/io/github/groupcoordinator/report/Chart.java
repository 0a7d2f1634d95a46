package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The swim lanes as four drawings that fit together: the time axis above, the names to the left, the lanes. */
final class Chart {
    private static final int TYPE = 11;
    private static final int SMALL = 10;
    private static final int AXIS_HEIGHT = 44;
    private static final int GROUP_HEIGHT = 62;
    private static final int BADGE = 14;
    private static final int BAR = 16;
    private static final int BARS_FROM = 22;
    private static final int NAME = 30;

    private final Story story;
    private final Scale scale;
    private final Markup out;
    private final List<String> topics;
    private final Map<Object, Integer> tops = new LinkedHashMap<>();
    private int height;

    Chart(Story story, Markup out) {
        this.story = story;
        this.out = out;
        scale = new Scale(story);
        topics = story.topics();
        for (GroupLanes group : story.groups()) {
            tops.put(group, height);
            height += GROUP_HEIGHT;
            for (Lane lane : group.lanes()) {
                tops.put(lane, height);
                height += laneHeight(lane);
            }
        }
    }

    private static int laneHeight(Lane lane) {
        int least = lane.kind().isEmpty() ? 26 : 36;
        return Math.max(least, BARS_FROM + lane.rows() * (BAR + 2) + 4);
    }

    private int top(Object row) {
        return tops.getOrDefault(row, 0);
    }

    void draw() {
        out.open("div", "class", "chart", "tabindex", 0, "role", "group", "aria-label", "Swim lanes");
        out.open("div", "class", "corner").text("virtual time").close().line();
        axis();
        names();
        lanes();
        out.close().line();
    }

    private void axis() {
        open("axis", scale.width(), AXIS_HEIGHT, "Time axis");
        Labels times = new Labels();
        List<Integer> shown = new ArrayList<>();
        for (boolean important : new boolean[] {true, false}) {
            for (int moment = 0; moment < story.moments().size(); moment++) {
                String time = story.moments().time(moment);
                int x = scale.start(moment);
                if (isTurningPoint(moment) == important && times.take(x, x + Labels.width(time, TYPE))) {
                    shown.add(moment);
                }
            }
        }
        shown.sort(null);
        for (int moment : shown) {
            label(scale.start(moment), 16, story.moments().time(moment), TYPE, "time");
        }
        Labels breaks = new Labels();
        for (int moment = 0; moment < story.moments().size(); moment++) {
            int x = scale.start(moment);
            out.empty("path", "class", "tick", "d", "M" + x + " 22V" + AXIS_HEIGHT);
            quiet(moment, breaks);
        }
        out.close().line();
    }

    private void quiet(int moment, Labels breaks) {
        if (!isBreak(moment)) {
            return;
        }
        int middle = breakAt(moment);
        String length = story.moments().quietTextBefore(moment);
        int half = Labels.width(length, SMALL) / 2;
        if (breaks.take(middle - half, middle + half)) {
            label(middle - half, 32, length, SMALL, "quiet");
        }
        out.empty("path", "class", "zigzag", "d", "M" + (middle - 6) + " 44l4 -7l4 7l4 -7");
    }

    private boolean isBreak(int moment) {
        return story.moments().quietBefore(moment).toMillis() >= Scale.BREAK_MS;
    }

    private int breakAt(int moment) {
        int before = scale.start(moment - 1) + story.steps(moment - 1) * Scale.STEP;
        return (before + scale.start(moment)) / 2;
    }

    /** Whether something happened that a reader looks for first. */
    private boolean isTurningPoint(int moment) {
        for (GroupLanes group : story.groups()) {
            if (group.marks().stream().anyMatch(mark -> mark.place().moment() == moment)) {
                return true;
            }
        }
        return moment == 0;
    }

    private void names() {
        open("names", namesWidth(), height, "Groups and members");
        for (GroupLanes group : story.groups()) {
            int y = top(group);
            name(group.groupId(), "group", y + 19, 13, "group");
            out.leaf("text", "group", "class", "muted", "x", 12, "y", y + 36, "font-size", SMALL);
            int index = 0;
            for (Lane lane : group.lanes()) {
                ground(lane, index++, "100%");
                name(lane.label(), "member", top(lane) + 16, 12, "member");
                if (!lane.kind().isEmpty()) {
                    name(lane.kind(), "muted", top(lane) + 30, SMALL, "group instance id above, client id here");
                }
            }
        }
        out.close().line();
    }

    private int namesWidth() {
        int widest = 10 * 12;
        for (GroupLanes group : story.groups()) {
            widest = Math.max(widest, Labels.width(nameOf(group.groupId(), 13), 13));
            for (Lane lane : group.lanes()) {
                widest = Math.max(widest, Labels.width(nameOf(lane.label(), 12), 12));
                widest = Math.max(widest, Labels.width(nameOf(lane.kind(), SMALL), SMALL));
            }
        }
        return widest + 28;
    }

    private static String nameOf(String name, int size) {
        return Labels.shortened(Markup.plain(name), NAME * 12 / Math.max(size, 12));
    }

    private void name(String name, String cssClass, int y, int size, String what) {
        String plain = Markup.plain(name);
        out.open("g");
        out.leaf("title", what + ": " + plain);
        label(12, y, nameOf(name, size), size, cssClass);
        out.close().line();
    }

    private void lanes() {
        open("lanes", scale.width(), height, "What happened in each lane; the table below says the same in words");
        for (GroupLanes group : story.groups()) {
            int index = 0;
            for (Lane lane : group.lanes()) {
                ground(lane, index++, Integer.toString(scale.width()));
            }
        }
        for (int moment = 0; moment < story.moments().size(); moment++) {
            out.empty("path", "class", "grid", "d", "M" + scale.start(moment) + " 0V" + height);
            if (isBreak(moment)) {
                out.empty("path", "class", "gap", "d", "M" + breakAt(moment) + " 0V" + height);
            }
        }
        out.line();
        for (GroupLanes group : story.groups()) {
            group(group);
            for (Lane lane : group.lanes()) {
                lane.bars().forEach(bar -> bar(lane, bar));
                lane.marks().forEach(mark -> badge(mark, top(lane) + 4));
            }
        }
        out.close().line();
    }

    private void ground(Lane lane, int index, String width) {
        String cssClass = index % 2 == 0 ? "even" : "odd";
        out.empty("rect", "class", cssClass, "x", 0, "y", top(lane), "width", width, "height", laneHeight(lane));
    }

    private void group(GroupLanes group) {
        int y = top(group);
        Labels causes = new Labels();
        // An unusual cause is worth more than the members' joining at the start.
        for (boolean joining : new boolean[] {false, true}) {
            for (Phase phase : group.phases()) {
                if (!phase.cause().isEmpty() && phase.cause().startsWith("MEMBER_JOINED") == joining) {
                    cause(phase, y, causes);
                }
            }
        }
        for (Phase phase : group.phases()) {
            int x = scale.x(phase.from());
            int width = Math.max(3, scale.x(phase.to()) - x);
            String state = phase.state().name().toLowerCase(Locale.ROOT);
            out.open("g", "class", "phase " + state);
            out.leaf("title", until(phase.detail(), phase.from(), phase.to()));
            out.empty("rect", "x", x, "y", y + BARS_FROM, "width", width, "height", BAR, "rx", 3);
            fitting(x + 10, y + BARS_FROM + 12, width - 14, List.of(phase.label(), initial(phase.label())));
            out.close().line();
        }
        group.marks().forEach(mark -> badge(mark, y + 4));
    }

    private static String initial(String label) {
        return label.replace("generation ", "g");
    }

    private void cause(Phase phase, int y, Labels causes) {
        String text = Labels.shortened(Markup.plain(phase.cause()), 60);
        int x = scale.x(phase.from()) - BADGE / 2;
        int end = x + Labels.width(text, SMALL);
        if (end < scale.width() && causes.take(x, end)) {
            label(x, y + 51, text, SMALL, "muted");
        }
    }

    private void bar(Lane lane, Bar bar) {
        int topic = topics.indexOf(bar.topic());
        int x = scale.x(bar.from());
        int width = Math.max(4, scale.x(bar.to()) - x);
        int y = top(lane) + BARS_FROM + bar.row() * (BAR + 2);
        String colour = " t" + Palette.topicColour(topic);
        out.open("g", "class", (bar.zombie() ? "bar zombie" : "bar") + colour);
        out.leaf("title", until(bar.detail(), bar.from(), bar.to()));
        out.empty("rect", "x", x, "y", y, "width", width, "height", BAR, "rx", 2);
        if (!bar.zombie()) {
            String dashes = Palette.topicDashes(topic);
            out.empty(
                    "line", "x1", x, "y1", y + BAR - 1, "x2", x + width, "y2", y + BAR - 1, "stroke-dasharray", dashes);
        }
        String name = bar.topic() + " " + bar.numbers();
        List<String> texts =
                bar.zombie() ? List.of("zombie: " + name, "zombie " + bar.numbers()) : List.of(name, bar.numbers());
        fitting(x + 6, y + 11, width - 10, texts);
        out.close().line();
    }

    private String until(String detail, Place from, Place to) {
        boolean open = to.moment() == story.moments().size();
        return Markup.plain(detail) + "\nfrom " + story.moments().time(from.moment())
                + (open ? " to the end" : " to " + story.moments().time(to.moment()));
    }

    /** Writes the first text that fits, if any; the rest is in what shows when the pointer rests there. */
    private void fitting(int x, int y, int width, List<String> texts) {
        for (String text : texts) {
            String plain = Markup.plain(text);
            if (Labels.width(plain, TYPE) <= width) {
                label(x, y, plain, TYPE, "fit");
                return;
            }
        }
    }

    private void badge(Mark mark, int y) {
        int x = scale.x(mark.place()) - BADGE / 2;
        out.open("g", "class", "mark");
        out.leaf("title", title(mark));
        shape(out, mark.kind(), x, y);
        out.close().line();
    }

    /** Draws a mark: round for what is meant to happen, square for trouble. */
    static void shape(Markup out, Mark.Kind kind, int x, int y) {
        int round = kind.isTrouble() ? 2 : BADGE / 2;
        out.empty("rect", "class", kind.cssClass(), "x", x, "y", y, "width", BADGE, "height", BADGE, "rx", round);
        out.leaf("text", kind.symbol(), "class", "letter", "x", x + BADGE / 2, "y", y + 11, "font-size", SMALL);
    }

    private static String title(Mark mark) {
        List<String> lines = new ArrayList<>();
        lines.add(mark.kind().meaning() + (mark.times() == 1 ? "" : ", " + mark.times() + " times"));
        for (int i = 0; i < Math.min(8, mark.times()); i++) {
            lines.add(Markup.plain(mark.details().get(i)));
        }
        if (mark.times() > 8) {
            lines.add("... and " + (mark.times() - 8) + " more, in the table");
        }
        return String.join("\n", lines);
    }

    private void open(String cssClass, int width, int tall, String what) {
        out.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                cssClass,
                "width",
                width,
                "height",
                tall,
                "role",
                "img",
                "aria-label",
                what);
        out.line();
    }

    private void label(int x, int y, String text, int size, String cssClass) {
        out.leaf(
                "text",
                text,
                "class",
                cssClass,
                "x",
                x,
                "y",
                y,
                "font-size",
                size,
                "textLength",
                Labels.width(text, size),
                "lengthAdjust",
                "spacingAndGlyphs");
    }
}
