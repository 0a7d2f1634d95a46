package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.kafka.KafkaCoordinator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Plays histories to Kafka's coordinator and to another, and finds the first step on which they disagree. */
final class Comparison {
    private static final Player.Observer NOBODY = (state, api, version, codes) -> {};

    private final Function<Map<String, String>, CoordinatorUnderTest> other;

    Comparison(Function<Map<String, String>, CoordinatorUnderTest> other) {
        this.other = other;
    }

    static Transcript kafkas(History history, Player.Observer observer) {
        return new Player(new KafkaCoordinator(history.brokerProperties()), observer).play(history, null);
    }

    Transcript others(History history, Transcript kafkas) {
        History played =
                history.with(history.steps().subList(0, kafkas.outcomes().size()));
        return new Player(other.apply(history.brokerProperties()), NOBODY).play(played, kafkas.circumstances());
    }

    Optional<Divergence> compare(History history) {
        return compare(history, kafkas(history, NOBODY));
    }

    /** Compares what came before Kafka's own first fault. */
    Optional<Divergence> compare(History history, Transcript kafkas) {
        Transcript others = others(history, kafkas);
        for (int step = 0; step < kafkas.cutAt(); step++) {
            boolean missing = step >= others.outcomes().size();
            if (missing
                    || !kafkas.outcomes().get(step).agreesWith(others.outcomes().get(step))) {
                return Optional.of(new Divergence(history, step, kafkas, others));
            }
        }
        return Optional.empty();
    }
}
