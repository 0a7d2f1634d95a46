package io.github.groupcoordinator.internal.simulation;

import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulatedFault;
import io.github.groupcoordinator.simulation.SimulationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one simulation, one after the other: each knows what came of those before. When one fails, its faults are
 * shrunk in further runs, and a last run shows the failure that is left.
 *
 * <p>Runs may be told apart from each other: then each depends on its seed and on what the first run was seen to send,
 * and a {@link Part} of them can run elsewhere.
 */
public final class Campaign {
    private static final String SEED = "seed=";

    private final long firstSeed;
    private final int runs;
    private final FaultMix mix;
    private final @Nullable String replay;
    private final boolean apart;
    private final @Nullable Part part;
    private final Map<String, Boolean> sometimes = new LinkedHashMap<>();
    private final Traffic traffic;
    private Traffic ofLast = new Traffic();
    private int number;
    private @Nullable CampaignRun last;
    private @Nullable CampaignRun found;
    private @Nullable Shrinking shrinking;

    private Campaign(
            long firstSeed, int runs, FaultMix mix, @Nullable String replay, boolean apart, @Nullable Part part) {
        this.firstSeed = firstSeed;
        this.runs = runs;
        this.mix = mix;
        this.replay = replay;
        this.apart = apart;
        this.part = part;
        this.traffic = part == null ? new Traffic() : Traffic.parse(part.traffic());
        this.number = part == null ? 0 : part.first() - part.parts();
    }

    /** Explores so many seeds, counting from the first; each run's faults are drawn on what all before it sent. */
    public static Campaign explore(long firstSeed, int runs, FaultMix mix) {
        requireRuns(runs);
        return new Campaign(firstSeed, runs, mix, null, false, null);
    }

    /** Explores so many seeds, counting from the first; each run's faults are drawn on what the first one sent. */
    public static Campaign exploreApart(long firstSeed, int runs, FaultMix mix) {
        requireRuns(runs);
        return new Campaign(firstSeed, runs, mix, null, true, null);
    }

    /** Explores a part of the runs of {@link #exploreApart}, up to the first that fails; none of them is shown. */
    public static Campaign explorePart(long firstSeed, int runs, FaultMix mix, Part part) {
        requireRuns(runs);
        return new Campaign(firstSeed, runs, mix, null, true, part);
    }

