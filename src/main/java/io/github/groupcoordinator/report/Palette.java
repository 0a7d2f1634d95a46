package io.github.groupcoordinator.report;

import java.util.List;
import java.util.stream.Stream;

/** The colours, for light and for dark surroundings. Text on its ground has a contrast of 4.5 or more in both. */
final class Palette {
    /** One colour of the page, by the name that the style sheet has for it. */
    record Colour(String name, String light, String dark) {}

    static final List<Colour> GROUND = List.of(
            new Colour("bg", "#ffffff", "#0d1117"),
            new Colour("zebra", "#f4f6f8", "#151b23"),
            new Colour("ink", "#1f2328", "#e6edf3"),
            new Colour("muted", "#57606a", "#9aa4af"),
            new Colour("line", "#d0d7de", "#30363d"),
            new Colour("badge", "#ffffff", "#0d1117"),
            new Colour("amber", "#9a6700", "#d29922"));

    /** In the order of {@link Mark.Kind}; the letter on them has the colour {@code badge}. */
    static final List<Colour> MARKS = List.of(
            new Colour("m0", "#1a7f37", "#4ac26b"),
            new Colour("m1", "#57606a", "#9aa4af"),
            new Colour("m2", "#cf222e", "#ff7b72"),
            new Colour("m3", "#8250df", "#d2a8ff"),
            new Colour("m4", "#0a6e77", "#39c5cf"),
            new Colour("m5", "#8a5a00", "#d29922"),
            new Colour("m6", "#b3400a", "#ffa657"),
            new Colour("m7", "#0969da", "#79c0ff"),
            new Colour("m8", "#9a6700", "#e3b341"),
            new Colour("m9", "#24292f", "#c9d1d9"),
            new Colour("m10", "#57606a", "#9aa4af"),
            new Colour("m11", "#a40e26", "#ff9a93"),
            new Colour("m12", "#116329", "#7ee2a0"),
            new Colour("m13", "#7d4e00", "#eac54f"),
            new Colour("m14", "#5b3aa0", "#c297ff"),
            new Colour("m15", "#a40e26", "#ff9a93"),
            new Colour("m16", "#116329", "#7ee2a0"),
            new Colour("m17", "#cf222e", "#ff7b72"),
            new Colour("m18", "#8a5a00", "#d29922"),
            new Colour("m19", "#0a6e77", "#39c5cf"),
            new Colour("m20", "#9a6700", "#e3b341"),
            new Colour("m21", "#0969da", "#79c0ff"),
            new Colour("m22", "#1a7f37", "#4ac26b"),
            new Colour("m23", "#57606a", "#9aa4af"),
            new Colour("m24", "#b3400a", "#ffa657"),
            new Colour("m25", "#cf222e", "#ff7b72"),
            new Colour("m26", "#5b3aa0", "#c297ff"),
            new Colour("m27", "#0a6e77", "#39c5cf"),
            new Colour("m28", "#b3400a", "#ffa657"),
            new Colour("m29", "#116329", "#7ee2a0"),
            new Colour("m30", "#1a7f37", "#4ac26b"),
            new Colour("m31", "#cf222e", "#ff7b72"));

    static final List<Colour> TOPICS = List.of(
            new Colour("t0", "#0072b2", "#56b4e9"),
            new Colour("t1", "#c24e00", "#ff9e4a"),
            new Colour("t2", "#00785a", "#2fd6a3"),
            new Colour("t3", "#aa3377", "#ee77bb"),
            new Colour("t4", "#7a5c00", "#e6c14c"),
            new Colour("t5", "#4b4b9f", "#a5a5ff"));

    /**
     * The lines along the bars of the topics, so that colour is never all that tells them apart: how long each dash and
     * each gap is, in pixels.
     */
    private static final List<String> DASHES = List.of("1 0", "9 4", "2 3", "14 2", "5 2", "1 5");

    /** The share of its topic's colour in the ground of a bar. */
    static final int TINT_PERCENT = 18;

    private Palette() {}

    static int topicColour(int topic) {
        return topic % TOPICS.size();
    }

    static int topicDashes(int topic) {
        return (topic + topic / TOPICS.size()) % DASHES.size();
    }

    static String css() {
        StringBuilder css = new StringBuilder(":root{color-scheme:light dark;");
        all().forEach(colour -> variable(css, colour.name(), colour.light()));
        css.append("}\n@media (prefers-color-scheme:dark){:root{");
        all().forEach(colour -> variable(css, colour.name(), colour.dark()));
        css.append("}}\n");
        for (Colour colour : MARKS) {
            css.append('.')
                    .append(colour.name())
                    .append("{background:var(--")
                    .append(colour.name())
                    .append(")}");
        }
        css.append('\n');
        for (Colour colour : TOPICS) {
            css.append('.')
                    .append(colour.name())
                    .append("{--c:var(--")
                    .append(colour.name())
                    .append(")}");
        }
        css.append('\n');
        for (int i = 0; i < DASHES.size(); i++) {
            String[] dash = DASHES.get(i).split(" ");
            int length = Integer.parseInt(dash[0]) + Integer.parseInt(dash[1]);
            css.append(".d")
                    .append(i)
                    .append("{--dash:repeating-linear-gradient(90deg,var(--c) 0 ")
                    .append(dash[0]);
            css.append("px,transparent ")
                    .append(dash[0])
                    .append("px ")
                    .append(length)
                    .append("px)}\n");
        }
        css.append(".bar{border-color:var(--c);background:var(--dash,none) bottom/100% 3px no-repeat,");
        css.append(tint("var(--c)")).append("}\n");
        css.append(".rebalancing{border-color:var(--amber);background:")
                .append(tint("var(--amber)"))
                .append("}\n");
        return css.toString();
    }

    private static String tint(String colour) {
        return "color-mix(in srgb," + colour + " " + TINT_PERCENT + "%,var(--bg))";
    }

    private static List<Colour> all() {
        return Stream.of(GROUND, MARKS, TOPICS).flatMap(List::stream).toList();
    }

    private static void variable(StringBuilder css, String name, String value) {
        css.append("--").append(name).append(':').append(value).append(';');
    }
}
