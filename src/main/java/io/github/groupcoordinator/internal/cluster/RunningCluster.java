package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.fault.Faults;
import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.ClusterControl;
import io.github.groupcoordinator.internal.broker.ShareSurroundings;
import io.github.groupcoordinator.internal.broker.Surroundings;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.ClusterShape;
import io.github.groupcoordinator.internal.client.Clients;
import io.github.groupcoordinator.internal.client.ClusterNumbers;
import io.github.groupcoordinator.internal.client.GroupStability;
import io.github.groupcoordinator.internal.client.MadeClients;
import io.github.groupcoordinator.internal.client.OutsideClients;
import io.github.groupcoordinator.internal.client.Unrest;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientSettings;
import io.github.groupcoordinator.internal.client.seam.StreamsInstance;
import io.github.groupcoordinator.internal.fault.DeclaredFaults;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.journal.GroupWithHistory;
import io.github.groupcoordinator.internal.journal.ShareGroupWithHistory;
import io.github.groupcoordinator.internal.journal.StreamsGroupWithHistory;
import io.github.groupcoordinator.internal.journal.UndeclaredTopics;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Watchdog;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.ClientRef;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.ObservedGroup;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.StreamsGroupView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.internals.Topic;

/**
 * A cluster that runs: its parts, made from a plan each after those that it needs, the calls that go to several of
 * them, and its end.
 */
public final class RunningCluster implements TestCluster {
    private static final long BETWEEN_LOOKS_MS = 20;

    private final EventLoop loop;
    private final EventLog events;
    private final Broker broker;
    private final MadeClients made;
    private final Clients clients;
    private final Workers workers;
    private final Unrest unrest;
    private final ClusterTimers timers;
    private final Listening listening;
    private final ApplicationPart application;
    private final DeclaredFaults faults;
    private final Watch watch;
    private final String bootstrapServers;
    private final int number;
    private volatile boolean closed;

    private RunningCluster(ClusterPlan plan, Interposed interposed, BegunParts begun) {
        long seed = plan.time().seed();
        EventLoop onLoop = Listening.loopOf(plan.time(), plan.door());
        this.loop = onLoop;
        ApplicationPart ofApplication = ApplicationPart.of(plan, loop);
        begun.add(ofApplication::abandon);
        this.application = ofApplication;
        ClusterTimers ofCluster = new ClusterTimers(loop);
        begun.add(ofCluster::close);
        this.timers = ofCluster;
        this.unrest = new Unrest(loop);
        this.made = new MadeClients(seed, plan.polls());
        this.events = new EventLog(loop, made::reference);
        this.watch = new Watch(plan.relaxed(), loop, timers, events, unrest, made);
        this.workers = new Workers(loop, made, watch, unrest);
        MadeClients clientsOfFaults = made;
        this.faults = new DeclaredFaults(
                seed,
                client -> clientsOfFaults.require(client).clientId(),
                (call, action) -> Calls.run(onLoop, call, action),
                id -> requireBroker(id, plan.brokers()));
        BrokerConfig config = BrokerConfig.of(plan.brokerProperties())
                .with(new ClusterShape(
                        plan.brokers(), plan.coordinatorLoadTime().toMillis(), seed));
        config.unread().tell();
        this.broker = new Broker(config, timers, surroundings(plan, interposed));
        watch.judgeShareGroupsBy(broker.shareFacts());
        // A cluster that is in use has it; on a fresh one the first client would run into a retry that no test is
        // about.
        broker.createConsumerOffsets();
        plan.topics().forEach(broker::createTopic);
        BrokerNetwork network = new BrokerNetwork(broker);
        // From here on other threads are about.
        Listening open = Listening.open(plan.door(), config, broker, loop);
        begun.add(open::close);
        this.listening = open;
        int taken = ClusterNumbers.take();
        begun.add(() -> ClusterNumbers.release(taken));
        this.number = taken;
        this.bootstrapServers = listening.bootstrapServers(ClusterAddress.of(number, broker.nodes()));
        ClientSettings settings = new ClientSettings(network.bootstrapServers(), bootstrapServers);
        this.clients = new Clients(loop, timers, network, watch, settings, made);
        clients.tellResets(new PositionEvents(loop, watch, broker));
        application.findable(clients, bootstrapServers);
        application.tellOverlaps(watch);
    }

