package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.client.ClientMaker;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.ObservedGroup;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * The cluster behind an {@code InMemoryKafka}: one in memory, or a real one. What both can do stands here; the rest is
 * asked of {@link #inMemory}, which a real one refuses by name.
 */
public interface TestCluster {

    /**
     * Returns the cluster as one in memory, for a call that has no counterpart elsewhere.
     *
     * @param call the call, as the test knows it
     */
    RunningCluster inMemory(String call);

    /** Returns the clock that the cluster and its clients live by. */
    VirtualClock clock();

    /** Returns what has happened so far. */
    EventLog events();

    /** Returns where clients connect to. */
    String bootstrapServers();

    /** Returns the maker of clients. */
    ClientMaker clients();

    /** Returns what a test can do to a client from outside. */
    ControlledClient client(Object client);

    /** Returns the consumers that have subscribed and were never polled, for messages. */
    List<String> neverPolled();

    /** Creates a topic. */
    void createTopic(String name, int partitions);

    /** Returns a snapshot of a group, with what led to it. */
    ObservedGroup group(String groupId);

    /** Returns the ids of the groups, sorted. */
    List<String> groupIds();

    /** Returns the names of the topics that are not internal, sorted. */
    List<String> topicNames();

    /** Returns the offset that the next record of a partition gets. */
    long endOffset(String topic, int partition);

    /** Lets time pass until a group has settled; returns how much. */
    Duration awaitStable(String groupId, Duration atMost, boolean staticMembersMayComeBack);

    /** Lets time pass while consumers are polled and workers get turns; returns whether the condition holds. */
    boolean run(String call, Duration atMost, BooleanSupplier condition, Workers.Received received);

    /** Lets time pass while an action waits for the application's threads. */
    <E extends Exception> void letRun(ApplicationPart.Waiting<E> action) throws E;

    /** Starts a simulated application with a consumer. */
    <K, V> RunningWorker<KafkaConsumer<K, V>> worker(
            Map<String, ?> config,
            Collection<String> topics,
            Supplier<Application<KafkaConsumer<K, V>, K, V>> application);

    /** Starts a simulated application with a share consumer. */
    <K, V> RunningWorker<KafkaShareConsumer<K, V>> shareWorker(
            Map<String, ?> config,
            Collection<String> topics,
            Supplier<Application<KafkaShareConsumer<K, V>, K, V>> application);

    /** Throws what went wrong in a test that shares the cluster with later ones, and begins anew. */
    void endOfTest(Function<String, RuntimeException> leakedClients);

    /**
     * Closes every client that is still open, then the cluster, and throws what went wrong. Calling it again does
     * nothing.
     *
     * @param leakedClients makes the exception for clients that were left open, of its message
     */
    void close(Function<String, RuntimeException> leakedClients);

    /** Returns where it is and what time it has, for messages. */
    String describe();
}
