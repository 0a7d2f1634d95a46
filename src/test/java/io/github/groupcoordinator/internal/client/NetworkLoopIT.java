package io.github.groupcoordinator.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.gates.KafkaVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code NetworkRounds} runs the rounds of Kafka's ConsumerNetworkThread up to their wait, and does by itself what
 * comes after it. This pins what a round calls, in order, for every supported version: when a release changes it, this
 * fails before our consumers silently differ.
 */
final class NetworkLoopIT {
    /** The calls, reads and creations of a round of each version, in the order of the bytecode. */
    private static final Path KNOWN = Path.of("test", "resources", "network-loop");

    private static final Path FOUND = Path.of("target", "network-loop");
    private static final String INTERNALS = "org/apache/kafka/clients/consumer/internals/";
    private static final String THREAD = INTERNALS + "ConsumerNetworkThread.class";
    private static final String DELEGATE = INTERNALS + "NetworkClientDelegate.class";

    /** The calls after the wait that change anything, in order; the last two came with 4.0. */
    private static final List<String> AFTER_THE_WAIT = List.of(
            "maybePropagateMetadataError",
            "checkDisconnects",
            "cachedMaximumTimeToWait",
            "reapExpiredApplicationEvents",
            "uncompletedEvents",
            "maybeFailOnMetadataError");

    @ParameterizedTest
    @MethodSource("jars")
    void afterItsWaitARoundDoesWhatWeDo(Path jar) throws IOException {
        List<String> calls = afterTheWait(round(jar));
        assertThat(calls)
                .as("rounds of %s", jar.getFileName())
                .isEqualTo(AFTER_THE_WAIT.subList(0, calls.size()))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everythingThatARoundNamesIsWhatItWas(Path jar) throws IOException {
        String listing = KafkaVersions.of(jar) + ".txt";
        Path found = Files.createDirectories(FOUND).resolve(listing);
        Files.write(found, round(jar));

        assertThat(Files.readAllLines(found))
                .as(
                        "rounds of %s. Where NetworkRounds still ends them, keep what was found: cp src/%s src/%s",
                        jar.getFileName(), found, KNOWN)
                .isEqualTo(Files.readAllLines(KNOWN.resolve(listing)));
    }

    @Test
    void changedRoundWouldBeNoticed() throws IOException {
        List<String> calls = round(KafkaVersions.jar(KafkaVersions.judge()));
        calls.remove("checkDisconnects");
        assertThat(calls).isNotEqualTo(Files.readAllLines(KNOWN.resolve(KafkaVersions.judge() + ".txt")));
        assertThat(afterTheWait(calls)).isNotEqualTo(AFTER_THE_WAIT);
    }

    static List<Path> jars() {
        return KafkaVersions.jars();
    }

    /** Returns what the poll of the network names, then what the round around it does. */
    private static List<String> round(Path jar) throws IOException {
        List<String> calls = new ArrayList<>(Bytecode.calls(jar, DELEGATE, "poll", pollOf(jar)));
        calls.addAll(Bytecode.calls(jar, THREAD, "runOnce", "()V"));
        return calls;
    }

    private static String pollOf(Path jar) throws IOException {
        // Since 4.2 with whether the client is closing, where the shorter one calls it.
        return Bytecode.calls(jar, DELEGATE, "poll", "(JJ)V").contains("trySend") ? "(JJ)V" : "(JJZ)V";
    }

    private static List<String> afterTheWait(List<String> calls) {
        List<String> after = new ArrayList<>(calls);
        after.retainAll(AFTER_THE_WAIT);
        return after;
    }
}
