package io.github.groupcoordinator.simulation;

import io.github.groupcoordinator.fault.TransientErrors;
import io.github.groupcoordinator.internal.schedule.Seeds;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Draws the faults of one run from its seed: first which kinds, then which faults of these kinds. */
final class Swarm {
    private static final int MOST_FAULTS = 8;
    private static final int LATEST_CALL = 24;

    /** What a consumer that works does; requests that matter most are there more than once. */
    private static final List<ApiKeys> APIS = List.of(
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.FETCH,
            ApiKeys.FETCH,
            ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP,
            ApiKeys.HEARTBEAT,
            ApiKeys.OFFSET_FETCH,
            ApiKeys.FIND_COORDINATOR,
            ApiKeys.LEAVE_GROUP);

    private final Random random;

    private Swarm(long seed) {
        this.random = Seeds.random(seed, "faults");
    }

    /** Returns the faults of the run with this seed, in no particular order. */
    static List<SimulatedFault> draw(long seed) {
        return new Swarm(seed).draw();
    }

    private List<SimulatedFault> draw() {
        List<FaultKind> kinds = new ArrayList<>(someOf(EnumSet.allOf(FaultKind.class)));
        List<SimulatedFault> faults = new ArrayList<>();
        for (int i = random.nextInt(MOST_FAULTS); i >= 0; i--) {
            faults.add(fault(kinds.get(random.nextInt(kinds.size()))));
        }
        return faults;
    }

    private Set<FaultKind> someOf(Set<FaultKind> all) {
        Set<FaultKind> some = EnumSet.noneOf(FaultKind.class);
        while (some.isEmpty()) {
            all.forEach(kind -> {
                if (random.nextBoolean()) {
                    some.add(kind);
                }
            });
        }
        return some;
    }

    private SimulatedFault fault(FaultKind kind) {
        ApiKeys api = APIS.get(random.nextInt(APIS.size()));
        // Early calls more often than late ones: a short test never makes the late ones.
        int call = 1 + (int) (LATEST_CALL * random.nextDouble() * random.nextDouble());
        String argument =
                switch (kind) {
                    case RESPOND -> error(api).name();
                    case DELAY -> between(10, 5_000);
                    case CRASH_BEFORE, CRASH_AFTER -> between(100, 20_000);
                    case PAUSE, PARTITION -> between(1_000, 60_000);
                    case DISCONNECT, DROP, LOSE_RESPONSE -> "";
                };
        return new SimulatedFault(api, call, kind, argument);
    }

    private Errors error(ApiKeys api) {
        List<Errors> errors = TransientErrors.of(api);
        return errors.get(random.nextInt(errors.size()));
    }

    /** Short ones as often as long ones: even on a logarithmic scale. */
    private String between(int leastMs, int mostMs) {
        return Long.toString(Math.round(leastMs * Math.pow((double) mostMs / leastMs, random.nextDouble())));
    }
}
