package io.github.groupcoordinator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.simulation.FaultKind;
import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulatedFault;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The runs of a simulation, with a made-up test. */
final class CampaignTest {
    private static final List<ApiKeys> TRANSACTIONS = List.of(
            ApiKeys.INIT_PRODUCER_ID,
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.END_TXN);

    private final List<String> names = new ArrayList<>();

    /** Lets each run meet all of its faults; the made-up test says what it fails with, or null. */
    private CampaignRun play(Campaign campaign, Function<CampaignRun, @Nullable Throwable> test) {
        CampaignRun last = null;
        for (CampaignRun run = campaign.next(); run != null; run = campaign.next()) {
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
        CampaignRun shown = play(
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
        CampaignRun shown = play(Campaign.explore(1, 10, FaultMix.SWARM), run -> failsIf(true));

        assertThat(shown.faults()).isEmpty();
        assertThat(names).last().asString().isEqualTo("seed 1 with no fault");
    }

    @Test
    void anotherFailureThanTheFirstIsNotFollowed() {
        CampaignRun shown = play(Campaign.explore(1, 200, FaultMix.SWARM), run -> {
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
        CampaignRun first = campaign.next();
        assertThat(first).isNotNull();
        assertThat(first.faults()).isNotEmpty();
        first.ended(new IllegalStateException("lost an order"));

        CampaignRun shown = campaign.next();

        assertThat(shown).isNotNull();
        assertThat(shown.isShown()).isTrue();
        assertThat(shown.faults()).isEmpty();
    }

    @Test
    void replayRunsOneRunWithItsFaults() {
        CampaignRun shown = play(
                Campaign.replay("seed=17 OFFSET_COMMIT#3:respond(NOT_COORDINATOR) FETCH#2:drop END_TXN#1:failover"
                        + " TXN_OFFSET_COMMIT#1:failover"),
                run -> null);

        assertThat(names).hasSize(1);
        assertThat(shown.seed()).isEqualTo(17);
        assertThat(shown.isShown()).isTrue();
        assertThat(shown.faults())
                .extracting(SimulatedFault::describe)
                .containsExactly(
                        "OffsetCommit number 3: answered NOT_COORDINATOR",
                        "Fetch number 2: never arrives",
                        "EndTxn number 1: the coordinator of its transaction fails over as it arrives",
                        "TxnOffsetCommit number 1: the coordinator of its group fails over as it arrives");
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
        assertThatThrownBy(() -> Campaign.replay("seed=17 FETCH#1:failover"))
                .hasMessageContaining("failover goes with requests to a coordinator, not with FETCH");
        assertThatThrownBy(() -> Campaign.explore(1, 0, FaultMix.NONE)).hasMessageContaining("runs = 0");
    }

    /** Returns what a test with workers, producers and transactions sends, in both group protocols. */
    private static Traffic everything() {
        Traffic traffic = new Traffic();
        for (ApiKeys api : List.of(
                ApiKeys.JOIN_GROUP,
                ApiKeys.SYNC_GROUP,
                ApiKeys.HEARTBEAT,
                ApiKeys.LEAVE_GROUP,
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                ApiKeys.OFFSET_COMMIT,
                ApiKeys.OFFSET_FETCH,
                ApiKeys.FETCH,
                ApiKeys.FIND_COORDINATOR)) {
            traffic.saw(api, 50, 40);
        }
        for (ApiKeys api : TRANSACTIONS) {
            traffic.saw(api, 5, 0);
        }
        traffic.saw(ApiKeys.PRODUCE, 3, 0);
        return traffic;
    }

    @Test
    void everyFaultThatIsDrawnCanBeReadBack() {
        for (Traffic seen : List.of(new Traffic(), everything())) {
            for (long seed = 1; seed <= 500; seed++) {
                List<SimulatedFault> faults = Swarm.draw(seed, seen);
                assertThat(faults).hasSizeBetween(1, 8).allSatisfy(fault -> {
                    assertThat(SimulatedFault.parse(fault.toString())).isEqualTo(fault);
                    assertThat(fault.describe()).contains(fault.api().name);
                });
                assertThat(faults).isEqualTo(Swarm.draw(seed, seen));
            }
        }
    }

    /** Returns what is drawn for so many seeds. */
    private static List<SimulatedFault> drawn(Traffic seen) {
        List<SimulatedFault> faults = new ArrayList<>();
        for (long seed = 1; seed <= 300; seed++) {
            faults.addAll(Swarm.draw(seed, seen));
        }
        return faults;
    }

    @Test
    void everyApiThatWasSeenHasFaultsOfEveryKindThatGoesWithIt() {
        List<SimulatedFault> faults = drawn(everything());

        assertThat(faults).extracting(SimulatedFault::kind).contains(FaultKind.values());
        assertThat(faults)
                .extracting(SimulatedFault::api)
                .contains(ApiKeys.CONSUMER_GROUP_HEARTBEAT, ApiKeys.PRODUCE)
                .containsAll(TRANSACTIONS);
        assertThat(faults)
                .filteredOn(fault -> fault.kind() == FaultKind.FAILOVER)
                .extracting(SimulatedFault::api)
                .contains(ApiKeys.OFFSET_COMMIT, ApiKeys.CONSUMER_GROUP_HEARTBEAT)
                .containsAll(TRANSACTIONS)
                .doesNotContain(ApiKeys.PRODUCE, ApiKeys.FETCH, ApiKeys.FIND_COORDINATOR);
    }

    @Test
    void noFaultIsDrawnOnWhatWasNotSeen() {
        Traffic seen = new Traffic();
        seen.saw(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 7, 0);
        seen.saw(ApiKeys.FETCH, 2, 0);

        assertThat(drawn(seen)).hasSizeGreaterThan(300).allSatisfy(fault -> {
            assertThat(fault.api()).isIn(ApiKeys.CONSUMER_GROUP_HEARTBEAT, ApiKeys.FETCH);
            assertThat(fault.call()).isLessThanOrEqualTo(fault.api() == ApiKeys.FETCH ? 2 : 7);
            assertThat(fault.kind().isOfWorkersOnly()).as("no worker was seen").isFalse();
        });
    }

    @Test
    void fewFaultsHoldUpWhatAProducerSends() {
        Traffic seen = new Traffic();
        seen.saw(ApiKeys.PRODUCE, 50, 0);
        seen.saw(ApiKeys.INIT_PRODUCER_ID, 1, 0);

        for (long seed = 1; seed <= 300; seed++) {
            List<SimulatedFault> faults = Swarm.draw(seed, seen);
            assertThat(faults)
                    .filteredOn(fault -> fault.kind() == FaultKind.DROP || fault.kind() == FaultKind.LOSE_RESPONSE)
                    .as("two would take longer than delivery.timeout.ms")
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(faults)
                    .filteredOn(fault -> fault.kind() == FaultKind.PARTITION)
                    .hasSizeLessThanOrEqualTo(5)
                    .allSatisfy(fault -> assertThat(fault.milliseconds()).isLessThanOrEqualTo(20_000));
        }
        assertThat(drawn(seen))
                .as("a producer without transactions has no coordinator")
                .extracting(SimulatedFault::kind)
                .doesNotContain(FaultKind.FAILOVER);
    }

    @Test
    void commitMeetsErrorsOfItsGroupsProtocol() {
        Traffic classic = new Traffic();
        classic.saw(ApiKeys.JOIN_GROUP, 3, 0);
        classic.saw(ApiKeys.OFFSET_COMMIT, 20, 0);
        Traffic consumer = new Traffic();
        consumer.saw(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 3, 0);
        consumer.saw(ApiKeys.OFFSET_COMMIT, 20, 0);
        Traffic both = new Traffic();
        both.add(classic);
        both.add(consumer);

        assertThat(errorsOfCommits(classic))
                .contains("REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION")
                .doesNotContain("STALE_MEMBER_EPOCH");
        assertThat(errorsOfCommits(consumer))
                .contains("STALE_MEMBER_EPOCH")
                .doesNotContain("REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION");
        assertThat(errorsOfCommits(both))
                .contains("UNKNOWN_MEMBER_ID")
                .doesNotContain("STALE_MEMBER_EPOCH", "REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION");
    }

    private static List<String> errorsOfCommits(Traffic seen) {
        return drawn(seen).stream()
                .filter(fault -> fault.api() == ApiKeys.OFFSET_COMMIT && fault.kind() == FaultKind.RESPOND)
                .map(SimulatedFault::argument)
                .distinct()
                .toList();
    }

    @Test
    void runsAfterTheFirstMeetFaultsOnWhatThoseBeforeSent() {
        List<SimulatedFault> later = new ArrayList<>();
        play(Campaign.explore(1, 100, FaultMix.SWARM), run -> {
            run.arrived(ApiKeys.END_TXN, 1, 0);
            run.arrived(ApiKeys.END_TXN, 2, 0);
            if (run.seed() > 1) {
                later.addAll(run.faults());
            }
            return null;
        });

        assertThat(later)
                .hasSizeGreaterThan(100)
                .extracting(SimulatedFault::api)
                .containsOnly(ApiKeys.END_TXN);
        assertThat(later).extracting(SimulatedFault::call).containsOnly(1, 2);
    }

    @Test
    void runsDifferInTheKindsOfFaultsThatTheyMeet() {
        List<FaultKind> all = new ArrayList<>();
        int runsWithOneKind = 0;
        for (long seed = 1; seed <= 200; seed++) {
            List<FaultKind> kinds = Swarm.draw(seed, everything()).stream()
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

    @Test
    void runThatNoSimulationMadeIsRefused() {
        CampaignRun made = Campaign.explore(1, 1, FaultMix.NONE).next();
        assertThat(made).isNotNull();
        assertThat(CampaignRun.of(made)).isSameAs(made);
        SimulationRun elsewhere = new SimulationRun() {
            @Override
            public long seed() {
                return 1;
            }

            @Override
            public List<SimulatedFault> faults() {
                return List.of();
            }

            @Override
            public List<SimulatedFault> fired() {
                return List.of();
            }

            @Override
            public void sometimes(String what, boolean condition) {
                throw new IllegalStateException("nobody should ask");
            }
        };
        assertThatThrownBy(() -> CampaignRun.of(elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A run comes from @Simulation, as a parameter of its test;");
    }
}
