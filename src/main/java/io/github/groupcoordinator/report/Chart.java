package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The swim lanes: the axis of time above, then a row for each group and each of its members, with its name at its left.
 */
final class Chart {
    private static final int SMALL = 10;
    private static final int GROUP_HEIGHT = 62;
    private static final int BAR = 18;
    private static final int BARS_FROM = 22;
    private static final int NAME = 30;
    /** So many lines of a mark's details show when the pointer rests there; all are in the table. */
    private static final int DETAILS = 6;

    private final Story story;
    private final Scale scale;
    private final Zoom zoom;
    private final Markup out;
    private final List<String> topics;

    Chart(Story story, Scale scale, Zoom zoom, Markup out) {
        this.story = story;
        this.scale = scale;
        this.zoom = zoom;
        this.out = out;
        topics = story.topics();
    }

    void draw() {
        String style = "--w:" + scale.width() + ";--h:" + namesWidth() + "px";
        out.open("div", "class", "chart", "tabindex", 0, "role", "group", "aria-label", "Swim lanes", "style", style);
        out.line();
        new Axis(story, scale, zoom, out).draw();
        out.open("div", "class", "rows").line();
        grid();
        for (GroupLanes group : story.groups()) {
            group(group);
            int index = 0;
            for (Lane lane : group.lanes()) {
                lane(lane, index++ % 2 == 0 ? "row even" : "row");
            }
        }
        Place failed = story.failedAt();
        if (failed != null) {
            out.open("div", "class", "sheet over");
            out.leaf("i", "", "class", "end", "style", "--x:" + scale.x(failed))
                    .close()
                    .line();
        }
        out.close().close().line();
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

    /** The moments as lines behind all lanes, and the long times between them as dashes. */
    private void grid() {
        out.open("div", "class", "sheet");
        for (int moment = 0; moment < story.moments().size(); moment++) {
            out.leaf("i", "", "class", "at", "style", "--x:" + scale.start(moment));
            if (scale.isBreak(moment)) {
                out.leaf("i", "", "class", "gap", "style", "--x:" + scale.breakAt(moment));
            }
        }
        out.close().line();
    }

    private void head(String title, String name, int size, String below) {
        out.open("div", "class", "head", "title", title);
        out.leaf("b", nameOf(name, size));
        if (!below.isEmpty()) {
            out.leaf("small", nameOf(below, SMALL));
        }
        out.close();
    }

    private void group(GroupLanes group) {
        out.open("div", "class", "row group", "style", "height:" + GROUP_HEIGHT + "px");
        head("group: " + group.groupId(), group.groupId(), 13, "group");
        out.open("div", "class", "track").line();
        for (Phase phase : group.phases()) {
            String state = phase.state().name().toLowerCase(Locale.ROOT);
            stretch("phase " + state, phase.from(), phase.to(), 0, phase.label(), phase.title());
        }
        causes(group);
        group.marks().forEach(this::badge);
        out.close().close().line();
    }

    /** Why each rebalance began. An unusual cause is worth more than the members' joining at the start. */
    private void causes(GroupLanes group) {
        List<Phase> phases = new ArrayList<>();
        Labels labels = new Labels();
        for (boolean joining : new boolean[] {false, true}) {
            for (Phase phase : group.phases()) {
                if (!phase.cause().isEmpty() && phase.cause().startsWith("MEMBER_JOINED") == joining) {
                    phases.add(phase);
                    labels.add(scale.x(phase.from()), Labels.width(cause(phase), SMALL));
                }
            }
        }
        int[] levels = labels.levels(zoom.levels());
        for (int i = 0; i < levels.length; i++) {
            if (levels[i] < zoom.levels().size()) {
                out.leaf(
                        "span",
                        cause(phases.get(i)),
                        "class",
                        "cause" + fromLevel(zoom, levels[i]),
                        "style",
                        "--x:" + scale.x(phases.get(i).from()));
                out.line();
            }
        }
    }

    private static String cause(Phase phase) {
        return Labels.shortened(Markup.plain(phase.cause()), 60);
    }

    /** Returns the class of labels that have room from this level on. */
    static String fromLevel(Zoom zoom, int level) {
        return level == 0 ? "" : " l" + zoom.levels().get(level).name();
    }

    private void lane(Lane lane, String cssClass) {
        int least = lane.kind().isEmpty() ? 26 : 36;
        int height = Math.max(least, BARS_FROM + lane.rows() * BAR + 4);
        String title = "member: " + lane.label() + (lane.kind().isEmpty() ? "" : " (" + lane.kind() + ")");
        out.open("div", "class", cssClass, "style", "height:" + height + "px");
        head(title, lane.label(), 12, lane.kind());
        out.open("div", "class", "track").line();
        for (Bar bar : lane.bars()) {
            int topic = topics.indexOf(bar.topic());
            String kind = bar.zombie() ? "bar zombie" : "bar d" + Palette.topicDashes(topic);
            String name = bar.topic() + " " + bar.numbers();
            stretch(
                    kind + " t" + Palette.topicColour(topic),
                    bar.from(),
                    bar.to(),
                    bar.row(),
                    bar.zombie() ? "zombie: " + name : name,
                    bar.detail());
        }
        lane.marks().forEach(this::badge);
        out.close().close().line();
    }

    /** Draws what lasts. Its text is cut where it ends, and stays in view as long as any of it does. */
    private void stretch(String cssClass, Place from, Place to, int row, String text, String detail) {
        int x = scale.x(from);
        String style = "--x:" + x + ";--l:" + Math.max(4, scale.x(to) - x) + (row == 0 ? "" : ";--r:" + row);
        out.open("div", "class", cssClass, "style", style, "title", until(detail, from, to));
        out.leaf("span", text).close().line();
    }

    private String until(String detail, Place from, Place to) {
        boolean open = to.moment() == story.moments().size();
        return detail + "\nfrom " + story.moments().time(from.moment())
                + (open ? " to the end" : " to " + story.moments().time(to.moment()));
    }

    private void badge(Mark mark) {
        badge(out, mark.kind(), "style", "--x:" + scale.x(mark.place()), "title", details(mark));
        out.line();
    }

    /** Draws a mark: round for what is meant to happen, square for trouble. */
    static void badge(Markup out, Mark.Kind kind, Object... attributes) {
        List<Object> all = new ArrayList<>(List.of("class", "m " + kind.cssClass() + (kind.isTrouble() ? " q" : "")));
        all.addAll(List.of(attributes));
        out.leaf("i", kind.symbol(), all.toArray());
    }

    private static String details(Mark mark) {
        if (mark.times() == 1) {
            return mark.details().get(0);
        }
        List<String> lines = new ArrayList<>();
        lines.add(mark.kind().meaning() + ", " + mark.times() + " times");
        lines.addAll(mark.details().subList(0, Math.min(DETAILS, mark.times())));
        if (mark.times() > DETAILS) {
            lines.add("... and " + (mark.times() - DETAILS) + " more");
        }
        return String.join("\n", lines);
    }
}
