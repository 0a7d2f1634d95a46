package io.github.groupcoordinator.internal.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the runs of a simulation after its first: every so many-th one.
 *
 * @param index which part, from 0 on
 * @param parts how many there are
 * @param traffic what the first run was seen to send
 */
public record Part(int index, int parts, String traffic) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})/([1-9][0-9]{0,8}):(.*)");

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it can't be read
     */
    public static Part parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no part of a simulation");
        }
        return new Part(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3));
    }

    /** Returns which run it begins with, counted from 1. */
    int first() {
        return 2 + index;
    }

    /** Returns the index of the part that a run belongs to. */
    public static int indexOf(int run, int parts) {
        return (run - 2) % parts;
    }

    @Override
    public String toString() {
        return index + "/" + parts + ":" + traffic;
    }
}
