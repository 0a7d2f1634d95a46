package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The timeline as text: time runs to the right, a line for each lane, a column for each moment; cut into blocks that
 * fit the console. In a block, lanes in which nothing happened are left out.
 */
final class TextGrid {
    private static final int WIDTH = 118;
    private static final int NAME = 24;

    private final Story story;
    private final StringBuilder out = new StringBuilder();

    TextGrid(Story story) {
        this.story = story;
    }

    String render() {
        TestFailure failure = story.failure();
        if (failure != null) {
            out.append("failed at ").append(story.moments().time(failure.at())).append(": ");
            out.append(Labels.shortened(Markup.plain(failure.firstLine()), WIDTH - 24))
                    .append("\n\n");
        }
        if (story.events().isEmpty()) {
            return out.append("(nothing happened to any group)\n").toString();
        }
        for (GroupLanes group : story.groups()) {
            group(group);
        }
        legend();
        return out.toString();
    }

    private void group(GroupLanes group) {
        List<TextLine> lines = new ArrayList<>();
        lines.add(new TextLine("(group)", group.marks(), List.of()));
        for (Lane lane : group.lanes()) {
            String name = lane.kind().isEmpty() ? lane.label() : lane.label() + " (static)";
            lines.add(new TextLine(Labels.shortened(Markup.plain(name), NAME), lane.marks(), lane.bars()));
        }
        List<Integer> moments = new ArrayList<>();
        for (int moment = 0; moment < story.moments().size(); moment++) {
            int now = moment;
            if (lines.stream().anyMatch(line -> line.isMarked(now))) {
                moments.add(moment);
            }
        }
        int nameWidth =
                lines.stream().mapToInt(line -> line.name().length()).max().orElse(0) + 2;
        String id = Markup.plain(group.groupId());
        while (!moments.isEmpty()) {
            moments = block(id, lines, moments, nameWidth);
            id = Markup.plain(group.groupId()) + ", continued";
        }
    }

    /** Writes as many of the moments as fit side by side; returns the others. */
    private List<Integer> block(String id, List<TextLine> lines, List<Integer> moments, int nameWidth) {
        List<Integer> widths = new ArrayList<>();
        int used = nameWidth;
        for (int moment : moments) {
            int width = story.moments().time(moment).length();
            for (TextLine line : lines) {
                width = Math.max(width, line.text(moment).length());
            }
            used += width + 2;
            if (used > WIDTH && !widths.isEmpty()) {
                break;
            }
            widths.add(width);
        }
        List<Integer> now = moments.subList(0, widths.size());
        out.append("group ").append(id).append('\n');
        StringBuilder times = new StringBuilder(" ".repeat(nameWidth));
        for (int i = 0; i < now.size(); i++) {
            times.append(padded(story.moments().time(now.get(i)), widths.get(i) + 2, ' '));
        }
        line(times);
        int left = 0;
        for (TextLine line : lines) {
            if (now.stream().noneMatch(line::isMarked)) {
                left++;
                continue;
            }
            StringBuilder text = new StringBuilder(padded(line.name(), nameWidth, ' '));
            for (int i = 0; i < now.size(); i++) {
                text.append(padded(line.text(now.get(i)), widths.get(i) + 2, line.fill(now.get(i))));
            }
            line(text);
        }
        if (left > 0) {
            out.append("(").append(left).append(" more: nothing happened)\n");
        }
        out.append('\n');
        return new ArrayList<>(moments.subList(widths.size(), moments.size()));
    }

    private void line(StringBuilder text) {
        out.append(text.toString().stripTrailing()).append('\n');
    }

    private static String padded(String text, int width, char fill) {
        // A space between text and what fills the column.
        String start = text.isEmpty() || fill == ' ' ? text : text + ' ';
        int missing = width - start.length();
        return missing <= 0
                ? start
                : start + String.valueOf(fill).repeat(fill == ' ' ? missing : missing - 1) + (fill == ' ' ? "" : " ");
    }

    private void legend() {
        Set<Mark.Kind> used = EnumSet.noneOf(Mark.Kind.class);
        for (GroupLanes group : story.groups()) {
            group.marks().forEach(mark -> used.add(mark.kind()));
            group.lanes().forEach(lane -> lane.marks().forEach(mark -> used.add(mark.kind())));
        }
        for (Mark.Kind kind : used) {
            out.append(kind.symbol()).append("  ").append(kind.meaning()).append('\n');
        }
        if (story.moments().isFolded()) {
            out.append("\u2026  commits of a while, told as one\n");
        }
        out.append("=  owns partitions, as the client sees it");
        out.append(used.contains(Mark.Kind.TASKS_CHANGED) ? "; has tasks, as the coordinator does\n" : "\n");
        out.append("~  believes so, but is no member any more\n");
    }
}
