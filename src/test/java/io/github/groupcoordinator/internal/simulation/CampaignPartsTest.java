package io.github.groupcoordinator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulatedFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** Simulations whose runs do not depend on each other, whole and in parts. */
final class CampaignPartsTest {
    private static final int RUNS = 11;

    /** Plays a made-up test that sends more with each seed, and returns the faults of each run by its seed. */
    private static Map<Long, List<SimulatedFault>> play(Campaign campaign, LongPredicate fails) {
        Map<Long, List<SimulatedFault>> faults = new TreeMap<>();
        for (CampaignRun run = campaign.next(); run != null; run = campaign.next()) {
            run.arrived(ApiKeys.FETCH, (int) run.seed() - 3, 1);
            if (run.seed() > 5) {
                run.arrived(ApiKeys.END_TXN, 1, 0);
            }
            run.sometimes("seed " + run.seed(), true);
            assertThat(run.isShown()).isFalse();
            assertThat(campaign.explores(run)).isTrue();
            faults.put(run.seed(), run.faults());
            run.ended(fails.test(run.seed()) ? new IllegalStateException("lost an order") : null);
        }
        return faults;
    }

    private static Map<Long, List<SimulatedFault>> playPart(int index, int parts, LongPredicate fails) {
        Campaign first = Campaign.exploreApart(5, RUNS, FaultMix.SWARM);
        CampaignRun calibration = first.next();
        assertThat(calibration).isNotNull();
        calibration.arrived(ApiKeys.FETCH, 2, 1);
        calibration.ended(null);
        first.next();
        Part part = Part.parse(first.part(index, parts).toString());
        return play(Campaign.explorePart(5, RUNS, FaultMix.SWARM, part), fails);
    }

    @Test
    void partsHaveTheRunsOfTheWholeWithTheSameFaults() {
        Map<Long, List<SimulatedFault>> whole = play(Campaign.exploreApart(5, RUNS, FaultMix.SWARM), seed -> false);
        assertThat(whole.keySet()).hasSize(RUNS);

        for (int parts = 1; parts < 5; parts++) {
            Map<Long, List<SimulatedFault>> together = new TreeMap<>();
            together.put(5L, whole.get(5L));
            for (int i = 0; i < parts; i++) {
                Map<Long, List<SimulatedFault>> part = playPart(i, parts, seed -> false);
                for (long seed : part.keySet()) {
                    assertThat(Part.indexOf((int) seed - 4, parts)).isEqualTo(i);
                }
                together.putAll(part);
            }
            assertThat(together).isEqualTo(whole);
        }
    }

    @Test
    void faultsOfRunsApartAreDrawnOnWhatTheFirstSent() {
        Map<Long, List<SimulatedFault>> apart = play(Campaign.exploreApart(5, 60, FaultMix.SWARM), seed -> false);
        List<SimulatedFault> later = new ArrayList<>();
        apart.forEach((seed, faults) -> later.addAll(seed == 5 ? List.of() : faults));

        assertThat(later).hasSizeGreaterThan(50).allSatisfy(fault -> {
            assertThat(fault.api()).as("no other was sent by the first").isEqualTo(ApiKeys.FETCH);
            assertThat(fault.call()).isLessThanOrEqualTo(2);
        });
    }

    @Test
    void partEndsWithTheFirstRunThatFails() {
        assertThat(playPart(1, 3, seed -> seed >= 10).keySet()).containsExactly(7L, 10L);
    }

    @Test
    void whatIsTrueInOneRunOfAPartIsOfThatRunAlone() {
        Campaign campaign = Campaign.explorePart(1, 5, FaultMix.NONE, new Part(0, 2, ""));
        List<Map<String, Boolean>> seen = new ArrayList<>();
        for (CampaignRun run = campaign.next(); run != null; run = campaign.next()) {
            run.sometimes("seed " + run.seed(), false);
            seen.add(run.sometimes());
            run.ended(null);
            assertThat(campaign.isLast(run)).isFalse();
        }

        assertThat(seen).containsExactly(Map.of("seed 2", false), Map.of("seed 4", false));
    }

    @Test
    void runThatPassedElsewhereCountsAsOneHere() {
        Campaign campaign = Campaign.exploreApart(1, 2, FaultMix.NONE);
        CampaignRun first = campaign.next();
        assertThat(first).isNotNull();
        first.sometimes("a crash", false);
        first.ended(null);
        CampaignRun second = campaign.next();
        assertThat(second).isNotNull();

        Map<String, Boolean> there = new LinkedHashMap<>();
        there.put("a timeout", false);
        there.put("a crash", true);
        second.passedElsewhere(12, there);

        assertThat(first.isElsewhere()).isFalse();
        assertThat(second.isElsewhere()).isTrue();
        assertThat(second.events()).isEqualTo(12);
        assertThat(campaign.isLast(second)).isTrue();
        assertThat(campaign.neverTrue()).containsExactly("a timeout");
        assertThat(campaign.next()).isNull();
    }

    @Test
    void whatIsNoPartIsRefused() {
        assertThatThrownBy(() -> Part.parse("1")).hasMessage("\"1\" is no part of a simulation");
        assertThatThrownBy(() -> Campaign.explorePart(1, 5, FaultMix.NONE, new Part(0, 1, "FETCH=1")))
                .hasMessage("\"FETCH=1\" says of no API how many requests there were");
    }
}
