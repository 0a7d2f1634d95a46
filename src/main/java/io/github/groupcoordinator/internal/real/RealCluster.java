package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.client.ClientMaker;
import io.github.groupcoordinator.internal.cluster.Application;
import io.github.groupcoordinator.internal.cluster.ApplicationPart;
import io.github.groupcoordinator.internal.cluster.ClusterPlan;
import io.github.groupcoordinator.internal.cluster.RunningCluster;
import io.github.groupcoordinator.internal.cluster.RunningWorker;
import io.github.groupcoordinator.internal.cluster.TestCluster;
import io.github.groupcoordinator.internal.cluster.Workers;
import io.github.groupcoordinator.internal.journal.GroupWithHistory;
import io.github.groupcoordinator.internal.thread.ThreadMode;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.real.RealClusterConfig;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.ObservedGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A real cluster that one test, or one class of tests, uses: its parts, and its end. */
public final class RealCluster implements TestCluster {
    private final RealClusterConfig config;
    private final ClusterPlan plan;
    private final Refusals refusals;
    private final RealClock clock;
    private final Journal journal;
    private final RealClients clients;
    private final RealGroups groups;
    private final Rounds rounds;
    private final ClusterAdmin admin;
    private final Ledger ledger;
    private final Belongings belongings;
    private final ClientMaker ofApplication;
    private final Family family;
    private boolean closed;

    private RealCluster(RealClusterConfig config, ClusterPlan plan, ClusterAdmin admin, Refusals refusals) {
        this.config = config;
        this.plan = plan;
        this.refusals = refusals;
        this.admin = admin;
        List<Node> brokers = admin.connect();
        new Preconditions(plan, refusals).requireMet(brokers, admin);
        this.clock = new RealClock(refusals);
        this.clients = new RealClients(config.bootstrapServers(), config.clientProperties());
        this.journal = new Journal(clock, clients::reference, refusals);
        this.groups = new RealGroups(admin, clients);
        this.rounds = new Rounds(clients, plan.polls().every());
        this.ofApplication = clients.ofApplication();
        this.family = Family.ofThisTest(config.bootstrapServers());
        this.ledger = new Ledger(admin, config.clientProperties());
        try {
            ledger.open();
            if (config.deletesLeftovers()) {
                new Leftovers(admin, ledger).delete();
            }
            this.belongings = new Belongings(admin, ledger);
            clients.in(new Scene(journal, refusals, admin, belongings));
            createTopics();
        } catch (RuntimeException | Error e) {
            family.close(ofApplication, false);
            ledger.close();
            throw e;
        }
        if (plan.threads() != ThreadMode.REFUSED) {
            family.open(ofApplication);
        }
    }

    private void createTopics() {
        try {
            belongings.create(plan.topics());
        } catch (RuntimeException | Error e) {
            List<Throwable> failures = new ArrayList<>();
            belongings.takeAway(failures);
            failures.forEach(e::addSuppressed);
            throw e;
        }
    }

    /**
     * Takes a cluster up for a test: creates its topics.
     *
     * @throws io.github.groupcoordinator.real.NotPortableException if the plan wants what the cluster is not
     * @throws org.apache.kafka.common.KafkaException if the cluster can't be reached, is too old, does not let the
     *     tests in, or has one of the topics already
     */
    public static RealCluster start(RealClusterConfig config, ClusterPlan plan) {
        Refusals refusals = new Refusals(config.longestWait());
        new Preconditions(plan, refusals).requirePossible();
        ClusterAdmin admin = new ClusterAdmin(config.bootstrapServers(), config.clientProperties());
        try {
            return new RealCluster(config, plan, admin, refusals);
        } catch (RuntimeException | Error e) {
            admin.close();
            throw e;
        }
    }