    private Surroundings surroundings(ClusterPlan plan, Interposed interposed) {
        Watch watching = watch;
        FaultSource declared = faults;
        EventLoop onLoop = loop;
        Workers ofPlan = workers;
        return new Surroundings(
                watching::happened,
                onLoop::fail,
                control -> interposed
                        .aroundTheFaults()
                        .apply(PlannedFaults.of(
                                plan.run(), declared, new PlannedFaults.Scene(onLoop, watching, ofPlan, control))),
                (log, endOffset) -> interposed.aroundTheLog().apply(watching.around(log, endOffset)),
                watching.parked(),
                ShareSurroundings.NONE);
    }

    private static void requireBroker(int id, int brokers) {
        if (id < 0 || id >= brokers) {
            throw new IllegalArgumentException("There is no broker " + id + "; the brokers are "
                    + IntStream.range(0, brokers).boxed().toList());
        }
    }

    /** Starts a cluster, or leaves the JVM as it was. */
    public static RunningCluster start(ClusterPlan plan, Interposed interposed) {
        BegunParts begun = new BegunParts();
        try {
            return new RunningCluster(plan, interposed, begun);
        } catch (RuntimeException | Error e) {
            begun.end(e);
            throw e;
        }
    }

    /** Makes one call of the test, named as the test knows it. */
    public <T> T call(String call, Supplier<T> action) {
        return Calls.ask(loop, "InMemoryKafka." + call, () -> {
            if (closed) {
                throw new IllegalStateException(call + " was called on a cluster that has been closed");
            }
            listening.throwIfFailed();
            return action.get();
        });
    }

    /** Returns the loop on which everything happens. */
    public EventLoop loop() {
        return loop;
    }

    @Override
    public RunningCluster inMemory(String call) {
        return this;
    }

    @Override
    public VirtualClock clock() {
        return loop;
    }

    @Override
    public EventLog events() {
        return events;
    }

    /** Returns the broker side. */
    public Broker broker() {
        return broker;
    }

    /** Returns what moves leaders, and stops and starts brokers. */
    public ClusterControl control() {
        return broker.control();
    }

    @Override
    public Clients clients() {
        return clients;
    }

