package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;

/** The faults of one class, one for each rule that it keeps. */
final class Faults {
    private final String file;
    private final List<Mutant> all = new ArrayList<>();

    Faults(String file) {
        this.file = file;
    }

    void add(String rule, String original, String replacement) {
        all.add(new Mutant(rule, file, original, replacement));
    }

    List<Mutant> all() {
        return all;
    }
}
