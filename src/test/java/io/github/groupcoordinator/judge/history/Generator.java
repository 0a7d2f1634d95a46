package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.Intent.Generation;
import io.github.groupcoordinator.judge.history.Intent.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Makes histories out of seeds: mostly well-behaved clients, disturbed at every point where the protocol has an answer.
 */
final class Generator {
    private static final int STEPS = 55;
    private static final List<String> GROUPS = List.of("billing", "audit");
    private static final List<String> INSTANCES = List.of("i-1", "i-2", "i-3");

    private final Family family;
    private final long seed;
    private final Dice dice;
    private final List<Actor> actors = new ArrayList<>();
    private final OffsetSteps offsets;
    private boolean loaded = true;
    private boolean limited;
    private String usualType = "consumer";
    private int round;

    private Generator(Family family, long seed) {
        this.family = family;
        this.seed = seed;
        this.dice = new Dice(seed * 31 + family.ordinal());
        this.offsets = new OffsetSteps(dice, GROUPS);
    }

    static History history(Family family, long seed) {
        History history =
                switch (family) {
                    case CLASSIC, STATIC, OFFSETS, FAILOVER, TRANSACTIONS -> new Generator(family, seed).generate();
                    case CONSUMER -> new ConsumerGenerator(seed).generate();
                    case MIXED -> new MixedGenerator(seed).generate();
                    case SHARE -> new ShareGenerator(seed).generate();
                    case STREAMS -> new StreamsGenerator(seed).generate();
                };
        return Disturbances.of(history);
    }

