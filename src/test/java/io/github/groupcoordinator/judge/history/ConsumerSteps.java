package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.ConsumerIntents.Epoch;
import io.github.groupcoordinator.judge.history.ConsumerIntents.Owned;
import io.github.groupcoordinator.judge.history.ConsumerIntents.Subscription;
import io.github.groupcoordinator.judge.history.Intent.Id;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps of consumers, for the generators. */
final class ConsumerSteps {
    private final Dice dice;
    /** True if consumers may ask for range; then they all name themselves. */
    private final boolean ranged;

    ConsumerSteps(Dice dice, boolean ranged) {
        this.dice = dice;
        this.ranged = ranged;
    }

    void configure(Map<String, String> properties) {
        if (dice.percent(20)) {
            properties.put("group.consumer.max.size", dice.any("1", "2", "3"));
        }
        if (dice.percent(30)) {
            properties.put("group.consumer.min.session.timeout.ms", "6000");
            properties.put("group.consumer.session.timeout.ms", dice.any("6001", "10007", "60000"));
        }
        if (dice.percent(15)) {
            properties.put("group.consumer.heartbeat.interval.ms", dice.any("5000", "5999"));
        }
        if (dice.percent(40)) {
            properties.put("group.consumer.assignment.interval.ms", dice.any("0", "0", "1", "5000"));
        }
        if (dice.percent(40)) {
            properties.put("group.consumer.regex.refresh.interval.ms", dice.any("10000", "11000", "60000"));
        }
        if (ranged && dice.percent(70)) {
            properties.put("group.consumer.assignors", dice.any("range,uniform", "range"));
        } else if (dice.percent(20)) {
            properties.put("group.consumer.assignors", "uniform");
        }
    }

    /** A consumer; what concerns the classic protocol alone is left out. */
    Actor actor(int slot, String group, int staticPercent) {
        String instance = dice.percent(staticPercent) ? dice.any("i-1", "i-2", "i-3") : null;
        int rebalance = dice.any(4_001, 5_009, 10_000, 45_000, 60_013, 300_000);
        if (dice.percent(2)) {
            rebalance = dice.any(0, 1);
        }
        return new Actor(
                slot,
                group,
                instance,
                45_000,
                rebalance,
                new Actor.Protocols("consumer", List.of("range"), List.of(), 0));
    }

    Subscription subscription() {
        String assignor = ranged ? dice.any(null, "range", "uniform", "range") : dice.any(null, null, "uniform");
        if (dice.percent(2)) {
            assignor = "unheard-of";
        }
        String rack = dice.percent(90) ? null : dice.any("rack-1", "rack-2", "");
        if (dice.percent(72)) {
            return new Subscription(topics(), null, assignor, rack);
        }
        String regex = dice.any("or.*", "(orders|returns)", "re.*", "or.*", "x.+", "");
        if (dice.percent(3)) {
            regex = "[";
        }
        return new Subscription(dice.percent(70) ? null : topics(), regex, assignor, rack);
    }

    private List<String> topics() {
        return dice.any(
                List.of("orders"),
                List.of("orders"),
                List.of("orders", "returns"),
                List.of("returns"),
                List.of("orders", "later"),
                List.<String>of());
    }

    Intent next(Actor actor, Subscription subscription, boolean slow) {
        return new ConsumerIntents.Next(actor, subscription, version(), slow, ranged);
    }

    Intent restart(Actor actor) {
        return new ConsumerIntents.Restart(actor, version(), dice.percent(70));
    }

    Intent beat(Actor actor, Id id, Epoch epoch, String instanceId, Owned owned, Subscription subscription) {
        return new ConsumerIntents.Beat(actor, version(), id, epoch, instanceId, owned, subscription, ranged);
    }

    Intent unusual(Actor actor, Subscription usual) {
        Id id = dice.percent(75) ? Id.MINE : dice.any(Id.values());
        Epoch epoch = dice.percent(40) ? Epoch.MINE : dice.any(Epoch.values());
        String instance = dice.percent(85) ? actor.instanceId() : dice.any(null, "i-1", "i-2", "i-unknown", "");
        Subscription subscription = dice.any(null, usual, usual, dice.percent(30) ? subscription() : usual);
        Owned owned = epoch == Epoch.ZERO && dice.percent(85) ? Owned.NOTHING : dice.any(Owned.values());
        Actor asking = dice.percent(95)
                ? actor
                : new Actor(
                        actor.slot(), actor.group(), actor.instanceId(), 0, dice.any(-1, 0, 7_001), actor.protocols());
        return beat(asking, id, epoch, instance, owned, subscription);
    }

    private short version() {
        return dice.version(ApiKeys.CONSUMER_GROUP_HEARTBEAT);
    }
}
