package io.github.groupcoordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.EventLog;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
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
        assertThat(page.getElementsByTagName("div").getLength()).isZero();
    }

    @Test
    void namesAreEscaped() throws Exception {
        String name = "<script>alert(\"1\" & '2')</script>";
        SampleLogs t = SampleLogs.group("g & <b>");
        t.member(name).joined(0, name).assigned(1, name, "<i>&\":0-1");
        String html = Timeline.of(t.log).titled("a < b & \"c\"").toHtml();
        Document page = parse(html);

        assertThat(html).doesNotContain("<script").doesNotContain("& <b>").doesNotContain("<i>&");
        assertThat(texts(page, "h1")).containsExactly("a < b & \"c\"");
        assertThat(tooltips(page)).contains("member: " + name, "group: g & <b>");
        assertThat(texts(page, "td")).contains("g & <b>", "joined: " + name + " = member " + name + "-0001");
    }

    @Test
    void charactersThatXmlCannotHoldAreShownByNumber() throws Exception {
        String name = "tab\tnull\u0000bell\u0007rtl\u202elone\ud800";
        SampleLogs t = SampleLogs.group("billing");
        t.member(name).joined(0, name);

        assertThat(tooltips(parse(Timeline.of(t.log).toHtml())))
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
        Timeline timeline = Timeline.of(SampleLogs.threeMembers()).failed(SampleLogs.START, "see http://elsewhere");
        String html = timeline.toHtml().replace("see http://elsewhere", "").replace("href=\"#failure\"", "");

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
    void tableHasEveryEventInShort() throws Exception {
        var log = SampleLogs.threeMembers();

        List<String> cells = texts(parse(Timeline.of(log).toHtml()), "td");
        StringBuilder told = new StringBuilder();
        String time = "";
        for (int i = 0; i < cells.size(); i += 3) {
            // A time or a group that is the same as above is not repeated.
            time = cells.get(i).isEmpty() ? time : cells.get(i);
            told.append(time).append(" billing | ").append(cells.get(i + 2)).append('\n');
        }

        assertThat(cells).filteredOn("billing"::equals).hasSize(1);
        assertThat(told.toString())
                .isEqualTo(log.renderInShort()
                        .replaceAll("(?m)(committed by billing-1: .*)\\n  the same 1 times more.*", "$1")
                        .replace("orders-0@200\n00:00:25", "orders-0@200, 2 times until 00:00:20.000\n00:00:25"));
    }

    @Test
    void whatIsCommittedAgainAndAgainHasOneRowForEachMemberInALongLog() throws Exception {
        SampleLogs t = SampleLogs.group("billing").member("one").member("two");
        t.joined(0, "one").joined(0, "two");
        for (int second = 1; second <= 60; second++) {
            t.committed(second * 1_000, "one").committed(second * 1_000, "two");
        }
        t.left(61_000, "two", null);
        for (int second = 62; second <= 63; second++) {
            t.committed(second * 1_000, "one");
        }

        assertThat(texts(parse(Timeline.of(t.log).toHtml()), "td"))
                .filteredOn(cell -> cell.startsWith("committed"))
                .containsExactly(
                        "committed by one, 60 times until 00:01:00.000: orders 0@10..600",
                        "committed by two, 60 times until 00:01:00.000: orders 0@10..600",
                        "committed by one, 2 times until 00:01:03.000: orders 0@620..630");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void twelveMembersOverTwoMinutesTakeLessThan150Kilobytes(String protocol) {
        EventLog log = TwelveMembers.log(protocol);
        String html = Timeline.of(log)
                .failed(TwelveMembers.FAILED, "expected: 2 owners")
                .toHtml();

        assertThat(log.size()).isGreaterThan(450);
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(150_000);
    }

    @Test
    void failureStandsAboveAllAndIsMarkedInAllLanes() throws Exception {
        Timeline timeline = Timeline.of(SampleLogs.threeMembers());
        Instant at = SampleLogs.START.plusSeconds(70);
        Document page = parse(timeline.failed(at, "\nexpected: 3\n but was: <2>\u0007")
                .titled("T")
                .toHtml());

        assertThat(texts(page, "pre")).containsExactly("expected: 3\n but was: <2>\\u0007");
        assertThat(texts(page, "b")).contains("Failed at 00:01:10.000 of virtual time ");
        assertThat(texts(page, "td")).contains("the test failed: expected: 3");
        assertThat(tooltips(page)).contains("00:01:10.000 the test failed: expected: 3");
        assertThat(texts(page, "span")).contains("failed", "00:01:10.000");
        assertThat(timeline.toHtml()).doesNotContain("id=\"failure\"");
    }

    @Test
    void rowOfTheFailureStandsBetweenWhatWasBeforeAndWhatCameAfter() throws Exception {
        SampleLogs t = SampleLogs.group("billing").member("one").joined(0, "one");
        t.left(2_000, "one", null);

        List<String> cells = texts(
                parse(Timeline.of(t.log)
                        .failed(SampleLogs.START.plusSeconds(1), "no")
                        .toHtml()),
                "td");
        assertThat(cells)
                .containsExactly(
                        "00:00:00.000",
                        "billing",
                        "joined: one = member one-0001",
                        "00:00:01.000",
                        "",
                        "the test failed: no",
                        "00:00:02.000",
                        "",
                        "left: one");
    }

    @Test
    void failureWithoutAnyEventIsToldToo() throws Exception {
        Document page = parse(
                Timeline.of(SampleLogs.empty()).failed(SampleLogs.START, "no").toHtml());

        assertThat(texts(page, "pre")).containsExactly("no");
        assertThat(texts(page, "p")).containsExactly("Nothing happened to any group.");
    }

    @Test
    void veryLongMessageIsCut() throws Exception {
        String why = "x".repeat(4_001);
        Timeline timeline = Timeline.of(SampleLogs.threeMembers());

        assertThat(texts(parse(timeline.failed(SampleLogs.START, why).toHtml()), "pre"))
                .containsExactly("x".repeat(4_000) + "\u2026");
        assertThat(texts(
                        parse(timeline.failed(SampleLogs.START, why.substring(1))
                                .toHtml()),
                        "pre"))
                .containsExactly("x".repeat(4_000));
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

    private static List<String> tooltips(Document page) {
        NodeList nodes = page.getElementsByTagName("*");
        List<String> tooltips = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element element = (Element) nodes.item(i);
            if (element.hasAttribute("title")) {
                tooltips.add(element.getAttribute("title"));
            }
        }
        return tooltips;
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