    @Override
    public RunningCluster inMemory(String call) {
        throw refusals.notPortable("InMemoryKafka." + call, "only a cluster in memory can answer it");
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public EventLog events() {
        return journal.log();
    }

    @Override
    public String bootstrapServers() {
        return config.bootstrapServers();
    }

    @Override
    public ClientMaker clients() {
        requireOpen("a client");
        return clients;
    }

    @Override
    public RealClient client(Object client) {
        boolean mayBeUnknown = plan.threads() == ThreadMode.REFUSED && plan.door() != null;
        if (mayBeUnknown && !clients.knows(client)) {
            throw refusals.notPortable(
                    "InMemoryKafka.client of a client that the application made itself",
                    "nobody stands between it and its sockets");
        }
        return clients.require(client);
    }

    @Override
    public List<String> neverPolled() {
        return clients.driven().stream()
                .filter(consumer -> consumer.isSubscribed() && !consumer.wasPolled())
                .map(RealClient::describe)
                .toList();
    }

    @Override
    public void createTopic(String name, int partitions) {
        Map<String, Integer> topic = new TreeMap<>();
        topic.put(name, partitions);
        belongings.create(topic);
    }

    @Override
    public ObservedGroup group(String groupId) {
        GroupView group = groups.group(groupId);
        return new GroupWithHistory(group, RealTime.now(), groups.endOffsets(group), journal.log());
    }

    /** Returns those of the test. */
    @Override
    public List<String> groupIds() {
        List<String> ids = new ArrayList<>(admin.groupIds());
        ids.retainAll(belongings.groups());
        return ids;
    }

    /** Returns those that were not there before the test. */
    @Override
    public List<String> topicNames() {
        List<String> names = new ArrayList<>(admin.topicNames());
        names.removeAll(belongings.topicsBefore());
        return names;
    }

    @Override
    public long endOffset(String topic, int partition) {
        TopicPartition asked = new TopicPartition(topic, partition);
        Long end = admin.endOffsets(List.of(asked)).get(asked);
        if (end == null) {
            throw new UnknownTopicOrPartitionException("There is no " + asked + "; the topics are " + topicNames());
        }
        return end;
    }

    @Override
    public Duration awaitStable(String groupId, Duration atMost, boolean staticMembersMayComeBack) {
        boolean othersMayCome = plan.threads() != ThreadMode.REFUSED || plan.door() != null;
        return new RealStability(admin, clients, groups, othersMayCome)
                .await(groupId, bounded(atMost), staticMembersMayComeBack);
    }

    private Duration bounded(Duration atMost) {
        return atMost.compareTo(refusals.longestWait()) > 0 ? refusals.longestWait() : atMost;
    }

    @Override
    public boolean run(String call, Duration atMost, BooleanSupplier condition, Workers.Received received) {
        if (call.equals("runFor")) {
            refusals.requireBearable("InMemoryKafka." + call, atMost);
        }
        boolean holds = rounds.run(bounded(atMost), condition, received);
        if (!holds) {
            refusals.requireBearable("InMemoryKafka." + call, atMost);
        }
        return holds;
    }

    @Override
    public <E extends Exception> void letRun(ApplicationPart.Waiting<E> action) throws E {
        action.run();
    }

    @Override
    public <K, V> RunningWorker<KafkaConsumer<K, V>> worker(
            Map<String, ?> given,
            Collection<String> topics,
            Supplier<Application<KafkaConsumer<K, V>, K, V>> application) {
        Function<Map<String, Object>, KafkaConsumer<K, V>> consumers = each -> clients.consumer(each, null, null);
        return rounds.add(new RealWorker<>(clients, journal, consumers, given, topics, application));
    }

    @Override
    public <K, V> RunningWorker<KafkaShareConsumer<K, V>> shareWorker(
            Map<String, ?> given,
            Collection<String> topics,
            Supplier<Application<KafkaShareConsumer<K, V>, K, V>> application) {
        Function<Map<String, Object>, KafkaShareConsumer<K, V>> consumers =
                each -> clients.shareConsumer(each, null, null);
        return rounds.add(new RealWorker<>(clients, journal, consumers, given, topics, application));
    }

    @Override
    public void endOfTest(Function<String, RuntimeException> leakedClients) {
        refusals.throwIfAny();
        throwFirst(deadWorkers());
    }

    /** Returns an exception for each that died and that nobody has been told of. */
    private List<Throwable> deadWorkers() {
        List<Throwable> dead = new ArrayList<>();
        for (RealWorker<?, ?, ?> worker : rounds.workers()) {
            worker.takeUnseenFailure()
                    .ifPresent(failure -> dead.add(new IllegalStateException(
                            worker + " died of " + failure + ". If that is meant to happen, ask for its failure().",
                            failure)));
        }
        return dead;
    }

    @Override
    public void close(Function<String, RuntimeException> leakedClients) {
        if (closed) {
            return;
        }
        closed = true;
        family.close(ofApplication, clients.all().stream().anyMatch(RealClient::isLeftByApplication));
        List<Throwable> failures = new ArrayList<>();
        rounds.workers().forEach(worker -> attempt(failures, worker::end));
        List<RealClient> leaked = new ArrayList<>();
        for (RealClient client : clients.all()) {
            if (client.isLeaked()) {
                leaked.add(client);
            }
            attempt(failures, client::closeQuietly);
        }
        if (!leaked.isEmpty() && !plan.relaxed().contains(Invariant.CLIENTS_CLOSED)) {
            failures.add(leakedClients.apply(describe(leaked)));
        }
        failures.addAll(deadWorkers());
        belongings.takeAway(failures);
        attempt(failures, ledger::close);
        admin.close();
        refusals.throwIfAny();
        throwFirst(failures);
    }

    private static void attempt(List<Throwable> failures, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private static String describe(List<RealClient> leaked) {
        StringBuilder text = new StringBuilder("The test left clients open; close each, best with try-with-resources:");
        leaked.forEach(client -> text.append("\n  - ")
                .append(client.describe())
                .append(" made at ")
                .append(client.madeAt()));
        return text.toString();
    }

    private static void throwFirst(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.get(0);
        failures.subList(1, failures.size()).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(what + " was asked for on a cluster that has been closed");
        }
    }

    @Override
    public String describe() {
        return config.bootstrapServers() + ", a real cluster, at " + RealTime.now();
    }
}
