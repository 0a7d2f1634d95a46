package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The widths in which the page can show the lanes. A page without a script has a radio button for each; what says where
 * something is multiplies its place by the factor of the one that is chosen.
 */
final class Zoom {
    private static final int OVERVIEW = 960;
    private static final int WORTH_AN_OVERVIEW = 1_200;

    /** One width: the suffix of its names in the page, what the reader chooses, and its factor. */
    record Level(String name, String title, double factor) {}

    private final List<Level> levels = new ArrayList<>();

    /** @param width of the lanes as they are drawn, in pixels */
    Zoom(int width) {
        if (width >= WORTH_AN_OVERVIEW) {
            // Thousandths, cut: the page is the same on every JVM.
            levels.add(new Level("0", "overview", OVERVIEW * 1_000 / width / 1_000.0));
        }
        levels.add(new Level("1", "1\u00d7", 1));
        levels.add(new Level("2", "2\u00d7", 2));
        levels.add(new Level("4", "4\u00d7", 4));
    }

    List<Level> levels() {
        return levels;
    }

    /** Returns rules of style for the factors, and for labels that have room from a level on. */
    String css() {
        StringBuilder css = new StringBuilder();
        for (int i = 0; i < levels.size(); i++) {
            String chosen = "#z" + levels.get(i).name() + ":checked~.chart";
            css.append(chosen).append("{--z:").append(levels.get(i).factor()).append('}');
            for (int more = i + 1; more < levels.size(); more++) {
                css.append(chosen).append(" .l").append(levels.get(more).name()).append("{display:none}");
            }
            css.append('\n');
        }
        return css.toString();
    }

    void draw(Markup out) {
        out.leaf("span", "Width of time:").line();
        for (Level level : levels) {
            String id = "z" + level.name();
            if (level.factor() == 1) {
                out.empty("input", "type", "radio", "name", "zoom", "id", id, "checked", "checked");
            } else {
                out.empty("input", "type", "radio", "name", "zoom", "id", id);
            }
            out.leaf("label", level.title(), "for", id).line();
        }
    }
}
