package io.github.groupcoordinator.internal.simulation;

import io.github.groupcoordinator.simulation.SimulatedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One thing in which a run departs from the usual one: a fault, or a turn that another thread has. */
sealed interface Departure {

    /** A fault that may hit. */
    record OfFault(SimulatedFault fault) implements Departure {
        @Override
        public String toString() {
            return fault.toString();
        }
    }

    /**
     * A turn that not the thread next in the order of creation has, but one further on.
     *
     * @param turn counted from 1 over all turns that more than one thread could have
     * @param skipped how many threads are passed over, at least 1
     */
    record OfTurn(int turn, int skipped) implements Departure {
        private static final Pattern WRITTEN = Pattern.compile("turn#([1-9][0-9]{0,8}):([1-9][0-9]{0,5})");

        /** Reads what {@link #toString} wrote; null if that is no turn. */
        static @Nullable OfTurn parse(String text) {
            Matcher matcher = WRITTEN.matcher(text);
            return matcher.matches()
                    ? new OfTurn(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                    : null;
        }

        @Override
        public String toString() {
            return "turn#" + turn + ":" + skipped;
        }
    }

    /** Returns the faults among departures, in their order. */
    static List<SimulatedFault> faults(List<Departure> departures) {
        List<SimulatedFault> faults = new ArrayList<>();
        for (Departure departure : departures) {
            if (departure instanceof OfFault of) {
                faults.add(of.fault());
            }
        }
        return faults;
    }

    /** Returns the turns among departures, in their order. */
    static List<OfTurn> turns(List<Departure> departures) {
        List<OfTurn> turns = new ArrayList<>();
        for (Departure departure : departures) {
            if (departure instanceof OfTurn turn) {
                turns.add(turn);
            }
        }
        return turns;
    }
}
