package io.github.groupcoordinator.report;

import java.util.TreeMap;

/** One line of labels, in which no two may touch; and how wide text is. */
final class Labels {
    private static final int GAP = 8;

    private final TreeMap<Integer, Integer> taken = new TreeMap<>();

    /** Takes a stretch of the line for a label, unless another label is in the way. */
    boolean take(int from, int to) {
        var before = taken.lowerEntry(to + GAP);
        if (before != null && before.getValue() > from - GAP) {
            return false;
        }
        taken.put(from, to);
        return true;
    }

    /** How wide text is in the page's monospaced type; it is stretched or squeezed to this, whatever the font. */
    static int width(String text, int fontSize) {
        return (text.codePointCount(0, text.length()) * fontSize * 6 + 9) / 10;
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
