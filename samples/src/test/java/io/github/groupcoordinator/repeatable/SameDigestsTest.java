package io.github.groupcoordinator.repeatable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each scenario again and again in one JVM: the digests of its events, its requests and its records are the same. They
 * are printed, too: {@code .ci/matrix} compares them over JVMs that differ.
 */
class SameDigestsTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyRunGivesTheSameDigests(Scenario scenario) throws Exception {
        int runs = Integer.getInteger("repeatable.runs", 2);
        same(scenario, 0, runs);
        if (Boolean.getBoolean("repeatable.drawn")) {
            // Any other seed draws latencies and the order of things.
            same(scenario, 7, Math.max(2, runs / 10));
        }
    }

    private static void same(Scenario scenario, long seed, int runs) throws Exception {
        long started = System.nanoTime();
        Scenario.Digests first = scenario.run(seed);
        assertThat(first.size()).as("what has happened in %s", scenario).isGreaterThan(100);
        for (int run = 2; run <= runs; run++) {
            assertThat(scenario.run(seed)).as("run %d with seed %d", run, seed).isEqualTo(first);
        }
        System.out.println("digests of " + scenario + " with seed " + seed + ": " + first);
        System.out.printf(
                Locale.ROOT,
                "%d runs of %s with seed %d took %.1f s%n",
                runs,
                scenario,
                seed,
                (System.nanoTime() - started) / 1e9);
    }
}
