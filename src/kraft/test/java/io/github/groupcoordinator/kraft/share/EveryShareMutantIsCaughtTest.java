package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kafka.server.share.KafkaFetchSide;
import kafka.server.share.KafkaSide;
import org.junit.jupiter.api.Test;

/** Each rule of a share partition broken in turn: the histories must tell. */
class EveryShareMutantIsCaughtTest {
    private static final int STEPS = 80;
    private static final int HISTORIES = Integer.getInteger("share.mutant.histories", 4_000);
    private static final int FETCH_HISTORIES = Integer.getInteger("share.mutant.fetch.histories", 1_000);

    @Test
    void historiesTellEachFault() {
        List<Mutant> mutants = new ArrayList<>(AcquisitionFaults.all());
        mutants.addAll(StateFaults.all());
        mutants.addAll(AcknowledgementFaults.all());
        List<String> survivors = new ArrayList<>();
        for (Mutant mutant : mutants) {
            int caught = -1;
            try {
                caught = caughtBy(mutant);
            } catch (IOException e) {
                survivors.add(e.getMessage());
            }
            if (caught < 0) {
                survivors.add(mutant.file() + ": " + mutant.rule());
            }
            if (Boolean.getBoolean("share.mutants.told")) {
                System.out.println(mutant.file() + ": " + mutant.rule() + ": told by history " + caught);
            }
        }
        assertEquals(
                List.of(), survivors, "faults of " + mutants.size() + " that " + HISTORIES + " histories did not tell");
    }

    @Test
    void historiesOfSessionsTellEachFault() throws IOException {
        List<String> survivors = new ArrayList<>();
        for (Mutant mutant : SessionFaults.all()) {
            if (!isCaughtBySessions(mutant)) {
                survivors.add(mutant.file() + ": " + mutant.rule());
            }
        }
        assertEquals(List.of(), survivors, "faults that " + HISTORIES + " histories did not tell");
    }

    @Test
    void historiesOfFetchesTellEachFault() throws IOException {
        List<String> survivors = new ArrayList<>();
        for (Mutant mutant : FetchFaults.all()) {
            int caught = caughtByFetches(mutant);
            if (caught < 0) {
                survivors.add(mutant.file() + ": " + mutant.rule());
            }
            if (Boolean.getBoolean("share.mutants.told")) {
                System.out.println(mutant.file() + ": " + mutant.rule() + ": told by history " + caught);
            }
        }
        assertEquals(List.of(), survivors, "faults that " + FETCH_HISTORIES + " histories did not tell");
    }

    private static int caughtByFetches(Mutant mutant) throws IOException {
        FetchHistory.Maker maker = MutatedClasses.fetchesWith(mutant);
        for (int seed = 0; seed < FETCH_HISTORIES; seed++) {
            try {
                if (new FetchHistory(seed, KafkaFetchSide::new, maker).play(ShareFetchesAnswerLikeKafkaTest.STEPS)
                        != null) {
                    return seed;
                }
            } catch (RuntimeException e) {
                // Our side has thrown where it must not.
                return seed;
            }
        }
        return -1;
    }

    private static boolean isCaughtBySessions(Mutant mutant) throws IOException {
        ShareSessionsAnswerLikeKafkaTest.Maker maker = MutatedClasses.sessionsWith(mutant);
        for (int seed = 0; seed < HISTORIES; seed++) {
            try {
                ShareSessionsAnswerLikeKafkaTest.play(seed, maker);
            } catch (AssertionError | RuntimeException e) {
                // It differs, or has thrown where it must not.
                return true;
            }
        }
        return false;
    }

    private static int caughtBy(Mutant mutant) throws IOException {
        History.Maker maker = MutatedClasses.with(mutant);
        for (int seed = 0; seed < HISTORIES; seed++) {
            try {
                if (new History(seed, KafkaSide::new, maker).play(STEPS) != null) {
                    return seed;
                }
            } catch (RuntimeException e) {
                // Our side has thrown where it must not.
                return seed;
            }
        }
        return -1;
    }
}
