package io.github.groupcoordinator.report;

import java.util.List;
import java.util.StringJoiner;

/** One lane of the text timeline. */
record TextLine(String name, List<Mark> marks, List<Bar> bars) {

    boolean isMarked(int moment) {
        return marks.stream().anyMatch(mark -> mark.place().moment() == moment);
    }

    /** Returns the letters of what happened at the moment, in its order, as {@code R orders 0-3 A orders 0-1}. */
    String text(int moment) {
        StringJoiner text = new StringJoiner(" ");
        for (Mark mark : marks) {
            if (mark.place().moment() == moment) {
                String times = mark.times() == 1 ? "" : "x" + mark.times();
                text.add(mark.kind().symbol() + times + Markup.plain(mark.text()));
            }
        }
        return text.toString();
    }

    /** Returns the sign of what holds until the next moment: {@code =} owns partitions, {@code ~} as a zombie. */
    char fill(int moment) {
        char fill = ' ';
        for (Bar bar : bars) {
            if (bar.from().moment() <= moment && bar.to().moment() > moment) {
                fill = bar.zombie() && fill == ' ' ? '~' : bar.zombie() ? fill : '=';
            }
        }
        return fill;
    }
}
