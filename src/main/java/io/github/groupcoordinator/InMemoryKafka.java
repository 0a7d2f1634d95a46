package io.github.groupcoordinator;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.fault.Faults;
import io.github.groupcoordinator.fault.UnusedFaultException;
import io.github.groupcoordinator.internal.client.PollingRun;
import io.github.groupcoordinator.internal.client.seam.MakesClients;
import io.github.groupcoordinator.internal.cluster.Interposed;
import io.github.groupcoordinator.internal.cluster.RunningCluster;
import io.github.groupcoordinator.internal.cluster.TestCluster;
import io.github.groupcoordinator.internal.real.RealCluster;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.text.Digest;
import io.github.groupcoordinator.real.RealClusterConfig;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.ObservedGroup;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.StreamsGroupView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster in memory and in virtual time, and the real clients that run on it.
 *
 * <p>Consumers, producers and admin clients made here are Kafka's own, unmodified; they take the application's own
 * configuration. They talk real Kafka protocol to the cluster, without sockets and threads of their own, and every wait
 * of theirs moves the {@link #clock()} instead of the wall clock. The same calls give the same {@link #events()}, byte
 * for byte.
 *
 * <p>One thread at a time may be inside a call of the cluster, its clock or its clients; another that enters meanwhile
 * gets a {@link io.github.groupcoordinator.time.ConcurrentUseException}, unless {@link ApplicationThreads} says
 * otherwise. {@code wakeup()} is allowed from any thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@MakesClients
public final class InMemoryKafka implements AutoCloseable {

    /** The longest wait of {@link #awaitStable(String)}: longer than Kafka's default timeouts take together. */
    private static final Duration DEFAULT_AWAIT = Duration.ofMinutes(15);

    private final TestCluster cluster;
    private final long seed;

    InMemoryKafka(InMemoryKafkaConfig config, Interposed interposed) {
        this.seed = config.seed();
        RealClusterConfig real = config.cluster();
        this.cluster =
                real == null ? RunningCluster.start(config.plan(), interposed) : RealCluster.start(real, config.plan());
    }

    /** Starts a cluster of one broker with Kafka's defaults, without topics. */
    public static InMemoryKafka start() {
        return start(InMemoryKafkaConfig.defaults());
    }

    /**
     * Starts a cluster.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a broker property is unknown or its value is not valid
     * @throws IllegalStateException if the kafka-clients on the class path is not a supported version
     */
    public static InMemoryKafka start(InMemoryKafkaConfig config) {
        return new InMemoryKafka(given(config, "config"), Interposed.NOTHING);
    }

    /** Returns a clock of its own, for several clusters to share, at {@link InMemoryKafkaConfig#DEFAULT_START_TIME}. */
    public static VirtualClock newClock() {
        return newClock(InMemoryKafkaConfig.DEFAULT_START_TIME);
    }

    /** Returns a clock of its own, for several clusters to share. */
    public static VirtualClock newClock(Instant startTime) {
        return new EventLoop(given(startTime, "startTime"));
    }

    /** Returns the clock that this cluster and its clients live by. */
    public VirtualClock clock() {
        return cluster.clock();
    }

    /** Returns what has happened to the cluster's groups so far. */
    public EventLog events() {
        return cluster.events();
    }

    /** Returns the requests that the cluster has served so far, with their responses. */
    public RequestLog requests() {
        return inLoop(
                "requests",
                memory -> new RequestLog(memory.broker().requests(), memory.events(), client -> memory.reference(client)
                        .clientId()));
    }

    /** Returns the faults of this cluster, to declare what shall go wrong. */
    public Faults faults() {
        return cluster.inMemory("faults").faults();
    }

    /** Returns the seed of the cluster's free choices, to replay a run with. */
    public long seed() {
        return seed;
    }

    /**
     * Returns the address of the cluster, for configurations. With a {@link InMemoryKafkaConfig.Builder#listener
     * listener} clients outside of the cluster's own connect to it. Without one it is a name of this cluster only that
     * resolves nowhere: a constructor of Kafka's says so at once.
     */
    public String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    /**
     * Creates a topic, without moving time.
     *
     * @param partitions 1 or more
     * @throws org.apache.kafka.common.errors.ApiException if the name is not valid or taken, or the count below 1
     */
    public void createTopic(String name, int partitions) {
        cluster.createTopic(given(name, "name of a topic"), partitions);
    }

    /**
     * Finds a broker, to stop it, make it hang, or start it again.
     *
     * @param id brokers count up from 0
     * @throws IllegalArgumentException if there is no such broker
     */
    public BrokerHandle broker(int id) {
        return inLoop("broker", memory -> new BrokerHandle(memory.loop(), memory.control(), id));
    }

    /**
     * Finds a partition, to see or change who leads it; internal topics have partitions, too.
     *
     * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if there is no such partition
     */
    public PartitionHandle partition(String topic, int partition) {
        given(topic, "topic");
        return inLoop(
                "partition",
                memory -> new PartitionHandle(memory.loop(), memory.control(), new TopicPartition(topic, partition)));
    }

    /**
     * Finds the partition of {@code __transaction_state} that a transactional id is in: the broker that leads it is the
     * coordinator of its transactions, and fails over with it.
     *
     * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if no such producer was there yet
     */
    public PartitionHandle transactionCoordinator(String transactionalId) {
        given(transactionalId, "transactionalId");
        int partition =
                inLoop("transactionCoordinator", memory -> memory.control().partitionForTransaction(transactionalId));
        return partition(Topic.TRANSACTION_STATE_TOPIC_NAME, partition);
    }

    /** Returns a snapshot of a group; one that does not exist is DEAD, and so is one that no coordinator has loaded. */
    public ObservedGroup group(String groupId) {
        return cluster.group(given(groupId, "groupId"));
    }

    /** Returns a snapshot of a share group (KIP-932); DEAD if it does not exist, or if no coordinator has loaded it. */
    public ShareGroupView shareGroup(String groupId) {
        return cluster.inMemory("shareGroup").shareGroup(given(groupId, "groupId"));
    }

    /** Returns a snapshot of a streams group (KIP-1071); DEAD if it does not exist, or no coordinator has loaded it. */
    public StreamsGroupView streamsGroup(String groupId) {
        return cluster.inMemory("streamsGroup").streamsGroup(given(groupId, "groupId"));
    }

    /** Returns a handle on the coordinator of a group, whether the group exists or not. */
    public Coordinator coordinator(String groupId) {
        RunningCluster memory = cluster.inMemory("coordinator");
        return new Coordinator(given(groupId, "groupId"), memory.broker(), memory.loop(), memory::reference);
    }

    /** Returns the ids of the groups, sorted. */
    public List<String> groupIds() {
        return cluster.groupIds();
    }

    /** Returns, as text, who has subscribed and was never polled, and so has not joined: each client with its group. */
    public List<String> neverPolled() {
        return cluster.neverPolled();
    }

    /** Returns the names of the topics, sorted; internal ones are not among them. */
    public List<String> topicNames() {
        return cluster.topicNames();
    }

    /**
     * Returns the offset that the next record of a partition gets.
     *
     * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if there is no such partition
     */
    public long endOffset(String topic, int partition) {
        return cluster.endOffset(given(topic, "topic"), partition);
    }

    /**
     * Returns the records of all partitions, internal topics included, as text: a line for each batch, with its offsets
     * and compression, each decoded record and each end of a transaction, by topic, partition and offset.
     */
    public List<String> storedRecords() {
        return inLoop("storedRecords", memory -> memory.broker().storedRecords());
    }

    /** Returns the SHA-256 of {@link #storedRecords()}: the same in every run that is the same. */
    public String storedRecordsDigest() {
        return Digest.sha256(String.join("\n", storedRecords()));
    }

    /**
     * Makes a real consumer from the application's own configuration; deserializers as it names them.
     *
     * @throws IllegalArgumentException if {@code bootstrap.servers} names another cluster
     * @throws UnsupportedOperationException if it asks for what is not supported yet, by name
     */
    public <K, V> KafkaConsumer<K, V> consumer(Map<String, ?> config) {
        return cluster.clients().consumer(given(config, "config"), null, null);
    }

    /** Makes a real consumer from the application's own configuration; deserializers as it names them. */
    public <K, V> KafkaConsumer<K, V> consumer(Properties config) {
        return cluster.clients().consumer(given(config, "config"), null, null);
    }

    /** Makes a real consumer with the given deserializers; null means the one that the configuration names. */
    public <K, V> KafkaConsumer<K, V> consumer(
            Map<String, ?> config,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer) {
        return cluster.clients().consumer(given(config, "config"), keyDeserializer, valueDeserializer);
    }

    /** Makes a real consumer with the given deserializers; null means the one that the configuration names. */
    public <K, V> KafkaConsumer<K, V> consumer(
            Properties config, @Nullable Deserializer<K> keyDeserializer, @Nullable Deserializer<V> valueDeserializer) {
        return cluster.clients().consumer(given(config, "config"), keyDeserializer, valueDeserializer);
    }

    /**
     * Makes a real share consumer (KIP-932) from the application's own configuration; deserializers as it names them.
     *
     * @throws IllegalArgumentException if {@code bootstrap.servers} names another cluster
     * @throws UnsupportedOperationException with kafka-clients before 4.1, whose share consumers are an early access
     */
    public <K, V> KafkaShareConsumer<K, V> shareConsumer(Map<String, ?> config) {
        return cluster.clients().shareConsumer(given(config, "config"), null, null);
    }

    /** Makes a real share consumer with the given deserializers; null means the one that the configuration names. */
    public <K, V> KafkaShareConsumer<K, V> shareConsumer(
            Map<String, ?> config,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer) {
        return cluster.clients().shareConsumer(given(config, "config"), keyDeserializer, valueDeserializer);
    }

    /**
     * Makes a real producer from the application's own configuration; serializers as it names them.
     *
     * @throws IllegalArgumentException if {@code bootstrap.servers} names another cluster
     * @throws UnsupportedOperationException if it asks for what is not supported yet, by name
     */
    public <K, V> KafkaProducer<K, V> producer(Map<String, ?> config) {
        return cluster.clients().producer(given(config, "config"), null, null);
    }

    /** Makes a real producer from the application's own configuration; serializers as it names them. */
    public <K, V> KafkaProducer<K, V> producer(Properties config) {
        return cluster.clients().producer(given(config, "config"), null, null);
    }

    /** Makes a real producer with the given serializers; null means the one that the configuration names. */
    public <K, V> KafkaProducer<K, V> producer(
            Map<String, ?> config, @Nullable Serializer<K> keySerializer, @Nullable Serializer<V> valueSerializer) {
        return cluster.clients().producer(given(config, "config"), keySerializer, valueSerializer);
    }

    /** Makes a real producer with the given serializers; null means the one that the configuration names. */
    public <K, V> KafkaProducer<K, V> producer(
            Properties config, @Nullable Serializer<K> keySerializer, @Nullable Serializer<V> valueSerializer) {
        return cluster.clients().producer(given(config, "config"), keySerializer, valueSerializer);
    }

    /** Makes a real admin client with Kafka's defaults. */
    public Admin admin() {
        return cluster.clients().admin(Collections.emptyMap());
    }

    /**
     * Makes a real admin client from the application's own configuration.
     *
     * @throws IllegalArgumentException if {@code bootstrap.servers} names another cluster
     */
    public Admin admin(Map<String, ?> config) {
        return cluster.clients().admin(given(config, "config"));
    }

    /** Makes a real admin client from the application's own configuration. */
    public Admin admin(Properties config) {
        return cluster.clients().admin(given(config, "config"));
    }

    /**
     * Finds what a test can do to one of the cluster's clients from outside.
     *
     * @param client one made here, or a spy, a proxy or a wrapper of it; or its {@code client.id}, as Streams gives it
     * @throws IllegalArgumentException if it is none of this cluster's clients
     */
    public ClientHandle client(Object client) {
        return new ClientHandle(cluster.client(given(client, "client")));
    }

    /** Waits like {@link #awaitStable(String, Duration)}, for at most 15 virtual minutes. */
    public Duration awaitStable(String groupId) {
        return awaitStable(groupId, DEFAULT_AWAIT);
    }

    /**
     * Lets virtual time pass until a group has settled: every live consumer that has subscribed is a member at the
     * current generation and knows its positions, none has to join again, clients and coordinator agree on who owns
     * what, and dead members are gone; in a share group every partition has its state, too, and every member is at the
     * target epoch. A static member whose client is closed or has crashed is not dead within its session timeout: it
     * may come back, as in a rolling restart, and the group keeps its place. (Another overload waits until it is gone.)
     *
     * <p>On a cluster in system time, where members come over the listener, this waits in real time and for at most two
     * minutes.
     *
     * <p>The consumers' group work is done for them (rebalance listeners are called), but no records are delivered and
     * nothing is auto-committed on the test's behalf.
     *
     * @param atMost bound in virtual time
     * @return how much virtual time it took
     * @throws io.github.groupcoordinator.view.GroupNotStableException saying who is missing if the group does not
     *     settle in time, or if nobody has subscribed to it
     */
    public Duration awaitStable(String groupId, Duration atMost) {
        return awaitStable(groupId, atMost, AbsentMembers.STATIC_MAY_COME_BACK);
    }

    /**
     * Waits like {@link #awaitStable(String, Duration)}, and says what becomes of static members that are not there.
     *
     * @param atMost bound in virtual time
     * @return how much virtual time it took
     */
    public Duration awaitStable(String groupId, Duration atMost, AbsentMembers absent) {
        return cluster.awaitStable(
                given(groupId, "groupId"), given(atMost, "atMost"), absent == AbsentMembers.STATIC_MAY_COME_BACK);
    }

    /**
     * Lets virtual time pass while every live consumer is polled in turn, whenever something has happened to it and at
     * least every 100 ms if a poll may find something to do, or as often as {@link
     * InMemoryKafkaConfig.Builder#pollEvery pollEvery} says; {@linkplain #worker workers} handle what they receive
     * themselves. A share consumer in explicit mode waits while records are left that the test did not acknowledge.
     *
     * @return what they received
     */
    public PolledRecords runFor(Duration duration) {
        PolledRecords records = new PolledRecords();
        cluster.run("runFor", given(duration, "duration"), PollingRun.NEVER, records::add);
        return records;
    }

    /**
     * Lets virtual time pass like {@link #runFor} until a condition holds. Records that consumers receive meanwhile are
     * lost to the test, except those of workers.
     *
     * @param atMost bound in virtual time
     * @return whether the condition holds
     */
    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        given(condition, "condition");
        return cluster.run("runUntil", given(atMost, "atMost"), condition, (consumer, records) -> {});
    }

    /**
     * Lets virtual time pass while an action waits for the application's threads, as {@code app::stop} does. With
     * {@link ApplicationThreads#ALLOWED} the instant at which it comes back is not exact.
     *
     * @throws io.github.groupcoordinator.time.VirtualDeadlockException if nothing that is scheduled can end the wait
     * @throws E what the action throws
     */
    public <E extends Exception> void letRun(BlockingAction<E> action) throws E {
        cluster.letRun(action::run);
    }

    /**
     * Starts a simulated application: a consumer in a loop that polls and handles, see {@link Worker}. It is given
     * turns by {@link #runFor} and {@link #runUntil}.
     *
     * @param consumerConfig the application's own, with its deserializers
     */
    public <K, V> Worker<K, V> worker(
            Map<String, ?> consumerConfig, Collection<String> topics, WorkerHandler<K, V> handler) {
        given(handler, "handler");
        return worker(consumerConfig, topics, () -> handler);
    }

    /** Starts a simulated application like the other; each restart gets a handler of its own, as a new process does. */
    public <K, V> Worker<K, V> worker(
            Map<String, ?> consumerConfig, Collection<String> topics, Supplier<WorkerHandler<K, V>> application) {
        given(application, "application");
        return new Worker<>(cluster.worker(
                given(consumerConfig, "consumerConfig"),
                given(topics, "topics"),
                () -> Worker.handledBy(application.get())));
    }

    /**
     * Starts a simulated application of a share group: a share consumer in a loop that polls, handles and acknowledges,
     * see {@link ShareWorker}. It is given turns by {@link #runFor} and {@link #runUntil}.
     *
     * @param consumerConfig the application's own, with its deserializers
     * @throws UnsupportedOperationException with kafka-clients before 4.1
     */
    public <K, V> ShareWorker<K, V> shareWorker(
            Map<String, ?> consumerConfig, Collection<String> topics, ShareWorkerHandler<K, V> handler) {
        given(handler, "handler");
        return shareWorker(consumerConfig, topics, () -> handler);
    }

    /** Starts a simulated application like the other; each restart gets a handler of its own, as a new process does. */
    public <K, V> ShareWorker<K, V> shareWorker(
            Map<String, ?> consumerConfig, Collection<String> topics, Supplier<ShareWorkerHandler<K, V>> application) {
        given(application, "application");
        return new ShareWorker<>(cluster.shareWorker(
                given(consumerConfig, "consumerConfig"),
                given(topics, "topics"),
                () -> ShareWorker.handledBy(consumerConfig, application.get())));
    }

    /**
     * Ends a test that shares the cluster with others, and takes away its faults: throws what {@link #close()} would
     * throw but for open clients, and nothing twice.
     *
     * @throws io.github.groupcoordinator.invariant.InvariantViolation if an invariant was violated since the last call
     * @throws UnusedFaultException if a fault never fired; as suppressed by the other, if both
     */
    public void endOfTest() {
        cluster.endOfTest(LeakedClientException::new);
    }

    /** Deletes all records, as {@code Admin.deleteRecords} does, and the groups without members, between two tests. */
    public void reset() {
        inLoop("reset", memory -> memory.broker().reset());
    }

    private <T> T inLoop(String call, Function<RunningCluster, T> action) {
        RunningCluster memory = cluster.inMemory(call);
        return memory.call(call, () -> action.apply(memory));
    }

    /**
     * Closes every client that is still open, then the cluster. Calling it again does nothing.
     *
     * @throws LeakedClientException if the test left a client open that it had made itself (a crashed one is none)
     * @throws io.github.groupcoordinator.invariant.InvariantViolation if an invariant was violated
     * @throws UnusedFaultException if a fault never fired; both are told, the second as suppressed by the first
     */
    @Override
    public void close() {
        cluster.close(LeakedClientException::new);
    }

    /** Names what is missing; a bare NullPointerException from within the cluster would not. */
    private static <T> T given(T value, String what) {
        return Objects.requireNonNull(value, () -> "The " + what + " is null");
    }

    @Override
    public String toString() {
        return "InMemoryKafka at " + cluster.describe();
    }
}
