package io.github.groupcoordinator.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.gates.KafkaVersions;
import io.github.groupcoordinator.internal.client.classic.HeartbeatActor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link HeartbeatActor} mirrors the loop of Kafka's heartbeat thread. This pins what that loop calls, in order, for
 * every supported version: when a release changes it, this fails before our heartbeats silently differ.
 */
final class HeartbeatLoopIT {
    /** The calls, reads and creations of the loop of each version, in the order of the bytecode. */
    private static final Path KNOWN = Path.of("test", "resources", "heartbeat-loop");

    private static final Path FOUND = Path.of("target", "heartbeat-loop");
    private static final String THREAD =
            "org/apache/kafka/clients/consumer/internals/AbstractCoordinator$HeartbeatThread.class";
    private static final String LISTENER =
            "org/apache/kafka/clients/consumer/internals/AbstractCoordinator$HeartbeatThread$1.class";

    /** The calls that decide something, in the order of the bytecode; 3.9 reaches private ones by accessors instead. */
    private static final List<String> LOOP = List.of(
            "wait",
            "hasNotJoinedGroup",
            "disable",
            "pollNoWakeup",
            "milliseconds",
            "coordinatorUnknown",
            "lookupCoordinator",
            "wait",
            "sessionTimeoutExpired",
            "markCoordinatorUnknown",
            "pollTimeoutExpired",
            "handlePollTimeoutExpiry",
            "shouldHeartbeat",
            "wait",
            "sentHeartbeat",
            "sendHeartbeatRequest",
            "addListener");

    private static final List<String> OUTCOME = List.of(
            "org/apache/kafka/common/errors/RebalanceInProgressException",
            "receiveHeartbeat",
            "org/apache/kafka/common/errors/FencedInstanceIdException",
            "failHeartbeat",
            "notify");

    @ParameterizedTest
    @MethodSource("jars")
    void loopIsTheOneThatWeMirror(Path jar) throws IOException {
        List<String> calls = Bytecode.calls(jar, THREAD, "run", "()V");
        calls.retainAll(LOOP);
        assertThat(calls).as("HeartbeatThread.run of %s", jar.getFileName()).containsExactlyElementsOf(LOOP);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void outcomeOfAHeartbeatIsHandledAsWeMirrorIt(Path jar) throws IOException {
        List<String> calls = Bytecode.calls(jar, LISTENER, "onFailure", "(Ljava/lang/RuntimeException;)V");
        calls.retainAll(OUTCOME);
        assertThat(calls).as("heartbeat listener of %s", jar.getFileName()).startsWith(OUTCOME.get(0), OUTCOME.get(1));
        assertThat(calls).containsSequence(OUTCOME.subList(2, 3)).endsWith("failHeartbeat", "notify");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everythingThatTheLoopNamesIsWhatItWas(Path jar) throws IOException {
        String listing = KafkaVersions.of(jar) + ".txt";
        Path found = Files.createDirectories(FOUND).resolve(listing);
        Files.write(found, Bytecode.calls(jar, THREAD, "run", "()V"));

        assertThat(Files.readAllLines(found))
                .as(
                        "HeartbeatThread.run of %s. Where %s still mirrors it, keep what was found: cp src/%s src/%s",
                        jar.getFileName(), HeartbeatActor.class.getSimpleName(), found, KNOWN)
                .isEqualTo(Files.readAllLines(KNOWN.resolve(listing)));
    }

    @Test
    void changedLoopWouldBeNoticed() throws IOException {
        List<String> calls = Bytecode.calls(KafkaVersions.jar(KafkaVersions.judge()), THREAD, "run", "()V");
        calls.remove("pollTimeoutExpired");
        assertThat(calls).isNotEqualTo(Files.readAllLines(KNOWN.resolve(KafkaVersions.judge() + ".txt")));
        calls.retainAll(LOOP);
        assertThat(calls).isNotEqualTo(LOOP);
    }

    static List<Path> jars() {
        return KafkaVersions.jars();
    }
}
