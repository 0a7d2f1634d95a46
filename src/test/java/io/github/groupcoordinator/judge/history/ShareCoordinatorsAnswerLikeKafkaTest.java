package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.coordinator.share.OurShareCoordinator;
import io.github.groupcoordinator.judge.ShareCoordinatorSide;
import io.github.groupcoordinator.judge.kafka.KafkaShareCoordinator;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The share coordinator against Kafka's own: the same answers, the same records at the same offsets, and the same
 * records pruned, over failovers, failed appends and hours of virtual time. {@code -Djudge.histories=10000} plays that
 * many.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShareCoordinatorsAnswerLikeKafkaTest {
    private static final int MAX_HISTORIES = 600;

    private final Map<Long, List<String>> kafkas = new TreeMap<>();

    @Test
    void noHistoryTellsOursFromKafkas() {
        int histories = Integer.getInteger("judge.histories", 300);
        long firstSeed = Long.getLong("judge.seed", 1);
        long lines = 0;
        for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
            List<String> expected = kafkas(seed);
            List<String> ours = played(seed, OurShareCoordinator::new);
            for (int line = 0; line < Math.max(expected.size(), ours.size()); line++) {
                assertThat(line < ours.size() ? ours.get(line) : "nothing")
                        .as("seed %d, line %d", seed, line)
                        .isEqualTo(line < expected.size() ? expected.get(line) : "nothing");
            }
            lines += expected.size();
        }
        System.out.println("share coordinator: " + histories + " histories, " + lines + " lines, 0 divergences");
        assertThat(lines).isGreaterThan(histories * 50L);
    }

    private static List<String> kafkas(long seed) {
        return played(seed, KafkaShareCoordinator::new);
    }

    private static List<String> played(long seed, IntFunction<ShareCoordinatorSide> side) {
        ShareStateHistory history = new ShareStateHistory(seed);
        return history.play(side.apply(history.updatesPerSnapshot()));
    }

    static Stream<Mutant> mutants() {
        return Stream.of(ShareStateMutants.deciding(), ShareStateMutants.keeping(), ShareStateMutants.combining())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsCaught(Mutant mutant) {
        IntFunction<ShareCoordinatorSide> mistaken = MutatedBroker.shareCoordinator(mutant);
        int played = 0;
        boolean caught = false;
        PrimitiveIterator.OfInt seeds = mutant.histories(1, MAX_HISTORIES + 1);
        while (!caught && seeds.hasNext()) {
            long seed = seeds.nextInt();
            caught = !played(seed, mistaken).equals(kept(seed));
            played++;
        }
        System.out.printf("%s: %s after %d histories%n", mutant.what(), caught ? "caught" : "survived", played);
        assertThat(caught).as(mutant.what()).isTrue();
    }

    @Test
    void oursWithoutAMistakeIsNotCaught() {
        String same = "class ShareStateShard ";
        IntFunction<ShareCoordinatorSide> ours = MutatedBroker.shareCoordinator(
                new Mutant(0, "no mistake", "coordinator/share/ShareStateShard.java", same, same));

        for (long seed = 1; seed <= 50; seed++) {
            assertThat(played(seed, ours)).as("seed %d", seed).isEqualTo(kept(seed));
        }
    }

    /** Returns what Kafka's says, which is taken down once for all mutants. */
    private List<String> kept(long seed) {
        return kafkas.computeIfAbsent(seed, ShareCoordinatorsAnswerLikeKafkaTest::kafkas);
    }
}
