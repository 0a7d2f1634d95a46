package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The faults follow the sources: whoever moves or rewrites what one of them changes learns of it before the hunt. */
class ShareMutantsTest {

    @Test
    void everyMutantHasItsPlaceInTheSources() {
        List<Mutant> mutants = new ArrayList<>(AcquisitionFaults.all());
        mutants.addAll(StateFaults.all());
        mutants.addAll(AcknowledgementFaults.all());
        mutants.addAll(SessionFaults.all());
        mutants.addAll(FetchFaults.all());
        List<String> lost = new ArrayList<>();
        for (Mutant mutant : mutants) {
            try {
                MutatedClasses.mutated(mutant);
            } catch (IOException e) {
                lost.add(mutant.rule() + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), lost);
    }
}
