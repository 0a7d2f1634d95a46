package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The disturbances of every other history: requests that come twice, connections that are closed while a request waits,
 * epochs, timeouts and sizes at the ends of their ranges, and another number of partitions of the offsets topic. The
 * histories between them stay as they were made, dense in what ordinary clients do.
 *
 * <p>Not drawn, and why:
 *
 * <ul>
 *   <li>A connection that is closed before its request was read: that request never reaches a coordinator.
 *   <li>A member epoch of 0 for one that does not mean to join, where the group may trip over a fault of Kafka's that
 *       ends the history ({@code Memory.wouldTripOver}); pending members that come back as static ones, likewise.
 *   <li>Records of members beyond {@code message.max.bytes} by design: they come up by themselves, where a whole group
 *       is written down at once.
 * </ul>
 */
final class Disturbances {
    private static final int HUGE_METADATA = 4_096;
    private static final String LARGEST_BATCH = "2000";

    private final Dice dice;
    private final Extremes extremes;
    private final boolean large;

    private Disturbances(History history) {
        this.dice = new Dice(~(history.seed() * 31 + history.family().ordinal()));
        this.extremes = new Extremes(dice);
        this.large = dice.percent(30);
    }

    static History of(History history) {
        return history.seed() % 2 == 0 ? new Disturbances(history).disturb(history) : history;
    }

    private History disturb(History history) {
        Map<String, String> properties = new LinkedHashMap<>(history.brokerProperties());
        properties.put("offsets.topic.num.partitions", dice.any("1", "2", "3", "7"));
        if (large) {
            properties.put("message.max.bytes", LARGEST_BATCH);
            properties.put("offset.metadata.max.bytes", Integer.toString(HUGE_METADATA));
        }
        if (dice.percent(20) && !properties.containsKey("group.max.session.timeout.ms")) {
            properties.put("group.max.session.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        }
        List<Step> steps = new ArrayList<>();
        for (Step step : history.steps()) {
            if (step instanceof Step.Ask ask) {
                steps.add(ask(ask));
                if (dice.percent(5)) {
                    steps.add(new Step.Again(ask.client()));
                }
                if (dice.percent(4)) {
                    steps.add(new Step.HangUp(ask.client()));
                }
            } else {
                steps.add(
                        step instanceof Step.End end && dice.percent(8)
                                ? new Step.End(extremes.of(end.marker()))
                                : step);
            }
        }
        return new History(history.family(), history.seed(), properties, List.copyOf(steps));
    }

    private Step ask(Step.Ask ask) {
        if (large && dice.percent(15)) {
            return new Step.Ask(ask.client(), extremes.large(ask.intent()));
        }
        return dice.percent(5) ? new Step.Ask(ask.client(), extremes.of(ask.intent())) : ask;
    }
}
