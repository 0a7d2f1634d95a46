package io.github.groupcoordinator.judge.history;

import java.util.List;
import java.util.Random;
import org.apache.kafka.common.protocol.ApiKeys;

/** Seeded choices. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A stable version of the API: half of the time the newest, or else any. */
    short version(ApiKeys api) {
        short newest = api.latestVersion(false);
        if (percent(40)) {
            return newest;
        }
        return (short) (api.oldestVersion() + random.nextInt(newest - api.oldestVersion() + 1));
    }

    /** Returns the index that a weight of the list won. */
    int weighted(int... weights) {
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int roll = random.nextInt(total);
        for (int i = 0; i < weights.length; i++) {
            roll -= weights[i];
            if (roll < 0) {
                return i;
            }
        }
        throw new AssertionError("weights do not add up");
    }
}
