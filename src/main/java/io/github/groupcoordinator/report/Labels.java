package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * One line of labels, in which no two may touch, whichever width the reader chooses: a label has room from some level
 * on, or never. Those that are added first have the right of way.
 */
final class Labels {
    private static final int GAP = 8;

    private final List<Label> labels = new ArrayList<>();

    /** A label whose left edge is at {@code x} times the zoom, less {@code before}. */
    private record Label(int x, int before, int width) {}

    /** Adds a label that begins at a place. */
    void add(int x, int width) {
        add(x, 0, width);
    }

    /** Adds a label whose place is {@code before} pixels from its left edge. */
    void add(int x, int before, int width) {
        labels.add(new Label(x, before, width));
    }

    /** Returns the level from which on each label is shown, in the order of their adding; past the last for never. */
    int[] levels(List<Zoom.Level> zooms) {
        int[] levels = new int[labels.size()];
        Arrays.fill(levels, zooms.size());
        for (int level = 0; level < zooms.size(); level++) {
            double factor = zooms.get(level).factor();
            TreeMap<Integer, Integer> taken = new TreeMap<>();
            for (int i = 0; i < levels.length; i++) {
                if (levels[i] < level) {
                    take(taken, labels.get(i), factor);
                }
            }
            for (int i = 0; i < levels.length; i++) {
                if (levels[i] == zooms.size() && take(taken, labels.get(i), factor)) {
                    levels[i] = level;
                }
            }
        }
        return levels;
    }

    private static boolean take(TreeMap<Integer, Integer> taken, Label label, double factor) {
        int from = (int) (label.x * factor) - label.before;
        int to = from + label.width;
        var before = taken.lowerEntry(to + GAP);
        if (before != null && before.getValue() > from - GAP) {
            return false;
        }
        taken.put(from, to);
        return true;
    }

    /** Returns the width of text in the page's monospaced type, at most: fonts differ by a little. */
    static int width(String text, int fontSize) {
        return (text.codePointCount(0, text.length()) * fontSize * 62 + 99) / 100;
    }

    /** Cuts the middle out of long text: ids differ at their ends. */
    static String shortened(String text, int most) {
        int count = text.codePointCount(0, text.length());
        if (count <= most) {
            return text;
        }
        int head = (most - 1) / 2;
        int tail = most - 1 - head;
        return text.substring(0, text.offsetByCodePoints(0, head))
                + '\u2026'
                + text.substring(text.offsetByCodePoints(text.length(), -tail));
    }
}
