package io.github.groupcoordinator.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
    private static final String STRANGE = "esc\u001b[31m bel\u0007 cr\r lf\n rtl\u202e mark\u200f half\ud800 end\u2028";

    @Test
    void shownTextIsOnOneLineAndSteersNothing() {
        assertThat(Text.shown(STRANGE))
                .isEqualTo("esc\\u001b[31m bel\\u0007 cr\\u000d lf\\u000a rtl\\u202e mark\\u200f half\\ud800"
                        + " end\\u2028");
    }

    @Test
    void linesStayLines() {
        assertThat(Text.lines(STRANGE)).contains(" lf\n rtl\\u202e").doesNotContain("\r", "\u001b");
    }

    @Test
    void shownTextStaysAsItIsWhenItIsShownAgain() {
        assertThat(Text.shown(Text.shown(STRANGE))).isEqualTo(Text.shown(STRANGE));
        assertThat(Text.shown("a\\b")).isEqualTo("a\\b");
    }

    @Test
    void oneLineDoublesABackslashSoThatItIsNoEscape() {
        assertThat(Text.oneLine("a\\u001b \u001b")).isEqualTo("a\\\\u001b \\u001b");
    }

    @Test
    void plainTextOfAnyLanguageStays() {
        String plain = "caf\u00e9 \u0639\u0631\u0628 \u6d88\u8d39\u8005 \ud83d\ude00 ~!";

        assertThat(Text.shown(plain)).isSameAs(plain);
    }
}
