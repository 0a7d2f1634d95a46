package io.github.groupcoordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The runs of a simulation, with a made-up test. */
final class CampaignTest {
    private final List<String> names = new ArrayList<>();

    /** Lets each run meet all of its faults; the made-up test says what it fails with, or null. */
    private SimulationRun play(Campaign campaign, Function<SimulationRun, @Nullable Throwable> test) {
        SimulationRun last = null;
        for (SimulationRun run = campaign.next(); run != null; run = campaign.next()) {
            names.add(run.toString());
            run.faults().forEach(run::fired);
            run.ended(test.apply(run));
            last = run;
        }
        assertThat(last).isNotNull();
        return last;
    }

    private static @Nullable Throwable failsIf(boolean condition) {
        return condition ? new IllegalStateException("lost an order") : null;
    }

    @Test
    void runsThatPassCountTheSeedsUp() {
        play(Campaign.explore(5, 3, FaultMix.NONE), run -> null);

        assertThat(names).containsExactly("run 1 of 3, seed 5", "run 2 of 3, seed 6", "run 3 of 3, seed 7");
    }

    @Test
    void firstFailureIsShrunkAndShown() {
        Campaign campaign = Campaign.explore(1, 200, FaultMix.SWARM);
        SimulationRun shown = play(
                campaign,
                run -> failsIf(run.faults().stream().anyMatch(fault -> fault.kind() == FaultKind.LOSE_RESPONSE)
                        && run.faults().stream().anyMatch(fault -> fault.kind() == FaultKind.DELAY)));

        assertThat(shown.isShown()).isTrue();
        assertThat(shown.faults())
                .extracting(SimulatedFault::kind)
                .containsExactlyInAnyOrder(FaultKind.LOSE_RESPONSE, FaultKind.DELAY);
        assertThat(names).last().asString().isEqualTo("seed " + shown.seed() + " with 2 faults");
        assertThat(campaign.mustFail(shown)).isTrue();
        assertThat(campaign.describe(shown, new IllegalStateException("lost an order")))
                .hasMessageStartingWith("Run " + shown.seed() + " of 200 failed, with seed " + shown.seed()
                        + " and 2 faults, shrunk from ")
                .hasMessageContaining(" more runs\n  - ")
                .hasMessageContaining("\nReplay it with:  @Simulation(replay = \"seed=" + shown.seed() + " ")
                .hasMessageEndingWith("\n\njava.lang.IllegalStateException: lost an order")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void failureWithoutAnyFaultIsShownAsSuch() {
        SimulationRun shown = play(Campaign.explore(1, 10, FaultMix.SWARM), run -> failsIf(true));

        assertThat(shown.faults()).isEmpty();
        assertThat(names).last().asString().isEqualTo("seed 1 with no fault");
    }

    @Test
    void anotherFailureThanTheFirstIsNotFollowed() {
        SimulationRun shown = play(Campaign.explore(1, 200, FaultMix.SWARM), run -> {
            boolean lost = run.faults().stream().anyMatch(fault -> fault.kind() == FaultKind.DELAY);
            return lost
                    ? new IllegalStateException("lost an order")
                    : isFirst() ? null : new IllegalArgumentException();
        });

        assertThat(shown.faults()).extracting(SimulatedFault::kind).containsExactly(FaultKind.DELAY);
    }

    /** Returns whether the run explores, so that nothing has failed yet. */
    private boolean isFirst() {
        return names.get(names.size() - 1).startsWith("run ");
    }

    @Test
    void faultsThatDidNotFireAreLeftAway() {
        Campaign campaign = Campaign.explore(1, 1, FaultMix.SWARM);
        SimulationRun first = campaign.next();
        assertThat(first).isNotNull();
        assertThat(first.faults()).isNotEmpty();
        first.ended(new IllegalStateException("lost an order"));

        SimulationRun shown = campaign.next();

        assertThat(shown).isNotNull();
        assertThat(shown.isShown()).isTrue();
        assertThat(shown.faults()).isEmpty();
    }

    @Test
    void replayRunsOneRunWithItsFaults() {
        SimulationRun shown =
                play(Campaign.replay("seed=17 OFFSET_COMMIT#3:respond(NOT_COORDINATOR) FETCH#2:drop"), run -> null);

        assertThat(names).hasSize(1);
        assertThat(shown.seed()).isEqualTo(17);
        assertThat(shown.isShown()).isTrue();
        assertThat(shown.faults())
                .extracting(SimulatedFault::describe)
                .containsExactly("OffsetCommit number 3: answered NOT_COORDINATOR", "Fetch number 2: never arrives");
    }

    @Test
    void whatCannotBeReplayedIsRefusedWithAnExample() {
        assertThatThrownBy(() -> Campaign.replay("17"))
                .hasMessage("\"17\" is no replay; copy it from the failure, it reads like seed=17 FETCH#2:drop");
        assertThatThrownBy(() -> Campaign.replay("seed=x")).hasMessageContaining("is no replay");
        assertThatThrownBy(() -> Campaign.replay("seed=17 FETCH#0:drop"))
                .hasMessageContaining("\"FETCH#0:drop\" is no fault of a simulation");
        assertThatThrownBy(() -> Campaign.replay("seed=17 FETCH#1:drop(5)"))
                .hasMessageContaining("drop takes nothing in parentheses");
        assertThatThrownBy(() -> Campaign.replay("seed=17 FETCH#1:delay"))
                .hasMessageContaining("delay takes milliseconds in parentheses");
        assertThatThrownBy(() -> Campaign.explore(1, 0, FaultMix.NONE)).hasMessageContaining("runs = 0");
    }

    @Test
    void everyFaultThatIsDrawnCanBeReadBack() {
        for (long seed = 1; seed <= 500; seed++) {
            List<SimulatedFault> faults = Swarm.draw(seed);
            assertThat(faults).hasSizeBetween(1, 8).allSatisfy(fault -> {
                assertThat(SimulatedFault.parse(fault.toString())).isEqualTo(fault);
                assertThat(fault.describe()).contains(fault.api().name);
            });
            assertThat(faults).isEqualTo(Swarm.draw(seed));
        }
    }

    @Test
    void runsDifferInTheKindsOfFaultsThatTheyMeet() {
        List<FaultKind> all = new ArrayList<>();
        int runsWithOneKind = 0;
        for (long seed = 1; seed <= 200; seed++) {
            List<FaultKind> kinds = Swarm.draw(seed).stream()
                    .map(SimulatedFault::kind)
                    .distinct()
                    .toList();
            all.addAll(kinds);
            runsWithOneKind += kinds.size() == 1 ? 1 : 0;
        }

        assertThat(all).contains(FaultKind.values());
        assertThat(runsWithOneKind).isBetween(20, 120);
    }

    @Test
    void whatWasNeverTrueIsNamed() {
        Campaign campaign = Campaign.explore(1, 2, FaultMix.NONE);
        List<Boolean> last = new ArrayList<>();
        play(campaign, run -> {
            last.add(campaign.isLast(run));
            run.sometimes("rebalance during commit", false);
            run.sometimes("a crash", run.seed() == 2);
            return null;
        });

        assertThat(last).containsExactly(false, true);
        assertThat(campaign.neverTrue()).containsExactly("rebalance during commit");
        assertThat(campaign.never())
                .hasMessageStartingWith("In 2 runs of the simulation it was never true: rebalance during commit.");
    }
}
