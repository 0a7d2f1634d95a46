package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.ConsumerIntents.Epoch;
import io.github.groupcoordinator.judge.history.ConsumerIntents.Owned;
import io.github.groupcoordinator.judge.history.ConsumerIntents.Subscription;
import io.github.groupcoordinator.judge.history.Intent.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Makes histories of groups of the consumer protocol: mostly well-behaved consumers, and everything that can go wrong.
 */
final class ConsumerGenerator {
    private static final int STEPS = 60;
    private static final List<String> GROUPS = List.of("billing", "audit");

    private final long seed;
    private final Dice dice;
    private final ClusterSteps cluster;
    private final ConsumerSteps consumers;
    private final OffsetSteps offsets;
    private final List<Actor> actors = new ArrayList<>();
    private final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();

    ConsumerGenerator(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed * 31 + Family.CONSUMER.ordinal());
        this.cluster = new ClusterSteps(dice, GROUPS);
        // Ids that a coordinator makes up are random, and range goes by the order of ids.
        this.consumers = new ConsumerSteps(dice, dice.percent(35));
        this.offsets = new OffsetSteps(dice, GROUPS);
    }

    History generate() {
        Map<String, String> properties = properties();
        int count = 2 + dice.below(4);
        for (int slot = 0; slot < count; slot++) {
            actors.add(consumers.actor(
                    slot, dice.percent(85) ? GROUPS.get(0) : GROUPS.get(1), Family.CONSUMER.staticPercent));
            subscriptions.put(slot, consumers.subscription());
        }
        List<Step> steps = new ArrayList<>(cluster.createTopics());
        int length = STEPS / 2 + dice.below(STEPS);
        while (steps.size() < length) {
            if (dice.percent(6)) {
                steps.addAll(settle());
                if (dice.percent(40)) {
                    actors.forEach(actor -> steps.add(commitAsMember(actor)));
                }
                if (dice.percent(8)) {
                    steps.addAll(offsets.commitAndWaitForTheRetention());
                }
            } else {
                steps.add(step());
            }
        }
        steps.addAll(cluster.reload());
        for (String group : GROUPS) {
            steps.add(new Step.Ask(0, new ConsumerIntents.Describe((short) 1, List.of(group), false)));
            steps.add(new Step.Ask(
                    0, new OffsetIntents.Fetch(actors.get(0), (short) 8, List.of(group), false, List.of())));
        }
        return new History(Family.CONSUMER, seed, properties, List.copyOf(steps));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        properties.put("offset.metadata.max.bytes", "16");
        consumers.configure(properties);
        if (dice.percent(15)) {
            properties.put("offsets.retention.minutes", dice.any("1", "2"));
            properties.put("offsets.retention.check.interval.ms", dice.any("1000", "30013", "61000"));
        }
        return properties;
    }

    private Step step() {
        Actor actor = dice.any(actors);
        if (cluster.mustLoad()) {
            return cluster.load();
        }
        return switch (dice.weighted(50, 24, 5, 6, 26, 6, Family.CONSUMER.admin, Family.CONSUMER.offsets, 3, 2)) {
            case 0 -> next(actor);
            case 1 -> unusual(actor);
            case 2 -> new Step.Ask(actor.slot(), consumers.restart(actor));
            case 3 -> subscribeAnew(actor);
            case 4 -> cluster.time();
            case 5 -> cluster.topic();
            case 6 -> dice.percent(50) ? describe() : cluster.admin();
            case 7 ->
                switch (dice.weighted(4, 2, 4)) {
                    case 0 -> commitAsMember(actor);
                    case 1 -> fetchAsMember(actor);
                    default -> offsets.stepOrTransaction(actor);
                };
            case 8 -> cluster.incident();
            default -> cluster.configureGroup();
        };
    }

    /**
     * Everyone behaves well for a while, long enough for the assignment interval, which often makes the group stable.
     */
    private List<Step> settle() {
        List<Step> steps = new ArrayList<>();
        for (int pass = 0; pass < 5; pass++) {
            actors.forEach(actor -> steps.add(next(actor)));
            steps.add(new Step.Pass(dice.any(500, 1_000, 5_000)));
        }
        return steps;
    }

    private Step next(Actor actor) {
        return new Step.Ask(actor.slot(), consumers.next(actor, subscriptions.get(actor.slot()), dice.percent(15)));
    }

    private Step subscribeAnew(Actor actor) {
        Subscription subscription = consumers.subscription();
        subscriptions.put(actor.slot(), subscription);
        return new Step.Ask(
                actor.slot(),
                consumers.beat(
                        actor,
                        Id.MINE,
                        Epoch.MINE,
                        actor.instanceId(),
                        dice.any(Owned.ASSIGNED, Owned.UNSAID),
                        subscription));
    }

    private Step unusual(Actor actor) {
        Subscription subscription = subscriptions.get(actor.slot());
        return new Step.Ask(actor.slot(), consumers.unusual(changed(actor), subscription));
    }

    /** Now and then the group id is missing, or another's. */
    private Actor changed(Actor actor) {
        if (dice.percent(95)) {
            return actor;
        }
        return new Actor(
                actor.slot(),
                dice.any("", GROUPS.get(1), "unheard-of"),
                actor.instanceId(),
                actor.sessionTimeoutMs(),
                actor.rebalanceTimeoutMs(),
                actor.protocols());
    }

    private Step describe() {
        List<String> groups = dice.any(
                List.of(GROUPS.get(0)), GROUPS, List.of("unheard-of", GROUPS.get(1)), List.of(GROUPS.get(0), ""));
        return new Step.Ask(
                0,
                new ConsumerIntents.Describe(dice.version(ApiKeys.CONSUMER_GROUP_DESCRIBE), groups, dice.percent(30)));
    }

    private Step commitAsMember(Actor actor) {
        return new Step.Ask(
                actor.slot(),
                new ConsumerIntents.Commit(
                        actor,
                        dice.any((short) 8, (short) 9, (short) 10, (short) 10),
                        dice.any(Epoch.MINE, Epoch.PREVIOUS, Epoch.PREVIOUS, Epoch.EARLIER, Epoch.NEXT, Epoch.ZERO),
                        dice.below(4),
                        dice.below(1_000)));
    }

    private Step fetchAsMember(Actor actor) {
        return new Step.Ask(
                actor.slot(),
                new ConsumerIntents.Fetch(
                        actor,
                        dice.any((short) 9, (short) 10),
                        dice.percent(70) ? Id.MINE : dice.any(Id.values()),
                        dice.percent(60) ? Epoch.MINE : dice.any(Epoch.values())));
    }
}
