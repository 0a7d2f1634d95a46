package io.github.groupcoordinator.kraft.share;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault of our share partition: a piece of its source that is replaced.
 *
 * @param rule the rule of Kafka that it breaks
 * @param file the class
 * @param original the piece, which is there exactly once
 */
record Mutant(String rule, String file, String original, String replacement) {

    String applyTo(String source) throws IOException {
        // The formatter may have broken a line anywhere between two words.
        String pattern =
                Arrays.stream(original.trim().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s*"));
        Matcher matcher = Pattern.compile(pattern).matcher(source);
        if (!matcher.find()) {
            throw new IOException("expected to find in " + file + ": " + original);
        }
        String changed = source.substring(0, matcher.start()) + replacement + source.substring(matcher.end());
        if (matcher.find()) {
            throw new IOException("expected to find once in " + file + ": " + original);
        }
        return changed;
    }
}
