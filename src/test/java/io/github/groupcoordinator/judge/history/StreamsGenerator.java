package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.ConsumerIntents.Epoch;
import io.github.groupcoordinator.judge.history.Intent.Id;
import io.github.groupcoordinator.judge.history.StreamsIntents.AppThread;
import io.github.groupcoordinator.judge.history.StreamsIntents.Oddity;
import io.github.groupcoordinator.judge.history.StreamsIntents.Owned;
import io.github.groupcoordinator.judge.history.StreamsIntents.Said;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Makes histories of streams groups: mostly well-behaved threads of one application in several processes, whose topics
 * are created, grown and deleted, and members of other protocols who meet a streams group under the name of theirs.
 */
final class StreamsGenerator {
    private static final int STEPS = 60;
    private static final List<String> GROUPS = List.of("billing", "audit");

    private final long seed;
    private final Dice dice;
    private final ClusterSteps cluster;
    private final OffsetSteps offsets;
    private final ConsumerSteps consumers;
    private final StreamsTopologies topologies;
    private final List<AppThread> threads = new ArrayList<>();

    StreamsGenerator(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed * 31 + Family.STREAMS.ordinal());
        this.cluster = new ClusterSteps(dice, GROUPS);
        this.offsets = new OffsetSteps(dice, GROUPS);
        this.consumers = new ConsumerSteps(dice, true);
        this.topologies = new StreamsTopologies(dice);
    }

    History generate() {
        Map<String, String> properties = properties();
        Topology topology = topologies.next();
        int count = 1 + dice.below(5);
        boolean haveEndpoints = dice.percent(40);
        for (int slot = 0; slot < count; slot++) {
            threads.add(new AppThread(
                    slot,
                    dice.percent(88) ? GROUPS.get(0) : GROUPS.get(1),
                    processId(),
                    haveEndpoints && dice.percent(80) ? 8_000 + dice.below(3) : 0,
                    dice.percent(3) ? 0 : dice.any(4_001, 10_000, 45_000, 300_000),
                    topology));
        }
        List<Step> steps = new ArrayList<>();
        for (String source : StreamsTopologies.SOURCES) {
            if (dice.percent(source.equals("later") ? 75 : 94)) {
                steps.add(new Step.NewTopic(source, dice.any(1, 2, 3, 3, 3, 4)));
            }
        }
        int length = STEPS / 2 + dice.below(STEPS);
        while (steps.size() < length) {
            if (dice.percent(8)) {
                steps.addAll(settle());
            } else {
                steps.add(step());
            }
        }
        steps.addAll(cluster.reload());
        steps.add(new Step.Ask(0, new StreamsIntents.Describe(GROUPS, false)));
        return new History(Family.STREAMS, seed, properties, List.copyOf(steps));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        properties.put("offset.metadata.max.bytes", "16");
        if (dice.percent(60)) {
            properties.put("group.streams.initial.rebalance.delay.ms", dice.any("0", "0", "1", "1000", "6000"));
        }
        if (dice.percent(15)) {
            properties.put("group.streams.max.size", dice.any("1", "2", "3"));
        }
        if (dice.percent(30)) {
            properties.put("group.streams.min.session.timeout.ms", "6000");
            properties.put("group.streams.session.timeout.ms", dice.any("6001", "10007", "60000"));
        }
        if (dice.percent(15)) {
            properties.put("group.streams.heartbeat.interval.ms", dice.any("5000", "5999"));
        }
        if (dice.percent(50)) {
            properties.put("group.streams.assignment.interval.ms", dice.any("0", "0", "1", "5000"));
        }
        if (dice.percent(40)) {
            properties.put("group.streams.num.standby.replicas", dice.any("1", "1", "2"));
        }
        if (dice.percent(20)) {
            properties.put("offsets.retention.minutes", dice.any("1", "2"));
            properties.put("offsets.retention.check.interval.ms", dice.any("1000", "30013", "61000"));
        }
        return properties;
    }

    private String processId() {
        return dice.any("p1", "p2", "p3", "p4");
    }

    private Step step() {
        AppThread thread = dice.any(threads);
        if (cluster.mustLoad()) {
            return cluster.load();
        }
        return switch (dice.weighted(60, 18, 6, 3, 30, 6, 12, 8, 5, 14, 3, 3, 5)) {
            case 0 -> next(thread);
            case 1 -> unusual(thread);
            case 2 ->
                new Step.Ask(thread.slot(), new StreamsIntents.Restart(thread, dice.percent(75), dice.percent(5)));
            case 3 -> change(thread);
            case 4 -> time();
            case 5 -> topic();
            case 6 -> new Step.CreateMissing(dice.percent(92) ? 0 : 1);
            case 7 -> new Step.Ask(0, new StreamsIntents.Describe(described(), dice.percent(30)));
            case 8 -> admin();
            case 9 -> offsets(thread);
            case 10 -> other(thread);
            case 11 -> cluster.incident();
            default -> configure();
        };
    }

    /** Everyone behaves well for a while, long enough for delays and intervals. */
    private List<Step> settle() {
        List<Step> steps = new ArrayList<>();
        for (int pass = 0; pass < 5; pass++) {
            threads.forEach(thread -> steps.add(next(thread)));
            if (pass == 1 && dice.percent(85)) {
                steps.add(new Step.CreateMissing(0));
            }
            steps.add(new Step.Pass(dice.any(0, 500, 1_000, 3_000, 5_000)));
        }
        return steps;
    }

    private Step next(AppThread thread) {
        return new Step.Ask(thread.slot(), new StreamsIntents.Next(thread, dice.percent(8)));
    }

    private Step unusual(AppThread thread) {
        Epoch epoch = dice.percent(45) ? Epoch.MINE : dice.any(Epoch.values());
        Id id = dice.percent(82) ? Id.MINE : dice.any(Id.values());
        Owned owned = dice.any(
                Owned.UNSAID,
                Owned.UNSAID,
                Owned.NOTHING,
                Owned.ASSIGNED,
                Owned.ASSIGNED,
                Owned.PART,
                Owned.MORE,
                dice.any(Owned.values()));
        Said said = new Said(
                dice.percent(85) ? null : dice.any("rack-1", "rack-2", ""),
                dice.percent(85) ? null : Map.of("zone", dice.any("a", "b")),
                dice.percent(10),
                dice.percent(6),
                dice.percent(30));
        Oddity oddity = dice.percent(85) ? Oddity.NONE : dice.any(Oddity.values());
        AppThread asking = thread;
        if (dice.percent(12)) {
            asking = new AppThread(
                    thread.slot(),
                    dice.percent(60) ? thread.group() : dice.any("", GROUPS.get(1), "unheard-of"),
                    thread.processId(),
                    thread.port(),
                    thread.rebalanceTimeoutMs(),
                    dice.percent(70) ? topologies.changed(thread.topology()) : topologies.next());
        }
        return new Step.Ask(thread.slot(), new StreamsIntents.Beat(asking, id, epoch, owned, said, oddity));
    }

    private Step change(AppThread thread) {
        AppThread changed = new AppThread(
                thread.slot(),
                thread.group(),
                dice.percent(50) ? thread.processId() : processId(),
                dice.percent(50) ? thread.port() : 8_000 + dice.below(3),
                dice.any(4_001, 45_000),
                thread.topology());
        threads.set(threads.indexOf(thread), changed);
        return new Step.Ask(thread.slot(), new StreamsIntents.Change(changed));
    }

    private Step time() {
        return dice.percent(45)
                ? new Step.Edge(dice.any(-1, 0, 0, 1))
                : new Step.Pass(dice.any(0, 0, 1, 999, 1_000, 1_001, 3_000, 5_000, 6_000, 30_000));
    }

    private Step topic() {
        String name = dice.percent(70)
                ? dice.any(StreamsTopologies.SOURCES)
                : dice.any("by-key", "by-day", "count-changelog", "store-0-changelog");
        return switch (dice.weighted(4, 3, 3)) {
            case 0 -> new Step.NewTopic(name, dice.any(1, 2, 3, 4));
            case 1 -> new Step.Event(Step.Incident.GROW_TOPIC, name);
            default -> new Step.Event(Step.Incident.DELETE_TOPIC, name);
        };
    }

    private List<String> described() {
        return dice.any(
                List.of(GROUPS.get(0)), GROUPS, List.of("unheard-of", GROUPS.get(1)), List.of(GROUPS.get(0), ""));
    }

    private Step admin() {
        List<String> named = dice.any(List.of(GROUPS.get(0)), GROUPS, List.of("unheard-of", GROUPS.get(0)));
        return new Step.Ask(
                0,
                switch (dice.weighted(2, 4, 4)) {
                    case 0 -> new AdminIntents.Describe(dice.version(ApiKeys.DESCRIBE_GROUPS), named, false);
                    case 1 ->
                        new AdminIntents.ListAll(
                                dice.version(ApiKeys.LIST_GROUPS),
                                dice.any(
                                        List.of(),
                                        List.of(),
                                        List.of("stable"),
                                        List.of("NotReady", "Empty"),
                                        List.of("NOT_READY")),
                                dice.any(List.of(), List.of(), List.of("streams"), List.of("consumer")));
                    default -> new AdminIntents.DeleteAll(dice.version(ApiKeys.DELETE_GROUPS), named);
                });
    }

    private Step offsets(AppThread thread) {
        Actor actor = consumers.actor(thread.slot(), thread.group(), 0);
        return switch (dice.weighted(4, 5, 3)) {
            case 0 -> offsets.commitAsMember(actor);
            case 1 -> offsets.stepOrTransaction(actor);
            default ->
                new Step.Ask(
                        thread.slot(),
                        new StreamsIntents.Fetch(
                                thread.slot(),
                                thread.group(),
                                dice.percent(75) ? Id.MINE : dice.any(Id.values()),
                                dice.percent(60) ? Epoch.MINE : dice.any(Epoch.values())));
        };
    }

    /** Members of another protocol under the name of the group. */
    private Step other(AppThread thread) {
        int slot = 10 + thread.slot();
        Actor actor = consumers.actor(slot, dice.any(GROUPS), 0);
        return switch (dice.weighted(3, 4, 3)) {
            case 0 -> new Step.Ask(slot, consumers.next(actor, consumers.subscription(), false));
            case 1 ->
                new Step.Ask(
                        slot,
                        new GroupIntents.Next(
                                new Actor(
                                        slot,
                                        thread.group(),
                                        null,
                                        45_000,
                                        10_000,
                                        new Actor.Protocols(
                                                "consumer", List.of("range"), StreamsTopologies.SOURCES, 0)),
                                dice.version(ApiKeys.JOIN_GROUP),
                                dice.version(ApiKeys.SYNC_GROUP),
                                dice.version(ApiKeys.HEARTBEAT),
                                1));
            default -> new Step.Ask(slot, new ShareIntents.Next(slot, thread.group(), List.of("orders"), null));
        };
    }

    private Step configure() {
        Map<String, String> config = new LinkedHashMap<>();
        if (dice.percent(60)) {
            config.put("streams.session.timeout.ms", dice.any("45000", "50001", "60000"));
            config.put("streams.heartbeat.interval.ms", dice.any("5000", "7000", "15000"));
        }
        if (dice.percent(50)) {
            config.put("streams.assignment.interval.ms", dice.any("0", "1000", "2500"));
        }
        if (dice.percent(60)) {
            config.put("streams.num.standby.replicas", dice.any("0", "1", "2"));
        }
        if (dice.percent(40)) {
            config.put("streams.initial.rebalance.delay.ms", dice.any("0", "1000", "4000"));
        }
        return new Step.Configure(dice.any(GROUPS), config);
    }
}