    private static void requireRuns(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("runs = " + runs + ": a simulation has at least one run");
        }
    }

    /**
     * Runs one run again, as the message of its failure says.
     *
     * @throws IllegalArgumentException if it can't be read
     */
    public static Campaign replay(String text) {
        long seed = parseSeed(text);
        parsePlan(text);
        return new Campaign(seed, 1, FaultMix.NONE, text, false, null);
    }

    private static long parseSeed(String text) {
        String first = text.trim().split(" +")[0];
        try {
            if (first.startsWith(SEED)) {
                return Long.parseLong(first.substring(SEED.length()));
            }
        } catch (NumberFormatException e) {
            throw unreadable(text, e);
        }
        throw unreadable(text, null);
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no replay; copy it from the failure, it reads like seed=17 FETCH#2:drop", cause);
    }

    private static CampaignRun.Plan parsePlan(String text) {
        List<SimulatedFault> faults = new ArrayList<>();
        List<Departure.OfTurn> turns = new ArrayList<>();
        String[] words = text.trim().split(" +");
        for (int i = 1; i < words.length; i++) {
            Departure.OfTurn turn = Departure.OfTurn.parse(words[i]);
            if (turn == null) {
                faults.add(SimulatedFault.parse(words[i]));
            } else {
                turns.add(turn);
            }
        }
        return new CampaignRun.Plan(faults, Turns.of(turns));
    }

    /** Returns the next run, or null if that was all; what came of the one before is known by now. */
    public @Nullable CampaignRun next() {
        last = choose();
        return last;
    }

    private @Nullable CampaignRun choose() {
        CampaignRun before = last;
        if (before == null || before.isShown() || !before.hasEnded()) {
            return before == null ? first() : null;
        }
        if (!apart || number == 1) {
            traffic.add(ofLast);
        }
        if (part != null) {
            return before.failure() == null ? explored() : null;
        }
        if (shrinking != null) {
            shrinking.tried(isSameFailure(before), before.departures());
        } else if (before.failure() != null) {
            found = before;
            shrinking = new Shrinking(before.departures());
        }
        return shrinking == null ? explored() : shrunk(shrinking);
    }

    private @Nullable CampaignRun first() {
        if (replay != null) {
            number = 1;
            return run(firstSeed, parsePlan(replay), "replay of " + replay, true, sometimes);
        }
        return explored();
    }

    private @Nullable CampaignRun explored() {
        int step = part == null ? 1 : part.parts();
        if (number + step > runs) {
            return null;
        }
        number += step;
        long seed = firstSeed + number - 1;
        List<SimulatedFault> faults = mix == FaultMix.SWARM ? Swarm.draw(seed, traffic) : List.of();
        CampaignRun.Plan plan = new CampaignRun.Plan(faults, Turns.drawn(seed));
        // What was the case in a run of a part counts only if that run is told to have passed.
        Map<String, Boolean> seen = part == null ? sometimes : new LinkedHashMap<>();
        return run(seed, plan, "run " + number + " of " + runs + ", seed " + seed, false, seen);
    }

    private CampaignRun shrunk(Shrinking steps) {
        long seed = firstSeed + number - 1;
        List<Departure> candidate = steps.next();
        boolean done = candidate == null;
        List<Departure> departures = candidate == null ? steps.shortest() : candidate;
        CampaignRun.Plan plan =
                new CampaignRun.Plan(Departure.faults(departures), Turns.of(Departure.turns(departures)));
        String name = "seed " + seed + (done ? " with " : ", shrinking: with ") + count(departures);
        return run(seed, plan, name, done, new LinkedHashMap<>());
    }

    private CampaignRun run(long seed, CampaignRun.Plan plan, String name, boolean shown, Map<String, Boolean> seen) {
        Traffic ofThis = new Traffic();
        ofLast = ofThis;
        return new CampaignRun(seed, plan, name, shown, seen, ofThis::saw);
    }

    private boolean isSameFailure(CampaignRun run) {
        Throwable failure = run.failure();
        Throwable first = found == null ? null : found.failure();
        return failure != null && first != null && failure.getClass() == first.getClass();
    }

    /** Returns the part of the runs after the first one that has this index, of so many parts. */
    public Part part(int index, int parts) {
        return new Part(index, parts, traffic.toString());
    }

    /** Returns whether the run is one that explores: neither replayed nor one that shrinks a failure. */
    public boolean explores(CampaignRun run) {
        return replay == null && shrinking == null && run == last;
    }

    /** Returns which one the last explored run was, counted from 1; 0 before the first. */
    public int number() {
        return number;
    }

    /** Returns how many runs explore, if none fails. */
    public int runs() {
        return runs;
    }

    /** Returns whether the run is the last one that explores. */
    public boolean isLast(CampaignRun run) {
        return part == null && explores(run) && number == runs;
    }

    /** Returns what was said to be sometimes the case, and never was. */
    public List<String> neverTrue() {
        return sometimes.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    /** Returns the error that the simulation fails with if what has to be true sometimes never was. */
    public AssertionError never() {
        return new AssertionError(
                "In " + runs + " runs of the simulation it was never true: " + String.join("; ", neverTrue())
                        + ". It has not tested what it is meant to: run more often, let the test do more, or correct"
                        + " the condition given to sometimes(..).");
    }

    /** Returns the failure of a shown run with its story: which run, which faults, how to see it again. */
    public AssertionError describe(CampaignRun run, Throwable failure) {
        return new SimulationFailure(story(run) + "\n\n" + failure, failure);
    }

    /** Returns whether the run repeats one that failed. */
    public boolean mustFail(CampaignRun run) {
        return found != null && run.isShown();
    }

    /** Returns the error of a shown run that passes though the same run failed before. */
    public AssertionError notRepeated(CampaignRun run) {
        Throwable failure = found == null ? null : found.failure();
        return new SimulationFailure(
                story(run)
                        + "\n\nBut that run passed when it was run again: something in the test is not the same in each"
                        + " run. Look for static state, threads, the wall clock, random numbers without a seed. It had"
                        + " failed with: " + failure,
                failure);
    }

    /** Returns the error of a run that passes here though it failed in another JVM. */
    public AssertionError notTheSameHere(CampaignRun run, String failure) {
        return new SimulationFailure(
                "Run " + number + " of " + runs + ", with seed " + run.seed() + ", failed in a JVM of its own, but"
                        + " passed in this one: something in the test is not the same in each JVM. Look for static"
                        + " state, files, the wall clock, random numbers without a seed. It had failed with: "
                        + failure,
                null);
    }

    private String story(CampaignRun run) {
        StringBuilder text = new StringBuilder();
        List<Departure> departures = departures(run);
        if (found == null || shrinking == null) {
            text.append("Replayed with ").append(count(departures));
        } else {
            text.append("Run ")
                    .append(number)
                    .append(" of ")
                    .append(runs)
                    .append(" failed, with seed ")
                    .append(run.seed())
                    .append(" and ")
                    .append(count(departures))
                    .append(", shrunk from ")
                    .append(found.faults().size() + found.turns().taken().size())
                    .append(" in ")
                    .append(shrinking.runs())
                    .append(shrinking.runs() == 1 ? " more run" : " more runs");
        }
        run.faults().forEach(fault -> text.append("\n  - ").append(fault.describe()));
        run.turns().describe().forEach(turn -> text.append("\n  - ").append(turn));
        return text.append("\nReplay it with:  @Simulation(replay = \"")
                .append(replayOf(run))
                .append("\")")
                .toString();
    }

    private static String replayOf(CampaignRun run) {
        StringBuilder text = new StringBuilder(SEED).append(run.seed());
        departures(run).forEach(departure -> text.append(' ').append(departure));
        return text.toString();
    }

    /** Returns what a run is told with: the faults that it may meet, and the turns that it took. */
    private static List<Departure> departures(CampaignRun run) {
        List<Departure> departures = new ArrayList<>();
        run.faults().forEach(fault -> departures.add(new Departure.OfFault(fault)));
        departures.addAll(run.turns().taken());
        return departures;
    }

    private static String count(List<Departure> departures) {
        int faults = Departure.faults(departures).size();
        int turns = departures.size() - faults;
        String ofFaults = faults == 0 ? "no fault" : faults == 1 ? "1 fault" : faults + " faults";
        return turns == 0
                ? ofFaults
                : (faults == 0 ? "" : ofFaults + " and ")
                        + (turns == 1 ? "1 turn of another thread" : turns + " turns of other threads");
    }
}
