package io.github.groupcoordinator.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.gates.KafkaVersions;
import io.github.groupcoordinator.internal.client.async.AsyncConsumer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A consumer of the consumer protocol must nowhere wait in real time. This pins where its code waits, in every
 * supported version that has it: each of these is a wait that {@link AsyncConsumer} and its parts end in virtual time.
 * When a release waits elsewhere, this fails before a test of somebody's hangs.
 */
final class AsyncWaitsIT {
    private static final String INTERNALS = "org/apache/kafka/clients/consumer/internals/";

    /** The classes of which a consumer of the consumer protocol is made. */
    private static final Pattern CLASSES = Pattern.compile(INTERNALS
            + "(AsyncKafkaConsumer|ConsumerNetworkThread|NetworkClientDelegate|FetchBuffer|FetchCollector|WakeupTrigger"
            + "|[A-Za-z]*RequestManagers?|Abstract(Membership|Fetch)[A-Za-z]*|ConsumerMembershipManager"
            + "|OffsetFetcherUtils"
            + "|OffsetCommitCallbackInvoker|ConsumerRebalanceListenerInvoker|events/[A-Za-z]*)(\\$.*)?\\.class");

    private static final Pattern OTHERS = Pattern.compile(".*(Share|Streams)[A-Za-z]*(\\$.*)?\\.class");

    /**
     * The calls that block a thread: of the JDK, of Kafka's clock, and the method in which Kafka waits for a future.
     */
    private static final Pattern WAITS = Pattern.compile("(java/lang/Object\\.wait|[A-Za-z/]*Thread\\.(join|sleep)"
            + "|java/util/concurrent/(Completable)?Future\\.(get|join)"
            + "|java/util/concurrent/(CountDownLatch|locks/Condition)\\.await[A-Za-z]*"
            + "|java/util/concurrent/locks/LockSupport\\.park[A-Za-z]*"
            + "|java/util/concurrent/(Linked)?BlockingQueue\\.(take|put|poll\\(J)"
            + "|org/apache/kafka/common/utils/Time\\.(waitObject|sleep|waitForFuture)"
            + "|" + INTERNALS + "ConsumerUtils\\.getResult).*");

    private static final List<String> SINCE_4_0 = List.of(
            "AsyncKafkaConsumer.awaitPendingAsyncCommitsAndExecuteCommitCallbacks ConsumerUtils.getResult",
            "AsyncKafkaConsumer.commit ConsumerUtils.getResult",
            "AsyncKafkaConsumer.commitSync ConsumerUtils.getResult",
            "AsyncKafkaConsumer.processBackgroundEvents ConsumerUtils.getResult",
            "ConsumerNetworkThread.closeInternal ConsumerNetworkThread.join",
            "events/ApplicationEventHandler.addAndGet ConsumerUtils.getResult");

    /** A poll waits for records, and for the network thread to have looked whether it must give partitions up. */
    private static final List<String> POLL_IN_4_0 =
            List.of("AsyncKafkaConsumer.poll ConsumerUtils.getResult", "FetchBuffer.awaitNotEmpty Condition.await");

    private static final List<String> POLL_SINCE_4_2 = List.of(
            "AsyncKafkaConsumer.collectFetch ConsumerUtils.getResult", "FetchBuffer.awaitWakeup Condition.await");

    @ParameterizedTest
    @MethodSource("jars")
    void whereTheConsumerWaitsIsKnown(Path jar) throws IOException {
        String version = KafkaVersions.of(jar);
        List<String> expected = new ArrayList<>(SINCE_4_0);
        expected.addAll(version.compareTo("4.2") < 0 ? POLL_IN_4_0 : POLL_SINCE_4_2);
        if (version.compareTo("4.2") > 0) {
            // For the network thread to have started; it is held only after that.
            expected.add("ConsumerNetworkThread.start CountDownLatch.await");
        }
        assertThat(waits(jar)).as("waits of kafka-clients %s", version).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void waitOfAnotherKindWouldBeNoticed() {
        assertThat("java/util/concurrent/CompletableFuture.get").matches(WAITS);
        assertThat("java/util/concurrent/locks/Condition.awaitNanos").matches(WAITS);
        assertThat("java/util/concurrent/BlockingQueue.poll(JLjava/util/concurrent/TimeUnit;)")
                .matches(WAITS);
        assertThat("java/util/concurrent/BlockingQueue.poll()").doesNotMatch(WAITS);
    }

    static List<Path> jars() {
        return KafkaVersions.jars().stream()
                .filter(jar -> !KafkaVersions.of(jar).startsWith("3."))
                .toList();
    }

    private static Set<String> waits(Path jar) throws IOException {
        Set<String> waits = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Enumeration<JarEntry> entries = file.entries();
            for (JarEntry entry : Collections.list(entries)) {
                if (CLASSES.matcher(entry.getName()).matches()
                        && !OTHERS.matcher(entry.getName()).matches()) {
                    try (InputStream bytes = file.getInputStream(entry)) {
                        ClassNode node = new ClassNode();
                        new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG);
                        node.methods.forEach(method -> collect(node, method, waits));
                    }
                }
            }
        }
        return waits;
    }

    private static void collect(ClassNode type, MethodNode method, Set<String> waits) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof MethodInsnNode call
                    && WAITS.matcher(call.owner + "." + call.name + call.desc).matches()) {
                waits.add(type.name.substring(INTERNALS.length()) + "." + method.name + " "
                        + call.owner.substring(call.owner.lastIndexOf('/') + 1) + "." + call.name);
            }
        }
    }
}
