package io.github.groupcoordinator.platform;

import java.util.ArrayList;
import java.util.List;

/** The table of a database from which {@link TableSource} reads: rows come, none goes. */
final class Table {
    private static final Table INSTANCE = new Table();
    private static final long PATIENCE_MS = 100;

    private final List<String> rows = new ArrayList<>();

    private Table() {}

    /** Returns the one that both the test and Connect's tasks, which Connect itself makes, can reach. */
    static Table instance() {
        return INSTANCE;
    }

    synchronized void clear() {
        rows.clear();
    }

    /** Adds rows that are named as their numbers: {@code row 0}, {@code row 1}. */
    synchronized void add(int howMany) {
        for (int i = 0; i < howMany; i++) {
            rows.add("row " + rows.size());
        }
        notifyAll();
    }

    synchronized List<String> rows() {
        return List.copyOf(rows);
    }

    /** Waits a moment for such a row; returns the rows that are there. */
    synchronized List<String> awaitRow(int number) throws InterruptedException {
        if (rows.size() <= number) {
            wait(PATIENCE_MS);
        }
        return List.copyOf(rows);
    }
}
