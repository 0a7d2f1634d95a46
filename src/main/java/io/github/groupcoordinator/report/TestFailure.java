package io.github.groupcoordinator.report;

import java.time.Instant;

/** The failure of the test whose log it is: when it came, in virtual time, and what it said. */
record TestFailure(Instant at, String message) {
    private static final int MOST = 4_000;

    /** Returns the message without what nobody reads on a page: a stack of differences can be as long as a book. */
    String shortMessage() {
        String plain = message.strip();
        return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "\u2026";
    }

    /** Returns the first line that says something. */
    String firstLine() {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
