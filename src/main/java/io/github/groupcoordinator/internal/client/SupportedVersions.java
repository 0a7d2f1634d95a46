package io.github.groupcoordinator.internal.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/** The versions of kafka-clients that this library knows from the inside. */
public final class SupportedVersions {

    /** Shown in messages. */
    static final String RANGE = "3.9 to 4.4";

    private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
    private static final int FIRST = 309;
    private static final int LAST = 404;

    private SupportedVersions() {}

    /**
     * Checks the kafka-clients jar on the class path.
     *
     * @throws IllegalStateException naming its version and the supported range if it is outside
     */
    public static void check() {
        check(AppInfoParser.getVersion());
    }

    static void check(String version) {
        Matcher parts = MAJOR_MINOR.matcher(version + ".");
        if (parts.matches()) {
            int number = Integer.parseInt(parts.group(1)) * 100 + Integer.parseInt(parts.group(2));
            if (number >= FIRST && number <= LAST) {
                return;
            }
        }
        throw new IllegalStateException("kafka-clients " + version + " is on the class path; this library runs "
                + "kafka-clients " + RANGE + ". Depend on one of those in your tests, or run against a real broker.");
    }
}
