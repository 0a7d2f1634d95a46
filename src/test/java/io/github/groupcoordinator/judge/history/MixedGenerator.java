package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.ConsumerIntents.Subscription;
import io.github.groupcoordinator.judge.history.Intent.Generation;
import io.github.groupcoordinator.judge.history.Intent.Id;
import io.github.groupcoordinator.judge.history.MigrationIntents.HandingOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/** Makes histories of groups whose members migrate from one protocol to the other, one by one, and some back again. */
final class MixedGenerator {
    private static final int STEPS = 70;
    private static final List<String> GROUPS = List.of("billing", "audit");

    private final long seed;
    private final Dice dice;
    private final ClusterSteps cluster;
    private final ConsumerSteps consumers;
    private final OffsetSteps offsets;
    private final List<Member> members = new ArrayList<>();
    private String type = "consumer";
    private int slots;
    private int round;

    /** A process: of which protocol, and what it subscribes to. Protocols are chosen anew with each process. */
    private record Member(Actor actor, boolean classic, Subscription subscription) {}

    MixedGenerator(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed * 31 + Family.MIXED.ordinal());
        this.cluster = new ClusterSteps(dice, GROUPS);
        this.consumers = new ConsumerSteps(dice, false);
        this.offsets = new OffsetSteps(dice, GROUPS);
    }

    History generate() {
        Map<String, String> properties = properties();
        boolean classicFirst = dice.percent(70);
        // Groups of another kind of application; a consumer that joins one is refused, whatever state it is in.
        if (dice.percent(6)) {
            type = "connect";
        }
        int count = 2 + dice.below(3);
        for (int i = 0; i < count; i++) {
            String group = dice.percent(92) ? GROUPS.get(0) : GROUPS.get(1);
            String instanceId = dice.percent(Family.MIXED.staticPercent) ? dice.any("i-1", "i-2", "i-3") : null;
            members.add(member(group, instanceId, dice.percent(85) == classicFirst));
        }
        List<Step> steps = new ArrayList<>(cluster.createTopics());
        if (dice.percent(80)) {
            steps.addAll(settle());
        }
        int length = steps.size() + STEPS / 2 + dice.below(STEPS);
        while (steps.size() < length) {
            steps.addAll(dice.percent(7) ? settle() : dice.percent(14) ? migrate() : List.of(step()));
        }
        steps.addAll(cluster.reload());
        for (String group : GROUPS) {
            steps.add(new Step.Ask(0, new ConsumerIntents.Describe((short) 1, List.of(group), false)));
            steps.add(new Step.Ask(0, new AdminIntents.Describe((short) 5, List.of(group), false)));
        }
        return new History(Family.MIXED, seed, properties, List.copyOf(steps));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        properties.put("offset.metadata.max.bytes", "16");
        properties.put("group.initial.rebalance.delay.ms", dice.any("0", "0", "3000"));
        if (dice.percent(30)) {
            properties.put(
                    "group.consumer.migration.policy", dice.any("upgrade", "downgrade", "disabled", "bidirectional"));
        }
        if (dice.percent(15)) {
            properties.put("group.max.size", dice.any("1", "2", "3"));
        }
        consumers.configure(properties);
        return properties;
    }

    private Member member(String group, String instanceId, boolean classic) {
        Actor actor = consumers.actor(slots++, group, 0);
        List<String> names = dice.any(
                List.of("range"),
                List.of("range", "cooperative-sticky"),
                List.of("cooperative-sticky", "range"),
                List.of("roundrobin", "range"));
        return new Member(
                new Actor(
                        actor.slot(),
                        group,
                        instanceId,
                        dice.any(6_001, 10_007, 45_011),
                        actor.rebalanceTimeoutMs(),
                        new Actor.Protocols(type, names, List.of(), dice.below(4))),
                classic,
                consumers.subscription());
    }

    /** A process of one protocol is stopped, more or less cleanly, and one of the other is started in its place. */
    private List<Step> migrate() {
        List<Step> steps = new ArrayList<>();
        int index = dice.below(members.size());
        Member old = members.get(index);
        boolean leaves = old.actor().instanceId() == null ? dice.percent(75) : dice.percent(35);
        if (leaves && old.classic()) {
            steps.add(leave(old));
        } else if (leaves || !old.classic() && old.actor().instanceId() != null) {
            steps.add(new Step.Ask(old.actor().slot(), consumers.restart(old.actor())));
        }
        boolean classic = dice.percent(85) ? !old.classic() : old.classic();
        Member young = member(old.actor().group(), old.actor().instanceId(), classic);
        members.set(index, young);
        for (int i = dice.below(4); i >= 0; i--) {
            steps.add(next(young));
        }
        return steps;
    }

    private Step step() {
        Member member = dice.any(members);
        if (cluster.mustLoad()) {
            return cluster.load();
        }
        return switch (dice.weighted(60, 16, 4, 24, 3, Family.MIXED.admin, Family.MIXED.offsets, 2, 1)) {
            case 0 -> next(member);
            case 1 -> unusual(member);
            case 2 -> leave(member);
            case 3 -> cluster.time();
            case 4 -> cluster.topic();
            case 5 -> dice.percent(50) ? describe() : cluster.admin();
            case 6 -> offsets.stepOrTransaction(member.actor());
            case 7 -> cluster.incident();
            default -> cluster.configureGroup();
        };
    }

    private List<Step> settle() {
        List<Step> steps = new ArrayList<>();
        for (int pass = 0; pass < 5; pass++) {
            members.forEach(member -> steps.add(next(member)));
            steps.add(pass % 2 == 0 ? new Step.Pass(dice.any(1_000, 3_000)) : new Step.Edge(0));
        }
        return steps;
    }

    private Step next(Member member) {
        Actor actor = member.actor();
        if (!member.classic()) {
            return new Step.Ask(actor.slot(), consumers.next(actor, member.subscription(), dice.percent(15)));
        }
        // Partitions that do not exist make Kafka's assignor throw, which ends the history.
        HandingOut how = dice.percent(93) ? HandingOut.PROPERLY : dice.any(HandingOut.values());
        if (how == HandingOut.WHAT_DOES_NOT_EXIST && dice.percent(90)) {
            how = HandingOut.TWICE;
        }
        return new Step.Ask(
                actor.slot(),
                new MigrationIntents.Next(
                        actor,
                        new MigrationIntents.Next.Versions(
                                dice.version(ApiKeys.JOIN_GROUP),
                                dice.version(ApiKeys.SYNC_GROUP),
                                dice.version(ApiKeys.HEARTBEAT)),
                        topics(member),
                        how,
                        ++round));
    }

    private static List<String> topics(Member member) {
        List<String> topics = member.subscription().topics();
        return topics == null || topics.isEmpty() ? List.of("orders", "returns") : topics;
    }

    private Step unusual(Member member) {
        Actor actor = member.actor();
        Id id = dice.percent(70) ? Id.MINE : dice.any(Id.values());
        Generation generation = dice.percent(50) ? Generation.MINE : dice.any(Generation.values());
        String instanceId = dice.percent(85) ? actor.instanceId() : dice.any(null, "i-1", "i-2", "i-unknown");
        if (!member.classic() && dice.percent(80)) {
            return new Step.Ask(actor.slot(), consumers.unusual(actor, member.subscription()));
        }
        return new Step.Ask(
                actor.slot(),
                switch (dice.weighted(5, 3, 3)) {
                    case 0 ->
                        new MigrationIntents.Join(
                                actor,
                                dice.version(ApiKeys.JOIN_GROUP),
                                actor.instanceId() == null ? id : dice.any(Id.NONE, id),
                                instanceId,
                                topics(member),
                                dice.percent(70));
                    case 1 ->
                        new MigrationIntents.Sync(
                                actor,
                                dice.version(ApiKeys.SYNC_GROUP),
                                generation,
                                instanceId,
                                HandingOut.PROPERLY,
                                ++round);
                    default ->
                        new GroupIntents.Heartbeat(actor, dice.version(ApiKeys.HEARTBEAT), id, generation, instanceId);
                });
    }

    private Step leave(Member member) {
        Actor actor = member.actor();
        if (!member.classic() && dice.percent(80)) {
            return new Step.Ask(actor.slot(), consumers.restart(actor));
        }
        List<GroupIntents.Leaving> leaving = new ArrayList<>();
        for (int i = dice.percent(75) ? 1 : 2; i > 0; i--) {
            Actor who = leaving.isEmpty() ? actor : dice.any(members).actor();
            Id id = dice.percent(75) ? Id.MINE : dice.any(Id.NONE, Id.UNKNOWN, Id.MY_PREVIOUS);
            leaving.add(new GroupIntents.Leaving(who, id, who.instanceId()));
        }
        return new Step.Ask(
                actor.slot(), new GroupIntents.Leave(actor.group(), dice.version(ApiKeys.LEAVE_GROUP), leaving));
    }

    private Step describe() {
        return new Step.Ask(
                0,
                new ConsumerIntents.Describe(
                        dice.version(ApiKeys.CONSUMER_GROUP_DESCRIBE),
                        dice.any(GROUPS, List.of(GROUPS.get(0))),
                        false));
    }
}
