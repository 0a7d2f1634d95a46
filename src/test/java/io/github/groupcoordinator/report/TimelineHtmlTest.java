package io.github.groupcoordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TimelineHtmlTest {

    @Test
    void pagesAreWellFormed() throws Exception {
        assertThat(texts(parse(Timeline.of(SampleLogs.threeMembers()).toHtml()), "h2"))
                .containsExactly("Legend", "All events");
        assertThat(texts(parse(Timeline.of(SampleLogs.fiftyMembers()).toHtml()), "h1"))
                .containsExactly("Timeline");
    }

    @Test
    void emptyLogHasAPageThatSaysSo() throws Exception {
        Document page = parse(Timeline.of(SampleLogs.empty()).toHtml());

        assertThat(texts(page, "p")).containsExactly("Nothing happened to any group.");
        assertThat(texts(page, "svg")).isEmpty();
    }

    @Test
    void namesAreEscaped() throws Exception {
        String name = "<script>alert(\"1\" & '2')</script>";
        SampleLogs t = SampleLogs.group("g & <b>");
        t.member(name).joined(0, name).assigned(1, name, "<i>&\":0-1");
        String html = Timeline.of(t.log).titled("a < b & \"c\"").toHtml();
        Document page = parse(html);

        assertThat(html).doesNotContain("<script").doesNotContain("<b>").doesNotContain("<i>");
        assertThat(texts(page, "h1")).containsExactly("a < b & \"c\"");
        assertThat(texts(page, "title")).contains("member: " + name, "group: g & <b>");
        assertThat(texts(page, "td")).contains("g & <b>", "joined: " + name + " (member " + name + "-0001)");
    }

    @Test
    void charactersThatXmlCannotHoldAreShownByNumber() throws Exception {
        String name = "tab\tnull\u0000bell\u0007rtl\u202elone\ud800";
        SampleLogs t = SampleLogs.group("billing");
        t.member(name).joined(0, name);

        assertThat(texts(parse(Timeline.of(t.log).toHtml()), "title"))
                .contains("member: tab\\u0009null\\u0000bell\\u0007rtl\\u202elone\\ud800");
    }

    @Test
    void sameLogGivesTheSameBytes() {
        byte[] one = Timeline.of(SampleLogs.fiftyMembers()).toHtml().getBytes(StandardCharsets.UTF_8);
        byte[] two = Timeline.of(SampleLogs.fiftyMembers()).toHtml().getBytes(StandardCharsets.UTF_8);

        assertThat(two).isEqualTo(one);
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String html = Timeline.of(SampleLogs.threeMembers()).toHtml();

        assertThat(html.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("src=")
                .doesNotContain("href=")
                .doesNotContain("<script");
    }

    @Test
    void tableHasEveryEvent() throws Exception {
        var log = SampleLogs.fiftyMembers();
        List<String> expected = new ArrayList<>();
        log.all().forEach(event -> expected.add(event.describe()));
        List<String> cells = texts(parse(Timeline.of(log).toHtml()), "td");
        List<String> described = new ArrayList<>();
        for (int i = 2; i < cells.size(); i += 3) {
            described.add(cells.get(i));
        }

        assertThat(described).isEqualTo(expected);
    }

    @Test
    void textHasEnoughContrastInLightAndDark() {
        for (boolean dark : new boolean[] {false, true}) {
            int ground = rgb(colour("bg", dark));
            for (String surface : List.of("bg", "zebra")) {
                assertContrast(colour("ink", dark), rgb(colour(surface, dark)));
                assertContrast(colour("muted", dark), rgb(colour(surface, dark)));
            }
            for (Palette.Colour mark : Palette.MARKS) {
                assertContrast(colour("badge", dark), rgb(dark ? mark.dark() : mark.light()));
            }
            for (Palette.Colour topic : Palette.TOPICS) {
                int tint = mixed(rgb(dark ? topic.dark() : topic.light()), ground);
                assertContrast(colour("ink", dark), tint);
            }
            assertContrast(colour("ink", dark), mixed(rgb(colour("amber", dark)), ground));
        }
    }

    @Test
    void everyKindOfMarkHasAColour() {
        assertThat(Palette.MARKS)
                .extracting(Palette.Colour::name)
                .containsExactlyElementsOf(Arrays.stream(Mark.Kind.values())
                        .map(Mark.Kind::cssClass)
                        .toList());
    }

    private static void assertContrast(String text, int ground) {
        double one = luminance(rgb(text));
        double two = luminance(ground);
        double contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        assertThat(contrast).as("%s on #%06x", text, ground).isGreaterThanOrEqualTo(4.5);
    }

    /** The relative luminance of WCAG 2. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static int mixed(int colour, int ground) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int over = colour >> shift & 255;
            int under = ground >> shift & 255;
            mixed |= (over * Palette.TINT_PERCENT + under * (100 - Palette.TINT_PERCENT)) / 100 << shift;
        }
        return mixed;
    }

    private static String colour(String name, boolean dark) {
        Palette.Colour colour = Palette.GROUND.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return dark ? colour.dark() : colour.light();
    }

    private static int rgb(String hex) {
        return Integer.parseInt(hex.substring(1), 16);
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<String> texts(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