    /** Returns the faults that the test declares. */
    public Faults faults() {
        return faults;
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns how events name a client. */
    public ClientRef reference(Object client) {
        return made.reference(client);
    }

    @Override
    public List<String> neverPolled() {
        return call("neverPolled", made::neverPolled);
    }

    @Override
    public ClientControl client(Object client) {
        return new ClientControl(loop, made.require(client), watch);
    }

    @Override
    public void createTopic(String name, int partitions) {
        call("createTopic", () -> {
            broker.createTopic(name, partitions);
            return name;
        });
    }

    @Override
    public List<String> groupIds() {
        return call("groupIds", broker::groupIds);
    }

    @Override
    public List<String> topicNames() {
        return call("topicNames", () -> broker.topicNames().stream()
                .filter(name -> !Topic.isInternal(name))
                .sorted()
                .toList());
    }

    @Override
    public long endOffset(String topic, int partition) {
        return call("endOffset", () -> broker.endOffset(topic, partition));
    }

    @Override
    public ObservedGroup group(String groupId) {
        return call("group", () -> {
            GroupView group = broker.group(groupId);
            return new GroupWithHistory(group, loop.now(), EndOffsets.of(group, broker), events);
        });
    }

    /** Returns a snapshot of a share group, with what led to it. */
    public ShareGroupView shareGroup(String groupId) {
        return call(
                "shareGroup",
                () -> new ShareGroupWithHistory(
                        broker.group(groupId), loop.now(), broker.sharePartitions(groupId), events));
    }

    /** Returns a snapshot of a streams group, with what led to it. */
    public StreamsGroupView streamsGroup(String groupId) {
        return call(
                "streamsGroup",
                () -> new StreamsGroupWithHistory(
                        broker.group(groupId),
                        broker.streamsMembers(groupId),
                        loop.now(),
                        events,
                        StreamsInstance::consumers));
    }

    @Override
    public Duration awaitStable(String groupId, Duration atMost, boolean staticMembersMayComeBack) {
        GroupStability stability =
                new GroupStability(loop, made, new Groups(), unrest, () -> UndeclaredTopics.in(events), new Outside());
        if (!loop.isFlowing()) {
            return call("awaitStable", () -> stability.await(groupId, atMost, staticMembersMayComeBack));
        }
        Watchdog watchdog = Watchdog.ofClientsOutside(atMost);
        while (!call(
                "awaitStable",
                () -> stability.hasSettled(groupId, atMost, staticMembersMayComeBack, watchdog.isTooLong()))) {
            // Whoever serves clients outside goes on meanwhile.
            listening.awaitArrival(BETWEEN_LOOKS_MS);
        }
        return watchdog.watched();
    }

    @Override
    public <E extends Exception> void letRun(ApplicationPart.Waiting<E> action) throws E {
        application.letRun(action);
    }

    @Override
    public boolean run(String call, Duration atMost, BooleanSupplier condition, Workers.Received received) {
        return call(call, () -> workers.run(atMost, condition, received));
    }

    @Override
    public <K, V> RunningWorker<KafkaConsumer<K, V>> worker(
            Map<String, ?> config,
            Collection<String> topics,
            Supplier<Application<KafkaConsumer<K, V>, K, V>> application) {
        Function<Map<String, Object>, KafkaConsumer<K, V>> consumers = given -> clients.consumer(given, null, null);
        return call("worker", () -> workers.start(new WorkerLoop<>(workers, consumers, config, topics, application)));
    }

    @Override
    public <K, V> RunningWorker<KafkaShareConsumer<K, V>> shareWorker(
            Map<String, ?> config,
            Collection<String> topics,
            Supplier<Application<KafkaShareConsumer<K, V>, K, V>> application) {
        Function<Map<String, Object>, KafkaShareConsumer<K, V>> consumers =
                given -> clients.shareConsumer(given, null, null);
        return call(
                "shareWorker", () -> workers.start(new WorkerLoop<>(workers, consumers, config, topics, application)));
    }

    @Override
    public void endOfTest(Function<String, RuntimeException> leakedClients) {
        ClosingReport report = call("endOfTest", () -> {
            watch.endOfTest();
            ClosingReport ofTest = new ClosingReport(leakedClients);
            watch.tell(ofTest, List.of());
            watch.forget();
            ofTest.died(workers.takeUnseenFailures());
            ofTest.unused(faults.unused());
            faults.clear();
            ofTest.found(loop.findings().take());
            return ofTest;
        });
        report.throwIfAny();
    }

    @Override
    public String describe() {
        return bootstrapServers + ", virtual time " + loop.describeNow();
    }

    @Override
    public void close(Function<String, RuntimeException> leakedClients) {
        if (closed) {
            return;
        }
        watch.endOfTest();
        List<Throwable> failures = new ArrayList<>();
        application.end(made, failures);
        workers.end(failures);
        List<AdoptedClient> leaked = clients.closeAll(failures);
        closed = true;
        ClusterNumbers.release(number);
        IllegalStateException overTcp = listening.close();
        timers.close();
        loop.standIn().dismiss();
        ClosingReport report = new ClosingReport(leakedClients);
        watch.tell(report, leaked);
        report.died(workers.unseenFailures());
        report.unused(faults.unused());
        report.notClosed(failures);
        report.found(loop.findings().take());
        report.overTcp(overTcp);
        report.throwIfAny();
    }

    private final class Groups implements GroupStability.Groups {
        @Override
        public GroupView view(String groupId) {
            return broker.group(groupId);
        }

        @Override
        public int memberCount(String groupId) {
            return broker.memberCount(groupId);
        }
    }

    /** The clients that came over the listener. */
    private final class Outside implements OutsideClients {
        @Override
        public boolean mayCome() {
            return listening.isOpen();
        }

        @Override
        public boolean isConnected(String clientId) {
            return broker.control().hasOutsideClient(clientId);
        }

        @Override
        public boolean awaitArrival(long atMostMs) {
            return listening.awaitArrival(atMostMs);
        }
    }
}
