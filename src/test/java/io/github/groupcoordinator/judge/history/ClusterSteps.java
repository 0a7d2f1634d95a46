package io.github.groupcoordinator.judge.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps around the members: time, topics, administrators, incidents; for the generators. */
final class ClusterSteps {
    private static final List<String> TOPICS = List.of("orders", "returns", "later", "orders2");

    private final Dice dice;
    private final List<String> groups;
    private boolean loaded = true;

    ClusterSteps(Dice dice, List<String> groups) {
        this.dice = dice;
        this.groups = groups;
    }

    List<Step> createTopics() {
        return List.of(
                new Step.Event(Step.Incident.CREATE_TOPIC, "orders"),
                new Step.Event(Step.Incident.CREATE_TOPIC, "returns"));
    }

    Step topic() {
        return new Step.Event(
                dice.any(Step.Incident.CREATE_TOPIC, Step.Incident.GROW_TOPIC, Step.Incident.DELETE_TOPIC),
                dice.any(TOPICS));
    }

    Step time() {
        return dice.percent(45)
                ? new Step.Edge(dice.any(-1, 0, 0, 1))
                : new Step.Pass(
                        dice.any(1, 1, 100, 999, 1_000, 1_001, 3_000, 5_000, 6_000, 9_999, 10_000, 10_001, 30_000));
    }

    Step configureGroup() {
        Map<String, String> config = new LinkedHashMap<>();
        if (dice.percent(80)) {
            // Always longer than the interval between heartbeats; anything else is refused.
            config.put("consumer.session.timeout.ms", dice.any("45000", "50001", "60000"));
            config.put("consumer.heartbeat.interval.ms", dice.any("5000", "7000", "15000"));
        }
        if (dice.percent(60)) {
            config.put("consumer.assignment.interval.ms", dice.any("0", "1000", "2500"));
        }
        return new Step.Configure(dice.any(groups), config);
    }

    Step admin() {
        List<String> named = dice.any(List.of(groups.get(0)), groups, List.of("unheard-of"));
        return new Step.Ask(
                0,
                switch (dice.weighted(3, 3, 2)) {
                    case 0 -> new AdminIntents.Describe(dice.version(ApiKeys.DESCRIBE_GROUPS), named, dice.percent(30));
                    case 1 ->
                        new AdminIntents.ListAll(
                                dice.version(ApiKeys.LIST_GROUPS),
                                dice.any(
                                        List.of(),
                                        List.of(),
                                        List.of("Stable"),
                                        List.of("assigning", "Reconciling"),
                                        List.of("empty")),
                                dice.any(List.of(), List.of(), List.of("classic"), List.of("Consumer")));
                    default -> new AdminIntents.DeleteAll(dice.version(ApiKeys.DELETE_GROUPS), named);
                });
    }

    Step incident() {
        if (!loaded) {
            return load();
        }
        Step.Incident incident = List.of(
                        Step.Incident.FAILOVER,
                        Step.Incident.FAIL_NEXT_APPEND,
                        Step.Incident.UNLOAD,
                        Step.Incident.START_LOADING)
                .get(dice.weighted(6, 4, 1, 1));
        loaded = incident == Step.Incident.FAILOVER || incident == Step.Incident.FAIL_NEXT_APPEND;
        return new Step.Event(incident, "");
    }

    /** Returns whether the groups were given away, and it is time for them to come back. */
    boolean mustLoad() {
        return !loaded && dice.percent(25);
    }

    Step load() {
        loaded = true;
        return new Step.Event(Step.Incident.LOAD, "");
    }

    /** Returns the steps that it takes to have the groups here. */
    List<Step> reload() {
        return loaded ? List.of() : List.of(load());
    }
}