    private History generate() {
        Map<String, String> properties = properties();
        if (dice.percent(8)) {
            usualType = "connect";
        }
        int count = 2 + dice.below(4);
        for (int slot = 0; slot < count; slot++) {
            actors.add(actor(slot));
        }
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Event(Step.Incident.CREATE_TOPIC, "orders"));
        steps.add(new Step.Event(Step.Incident.CREATE_TOPIC, "returns"));
        int length = STEPS / 2 + dice.below(STEPS);
        while (steps.size() < length) {
            if (dice.percent(5)) {
                steps.addAll(settle());
                if (family == Family.OFFSETS && dice.percent(30)) {
                    steps.addAll(offsets.commitAndWaitForTheRetention());
                } else if (family == Family.OFFSETS && dice.percent(40)) {
                    actors.forEach(actor -> steps.add(offsets.commitAsMember(actor)));
                    steps.add(new Step.Pass(dice.any(61_000, 122_000, 300_000)));
                }
            } else {
                steps.add(step());
            }
        }
        if (!loaded) {
            steps.add(incident());
        }
        for (String group : GROUPS) {
            steps.add(new Step.Ask(0, new AdminIntents.Describe((short) 5, List.of(group), false)));
            steps.add(new Step.Ask(
                    0, new OffsetIntents.Fetch(actors.get(0), (short) 8, List.of(group), false, List.of())));
        }
        return new History(family, seed, properties, List.copyOf(steps));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        properties.put("group.initial.rebalance.delay.ms", dice.any("0", "3000", "3000", "5000"));
        if (dice.percent(20)) {
            properties.put("group.max.size", dice.any("1", "2", "3"));
        }
        if (dice.percent(25)) {
            limited = true;
            properties.put("group.min.session.timeout.ms", "6001");
            properties.put("group.max.session.timeout.ms", "60000");
        }
        properties.put("offset.metadata.max.bytes", "16");
        if (family == Family.OFFSETS || dice.percent(20)) {
            properties.put("offsets.retention.minutes", dice.any("1", "2", "10"));
            properties.put("offsets.retention.check.interval.ms", dice.any("1000", "10000", "30013", "61000"));
        }
        return properties;
    }

    private Actor actor(int slot) {
        String group = dice.percent(85) ? GROUPS.get(0) : GROUPS.get(1);
        String instance = dice.percent(family.staticPercent) ? dice.any(INSTANCES) : null;
        int session = limited && dice.percent(95)
                ? dice.any(6_001, 10_007, 45_011, 60_000)
                : dice.any(6_000, 6_001, 10_007, 45_011, 60_000, 320_003, 1_000_003);
        int rebalance = dice.any(4_001, 5_009, 7_000, 10_000, 60_013, 300_000, 420_007);
        if (dice.percent(2)) {
            rebalance = dice.any(0, -1);
        }
        return new Actor(slot, group, instance, session, rebalance, protocols(dice.percent(4)));
    }

    /** Draws the protocols that a member supports; some odd ones fit no group, or only one of their kind. */
    private Actor.Protocols protocols(boolean odd) {
        String type = odd ? dice.any("consumer", "connect", "connect", "") : usualType;
        List<String> names = dice.any(
                List.of("range"),
                List.of("range", "sticky"),
                List.of("sticky", "range"),
                List.of("roundrobin", "range"),
                List.of("range", "roundrobin", "cooperative-sticky"),
                List.of("cooperative-sticky", "range"));
        if (odd && dice.percent(40)) {
            names = dice.any(List.of("own"), List.<String>of());
        }
        List<String> topics = dice.any(List.of("orders"), List.of("orders", "returns"), List.of("returns"));
        return new Actor.Protocols(type, names, topics, dice.percent(3) ? -1 : dice.below(3));
    }

    private Step step() {
        Actor actor = dice.any(actors);
        if (!loaded && dice.percent(20)) {
            return incident();
        }
        return switch (dice.weighted(60, 26, 14, 4, 3, family.offsets, family.admin, 22, 8, family.incidents)) {
            case 0 -> next(actor);
            case 1 -> unusualJoinOrHeartbeat(actor);
            case 2 -> unusualSync(actor);
            case 3 -> leave(actor);
            case 4 ->
                new Step.Event(
                        dice.percent(60) ? Step.Incident.CREATE_TOPIC : Step.Incident.DELETE_TOPIC,
                        dice.any("orders", "returns"));
            case 5 ->
                family == Family.TRANSACTIONS && dice.percent(65) ? offsets.transactional(actor) : offsets.step(actor);
            case 6 -> admin();
            case 7 -> time();
            case 8 -> rejoin(actor);
            default -> incident();
        };
    }

    /** Everyone behaves well for a while, which often makes the group stable. */
    private List<Step> settle() {
        List<Step> steps = new ArrayList<>();
        for (int pass = 0; pass < 5; pass++) {
            actors.forEach(actor -> steps.add(next(actor)));
            if (pass == 1) {
                steps.add(new Step.Edge(0));
            }
        }
        return steps;
    }

    private Step next(Actor actor) {
        return new Step.Ask(
                actor.slot(),
                new GroupIntents.Next(
                        actor,
                        dice.version(ApiKeys.JOIN_GROUP),
                        dice.version(ApiKeys.SYNC_GROUP),
                        dice.version(ApiKeys.HEARTBEAT),
                        ++round));
    }

    private Id id() {
        return dice.percent(70) ? Id.MINE : dice.any(Id.values());
    }

    private Generation generation() {
        return dice.percent(70) ? Generation.MINE : dice.any(Generation.values());
    }

    private String instance(Actor actor) {
        if (dice.percent(85)) {
            return actor.instanceId();
        }
        return dice.percent(50) ? null : dice.any("i-1", "i-2", "i-3", "i-unknown");
    }

    /** A member joins again as it is, or a static one restarts, perhaps with another configuration. */
    private Step rejoin(Actor actor) {
        boolean restarts = actor.instanceId() != null;
        return new Step.Ask(
                actor.slot(),
                new GroupIntents.Join(
                        actor,
                        dice.version(ApiKeys.JOIN_GROUP),
                        restarts ? Id.NONE : Id.MINE,
                        actor.instanceId(),
                        restarts && dice.percent(50) ? dice.any(6_001, 20_011, 60_000) : actor.sessionTimeoutMs(),
                        restarts && dice.percent(15) ? protocols(false) : actor.protocols(),
                        false));
    }

    private Step unusualJoinOrHeartbeat(Actor actor) {
        if (dice.percent(35)) {
            return new Step.Ask(
                    actor.slot(),
                    new GroupIntents.Heartbeat(
                            changed(actor), dice.version(ApiKeys.HEARTBEAT), id(), generation(), instance(actor)));
        }
        int session = dice.percent(90) ? actor.sessionTimeoutMs() : dice.any(5_999, 1_800_001, 0, -1);
        Actor.Protocols protocols = dice.percent(50) ? actor.protocols() : protocols(dice.percent(15));
        return new Step.Ask(
                actor.slot(),
                new GroupIntents.Join(
                        changed(actor),
                        dice.version(ApiKeys.JOIN_GROUP),
                        id(),
                        instance(actor),
                        session,
                        protocols,
                        dice.percent(1)));
    }

    /** Now and then the group id is missing, or another's. */
    private Actor changed(Actor actor) {
        if (dice.percent(95)) {
            return actor;
        }
        return inGroup(actor, dice.any("", GROUPS.get(1), "unheard-of"));
    }

    private static Actor inGroup(Actor actor, String group) {
        return new Actor(
                actor.slot(),
                group,
                actor.instanceId(),
                actor.sessionTimeoutMs(),
                actor.rebalanceTimeoutMs(),
                actor.protocols());
    }

    private Step unusualSync(Actor actor) {
        GroupIntents.Named named =
                dice.percent(75) ? GroupIntents.Named.AS_TOLD : dice.any(GroupIntents.Named.values());
        return new Step.Ask(
                actor.slot(),
                new GroupIntents.Sync(
                        dice.percent(8) ? inGroup(actor, "") : changed(actor),
                        dice.version(ApiKeys.SYNC_GROUP),
                        id(),
                        generation(),
                        instance(actor),
                        named,
                        ++round));
    }

    private Step leave(Actor actor) {
        List<GroupIntents.Leaving> leaving = new ArrayList<>();
        for (int i = dice.percent(60) ? 1 : dice.below(4); i > 0; i--) {
            Actor who = dice.percent(70) ? actor : dice.any(actors);
            Id id = dice.percent(65) ? Id.MINE : dice.any(Id.NONE, Id.UNKNOWN, Id.MY_PREVIOUS, Id.ANOTHERS);
            leaving.add(new GroupIntents.Leaving(who, id, instance(who)));
        }
        short version = dice.version(ApiKeys.LEAVE_GROUP);
        if (leaving.isEmpty() && version < 3) {
            version = 3;
        }
        String group = changed(actor).group();
        return new Step.Ask(actor.slot(), new GroupIntents.Leave(group, version, leaving));
    }

    private Step admin() {
        List<String> groups = dice.any(
                List.of(GROUPS.get(0)),
                GROUPS,
                List.of("unheard-of"),
                List.of(GROUPS.get(0), GROUPS.get(0)),
                List.of(""));
        return new Step.Ask(
                0,
                switch (dice.weighted(5, 3, 2)) {
                    case 0 ->
                        new AdminIntents.Describe(dice.version(ApiKeys.DESCRIBE_GROUPS), groups, dice.percent(30));
                    case 1 ->
                        new AdminIntents.ListAll(
                                dice.version(ApiKeys.LIST_GROUPS),
                                dice.any(
                                        List.of(),
                                        List.of(),
                                        List.of("Stable"),
                                        List.of("empty", "PreparingRebalance"),
                                        List.of("x")),
                                dice.any(List.of(), List.of(), List.of("classic"), List.of("Consumer"), List.of("x")));
                    default -> new AdminIntents.DeleteAll(dice.version(ApiKeys.DELETE_GROUPS), groups);
                });
    }

    private Step time() {
        return dice.percent(60)
                ? new Step.Edge(dice.any(-1, 0, 0, 1))
                : new Step.Pass(dice.any(1, 100, 1_000, 2_999, 6_000, 30_000, 61_000, 299_999));
    }

    private Step incident() {
        Step.Incident incident = loaded
                ? List.of(
                                Step.Incident.FAILOVER,
                                Step.Incident.FAIL_NEXT_APPEND,
                                Step.Incident.UNLOAD,
                                Step.Incident.START_LOADING)
                        .get(dice.weighted(5, 4, 1, 1))
                : Step.Incident.LOAD;
        loaded = incident == Step.Incident.LOAD
                || loaded && (incident == Step.Incident.FAILOVER || incident == Step.Incident.FAIL_NEXT_APPEND);
        return new Step.Event(incident, "");
    }
}
