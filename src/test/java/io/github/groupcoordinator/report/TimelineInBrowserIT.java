package io.github.groupcoordinator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages as a browser lays them out; the pictures are kept below {@code target/timelines}. */
class TimelineInBrowserIT {
    private static final Path PICTURES = Path.of("target", "timelines");

    @TempDir
    static Path directory;

    private Chromium chromium;

    @BeforeEach
    void findChromium() {
        Optional<Chromium> found = Chromium.find(directory);
        assumeTrue(found.isPresent(), "Not looked at in a browser: no chromium on the PATH (apt-get install chromium)");
        chromium = found.orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"3, 1400, 20", "3, 600, 20", "12, 1400, 40", "50, 1400, 60", "50, 600, 60"})
    void labelsDoNotOverlapAndHeadsStayInViewInAllWidths(int members, int windowWidth, int leastLabels)
            throws Exception {
        Measured measured = measure(timeline(members).toHtml(), windowWidth);

        assertThat(measured.problems()).isEmpty();
        assertThat(measured.labels()).isGreaterThan(leastLabels);
    }

    @Test
    void longAndStrangeNamesDoNotOverlapEither() throws Exception {
        SampleLogs t = SampleLogs.group("a group id that goes on and on, as some do, for ever and ever <&>");
        for (int i = 0; i < 5; i++) {
            String name = "\u6d88\u8d39\u8005-\u00fc\u00f1-WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW-" + i;
            t.member(name).joined(i, name).assigned(i, name, "topic.with.a.long.name.too:0-9,\u8ba2\u5355:0-3");
        }

        assertThat(measure(Timeline.of(t.log).toHtml(), 1400).problems()).isEmpty();
    }

    @Test
    void labelsThatOverlapAreFound() throws Exception {
        String late = "<span class=\"time\" style=\"--x:14\">late</span>";
        String page = timeline(3).toHtml().replaceFirst("<span class=\"time", late + "<span class=\"time");

        assertThat(measure(page, 1400).problems())
                .anySatisfy(problem -> assertThat(problem).contains("\"late\"", "overlaps", "\"00:00:00.000\""));
    }

    @Test
    void headsThatScrollAwayAreFound() throws Exception {
        String page = timeline(12).toHtml().replace(".head{position:sticky", ".head{position:relative");

        assertThat(measure(page, 1400).problems())
                .anySatisfy(problem -> assertThat(problem).contains("the head \"stock-1", "scrolled away"));
    }

    @ParameterizedTest
    @CsvSource({"3, false", "3, true", "12, false", "12, true", "50, false", "50, true"})
    void pageFollowsLightAndDark(int members, boolean dark) throws Exception {
        Path page = page(timeline(members).titled(members + " members").toHtml());
        Files.createDirectories(PICTURES);
        Path picture = PICTURES.resolve(members + "-members-" + (dark ? "dark" : "light") + ".png");
        chromium.screenshot(page, dark, 1440, members == 3 ? 900 : 2700, picture);

        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(1440);
        assertThat(image.getRGB(2, 2) & 0xffffff).isEqualTo(dark ? 0x0d1117 : 0xffffff);
        assertThat(coloursOf(image)).as("a page with something on it").isGreaterThan(50);
    }

    private static long coloursOf(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).distinct().count();
    }

    private static Timeline timeline(int members) {
        if (members == 12) {
            return Timeline.of(TwelveMembers.log())
                    .failed(TwelveMembers.FAILED, "AssertionFailedError: expected: 2 owners\n but was: 1");
        }
        return Timeline.of(members == 3 ? SampleLogs.threeMembers() : SampleLogs.fiftyMembers());
    }

    private Path page(String html) throws IOException {
        return Files.writeString(directory.resolve("page.html"), html);
    }

    /** The page forbids scripts, its own as well; the copy that is measured does not. */
    private Measured measure(String html, int windowWidth) throws Exception {
        String script = new String(
                TimelineInBrowserIT.class
                        .getResourceAsStream("/timeline/measure.js")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        Path page = page(html.replaceFirst("<meta http-equiv=[^>]*>", "")
                .replace("</body>", "<script>" + script + "</script></body>"));
        String dom = chromium.dom(page, windowWidth);
        String result = dom.substring(dom.lastIndexOf("<pre>MEASURED ") + 14, dom.lastIndexOf("\nEND</pre>"));
        List<String> lines = result.lines().filter(line -> !line.isBlank()).toList();
        return new Measured(Integer.parseInt(lines.get(0)), lines.subList(1, lines.size()));
    }

    private record Measured(int labels, List<String> problems) {}
}
