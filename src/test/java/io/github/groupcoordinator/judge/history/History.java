package io.github.groupcoordinator.judge.history;

import java.util.List;
import java.util.Map;

/** A history: the broker's properties and what happens, step by step. */
record History(Family family, long seed, Map<String, String> brokerProperties, List<Step> steps) {

    int offsetsPartitions() {
        return Integer.parseInt(brokerProperties.get("offsets.topic.num.partitions"));
    }

    History with(List<Step> fewer) {
        return new History(family, seed, brokerProperties, List.copyOf(fewer));
    }
}
