package io.github.groupcoordinator.judge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.group.Re2;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RE2/J, which Kafka's broker has, and ours must refuse the same regular expressions and match the same names. */
class RegexAgainstRe2jTest {
    private static final int REGEXES = 60_000;
    private static final int NAMES = 12;

    /** Pieces of regular expressions, of which some are taken by RE2/J alone, by the JDK alone, or by both differently. */
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "-",
            "_",
            ".",
            "1",
            " ",
            "#",
            "&&",
            "ü",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?-i)",
            "(?s:",
            "(?im)",
            "(?U)",
            "(?x)",
            "(?=",
            "(?!",
            "(?<=",
            "(?>",
            "(?P<n>",
            "(?<n_1>",
            "(?)",
            "(?-)",
            "|",
            "*",
            "+",
            "?",
            "*?",
            "++",
            "{",
            "}",
            "{2}",
            "{1,}",
            "{0,2}",
            "{2,1}",
            "{,3}",
            "{01}",
            "{1001}",
            "{99999999999}",
            "[",
            "]",
            "[^",
            "[]",
            "[ab]",
            "[a-c]",
            "[c-a]",
            "[a&&b]",
            "[a[b]]",
            "[^a-",
            "[[:alpha:]]",
            "[[:^digit:]_]",
            "[[:nope:]]",
            "[:alpha:]",
            "[\\d-z]",
            "[\\w.]",
            "[^\\s]",
            "[\\S]",
            "[\\Q",
            "[\\b]",
            "^",
            "$",
            "\\A",
            "\\z",
            "\\Z",
            "\\b",
            "\\B",
            "\\d",
            "\\D",
            "\\s",
            "\\S",
            "\\w",
            "\\W",
            "\\h",
            "\\R",
            "\\X",
            "\\G",
            "\\k<n>",
            "\\1",
            "\\12",
            "\\0",
            "\\060",
            "\\x41",
            "\\x{62}",
            "\\x{110000}",
            "\\xg",
            "\\v",
            "\\e",
            "\\c",
            "\\C",
            "\\.",
            "\\-",
            "\\_",
            "\\",
            "\\pL",
            "\\p{Lu}",
            "\\P{Ll}",
            "\\p{^L}",
            "\\p{Greek}",
            "\\p{greek}",
            "\\p{Alpha}",
            "\\p{IsGreek}",
            "\\p{Any}",
            "\\p{",
            "\\Qa.\\E",
            "\\Qa*",
            "\\E",
            "\\u0041");

    private static final Pattern FLAGS_BETWEEN_REPETITIONS = Pattern.compile("[*+?}](\\(\\?[a-zA-Z-]*\\))+[*+?{]");

    private static final List<String> LETTERS = List.of(
            "a", "b", "c", "A", "B", "-", "_", ".", "1", "0", " ", "&", "ü", "Ü", "α", "\n", "\u000b", "[", "]", "{");

    private static @Nullable Predicate<String> re2j(String regex) {
        try {
            com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(regex);
            return name -> pattern.matcher(name).matches();
        } catch (com.google.re2j.PatternSyntaxException refused) {
            return null;
        }
    }

    private static @Nullable Predicate<String> ours(String regex) {
        try {
            Pattern pattern = Re2.compile(regex);
            return name -> pattern.matcher(name).matches();
        } catch (PatternSyntaxException refused) {
            return null;
        }
    }

    /** Unicode categories without regard to case, and flags between a repetition and a repetition of that. */
    private static boolean isKnownToDiffer(String regex) {
        return regex.contains("(?i") && regex.toLowerCase(Locale.ROOT).contains("\\p")
                || FLAGS_BETWEEN_REPETITIONS.matcher(regex).find();
    }

    private static String some(Random random, List<String> of, int atMost) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(atMost + 1); left > 0; left--) {
            text.append(of.get(random.nextInt(of.size())));
        }
        return text.toString();
    }

    @Test
    void sameAreRefusedAndSameNamesMatch() {
        Random random = new Random(1);
        int taken = 0;
        int matched = 0;
        for (int i = 0; i < REGEXES; i++) {
            String regex = some(random, PIECES, 8);
            if (isKnownToDiffer(regex)) {
                continue;
            }
            Predicate<String> expected = re2j(regex);
            Predicate<String> ours = ours(regex);
            assertThat(ours == null).as("whether /%s/ is refused", regex).isEqualTo(expected == null);
            if (ours == null || expected == null) {
                continue;
            }
            taken++;
            for (int n = 0; n < NAMES; n++) {
                String name = some(random, LETTERS, 4);
                boolean matches = expected.test(name);
                assertThat(ours.test(name))
                        .as("whether /%s/ matches '%s'", regex, name)
                        .isEqualTo(matches);
                matched += matches ? 1 : 0;
            }
        }
        System.out.println("Our regular expressions against RE2/J's: " + REGEXES + " agree, " + taken + " are taken, "
                + matched + " names match");
        assertThat(taken).isBetween(REGEXES / 20, REGEXES * 19 / 20);
        assertThat(matched).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)",
                "(?!a)",
                "(?<=a)",
                "(?<!a)",
                "(?>a)",
                "a*+",
                "a++",
                "a?+",
                "a{2}+",
                "a{2}{3}",
                "(a)\\1",
                "\\G",
                "\\X",
                "\\R",
                "\\h",
                "\\Z",
                "(?x)a",
                "a{1001}",
                "[[:nope:]]",
                "\\p{Alpha}",
                "(?<n>a)(?<n>b)"
            })
    void whatRe2jHasNotIsRefused(String regex) {
        assertThat(re2j(regex)).isNull();
        assertThat(ours(regex)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[[:alpha:]]+", "[a&&b]+", "[a[b]+", "a{,3}", "(?P<n_1>a)", "\\Qa.\\E", "orders-\\d+", "a**"})
    void commonOnesMeanTheSame(String regex) {
        Predicate<String> expected = re2j(regex);
        Predicate<String> ours = ours(regex);
        for (String name : List.of("a", "b", "&", "[b", "a&b", "a{,3}", "a.", "orders-12", ":", "")) {
            assertThat(ours != null && ours.test(name)).isEqualTo(expected != null && expected.test(name));
        }
    }
}
