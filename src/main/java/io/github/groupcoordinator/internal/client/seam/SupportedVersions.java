package io.github.groupcoordinator.internal.client.seam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;

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
        check(present());
    }

    /**
     * Returns the version that the kafka-clients jar states of itself; the class that parses it for Kafka moved in 4.4.
     */
    public static String present() {
        return Present.VERSION;
    }

    /** Read once: a class path does not change, and to read from a jar takes a while. */
    private static final class Present {
        private static final String VERSION = read();
    }

    private static String read() {
        Properties stated = new Properties();
        try (InputStream in = KafkaConsumer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (in != null) {
                stated.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stated.getProperty("version", "of unknown version");
    }

    /** Returns whether the kafka-clients present have share consumers (KIP-932) that speak what Kafka 4.3 serves. */
    public static boolean haveShareConsumers() {
        return isAtLeast(4, 1);
    }

    /** Returns whether the kafka-clients jar on the class path is of that version or newer. */
    public static boolean isAtLeast(int major, int minor) {
        return number(present()) >= number(major + "." + minor + ".0");
    }

    /** Returns a version as a number that can be compared; 0 for what is none. */
    private static int number(String version) {
        Matcher parts = MAJOR_MINOR.matcher(version + ".");
        return parts.matches() ? Integer.parseInt(parts.group(1)) * 100 + Integer.parseInt(parts.group(2)) : 0;
    }

    public static void check(String version) {
        int number = number(version);
        if (number >= FIRST && number <= LAST) {
            return;
        }
        throw new IllegalStateException("kafka-clients " + version + " is on the class path; this library runs "
                + "kafka-clients " + RANGE + ". Depend on one of those in your tests, or run against a real broker.");
    }
}
