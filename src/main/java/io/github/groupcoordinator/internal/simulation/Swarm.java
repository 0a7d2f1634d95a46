package io.github.groupcoordinator.internal.simulation;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.schedule.Seeds;
import io.github.groupcoordinator.simulation.FaultKind;
import io.github.groupcoordinator.simulation.SimulatedFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one run, drawn from its seed and from the requests that the runs before it were seen to send: first the
 * kinds, then the faults of these kinds. So a test without transactions has no faults of transactions, and one without
 * workers no crashes.
 */
final class Swarm {
    private static final int MOST_FAULTS = 8;
    private static final int LATEST_CALL = 24;

    /**
     * The longest that faults may hold up what a producer sends: with Kafka's defaults it delivers for two minutes
     * ({@code delivery.timeout.ms}), and a test that fails because its orders were never sent tells nothing.
     */
    private static final int MOST_HOLD_UP_MS = 100_000;

    private static final int LONGEST_PARTITION_OF_PRODUCERS_MS = 20_000;
    private static final int LONGEST_DELAY_MS = 5_000;
    private static final Set<ApiKeys> HOLD_RECORDS_UP = EnumSet.of(ApiKeys.PRODUCE, ApiKeys.INIT_PRODUCER_ID);

    /** The requests of a consumer of the classic protocol; those that matter most are there more than once. */
    private static final List<ApiKeys> OF_EVERY_TEST = List.of(
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

    /** The requests of share consumers, which older clients than 4.0 do not know: by name. */
    private static final List<String> OF_SHARE_GROUPS = List.of(
            "SHARE_FETCH",
            "SHARE_FETCH",
            "SHARE_FETCH",
            "SHARE_ACKNOWLEDGE",
            "SHARE_ACKNOWLEDGE",
            "SHARE_GROUP_HEARTBEAT",
            "SHARE_GROUP_HEARTBEAT");

    /** The requests that only some tests send. */
    private static final List<ApiKeys> OF_SOME_TESTS = withThoseOfNewerGroups(
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.PRODUCE,
            ApiKeys.INIT_PRODUCER_ID,
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.END_TXN,
            ApiKeys.END_TXN);

    private final Random random;
    private final Traffic seen;

    private static List<ApiKeys> withThoseOfNewerGroups(ApiKeys... others) {
        List<ApiKeys> all = new ArrayList<>(Arrays.asList(others));
        if (Apis.areShareGroupsKnown()) {
            OF_SHARE_GROUPS.forEach(name -> all.add(ApiKeys.valueOf(name)));
        }
        if (Apis.areStreamsGroupsKnown()) {
            Collections.nCopies(2, "STREAMS_GROUP_HEARTBEAT").forEach(name -> all.add(ApiKeys.valueOf(name)));
        }
        return all;
    }

    private Swarm(long seed, Traffic seen) {
        this.random = Seeds.random(seed, "faults");
        this.seen = seen;
    }

    /** Returns the faults of the run with this seed, in no particular order. */
    static List<SimulatedFault> draw(long seed, Traffic seen) {
        return new Swarm(seed, seen).draw();
    }

    private List<SimulatedFault> draw() {
        Set<FaultKind> possible = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (!apis(kind, true).isEmpty()) {
                possible.add(kind);
            }
        }
        List<SimulatedFault> faults = new ArrayList<>();
        if (possible.isEmpty()) {
            // The test was seen to do nothing that a fault could hit.
            return faults;
        }
        List<FaultKind> kinds = new ArrayList<>(someOf(possible));
        int holdUpMs = 0;
        for (int i = random.nextInt(MOST_FAULTS); i >= 0; i--) {
            FaultKind kind = kinds.get(random.nextInt(kinds.size()));
            List<ApiKeys> apis = apis(kind, holdUpMs + holdUpMs(kind) <= MOST_HOLD_UP_MS);
            if (!apis.isEmpty()) {
                SimulatedFault fault = fault(kind, apis.get(random.nextInt(apis.size())));
                holdUpMs += HOLD_RECORDS_UP.contains(fault.api()) ? holdUpMs(kind) : 0;
                faults.add(fault);
            }
        }
        return faults;
    }

    /** Returns how long a fault holds up what a producer sends, at most. */
    private static int holdUpMs(FaultKind kind) {
        return switch (kind) {
            // An idle producer looks every request.timeout.ms whether a request is older than that: 30 s, twice.
            case DROP, LOSE_RESPONSE -> 60_000;
            case PARTITION -> LONGEST_PARTITION_OF_PRODUCERS_MS;
            case RESPOND, DISCONNECT, DELAY, FAILOVER -> LONGEST_DELAY_MS;
            case CRASH_BEFORE, CRASH_AFTER, PAUSE -> 0;
        };
    }

    /** Returns the APIs whose requests a kind of fault can hit, by weight. */
    private List<ApiKeys> apis(FaultKind kind, boolean mayHoldRecordsUp) {
        List<ApiKeys> apis = new ArrayList<>(OF_EVERY_TEST);
        if (!seen.isEmpty()) {
            apis.addAll(OF_SOME_TESTS);
            apis.removeIf(api -> seen.most(api, kind.isOfWorkersOnly()) == 0);
        }
        if (kind == FaultKind.FAILOVER) {
            apis.removeIf(api -> !hasCoordinator(api));
        }
        if (!mayHoldRecordsUp) {
            apis.removeAll(HOLD_RECORDS_UP);
        }
        return apis;
    }

    /** A producer without transactions asks any broker for its id. */
    private boolean hasCoordinator(ApiKeys api) {
        return Apis.isToCoordinator(api) && (api != ApiKeys.INIT_PRODUCER_ID || seen.most(ApiKeys.END_TXN, false) > 0);
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

    private SimulatedFault fault(FaultKind kind, ApiKeys api) {
        int latest = seen.isEmpty() ? LATEST_CALL : Math.min(LATEST_CALL, seen.most(api, kind.isOfWorkersOnly()));
        // Early calls more often than late ones: a run that goes wrong may never make the late ones.
        int call = 1 + (int) (latest * random.nextDouble() * random.nextDouble());
        String argument =
                switch (kind) {
                    case RESPOND -> error(api).name();
                    case DELAY -> between(10, LONGEST_DELAY_MS);
                    case CRASH_BEFORE, CRASH_AFTER -> between(100, 20_000);
                    case PAUSE -> between(1_000, 60_000);
                    case PARTITION ->
                        between(1_000, HOLD_RECORDS_UP.contains(api) ? LONGEST_PARTITION_OF_PRODUCERS_MS : 60_000);
                    case DISCONNECT, DROP, LOSE_RESPONSE, FAILOVER -> "";
                };
        return new SimulatedFault(api, call, kind, argument);
    }

    private Errors error(ApiKeys api) {
        Api<?> served = Apis.find(api);
        if (served == null) {
            throw new IllegalStateException(api + " is drawn, but not served");
        }
        List<Errors> errors = served.errors().passing(protocol());
        return errors.get(random.nextInt(errors.size()));
    }

    /** Returns the protocol of all groups that were seen, or null. */
    private @Nullable GroupProtocol protocol() {
        boolean classic = seen.most(ApiKeys.JOIN_GROUP, false) > 0;
        boolean consumer = seen.most(ApiKeys.CONSUMER_GROUP_HEARTBEAT, false) > 0;
        if (classic == consumer) {
            return null;
        }
        return classic ? GroupProtocol.CLASSIC : GroupProtocol.CONSUMER;
    }

    /** Short ones as often as long ones: even on a logarithmic scale. */
    private String between(int leastMs, int mostMs) {
        return Long.toString(Math.round(leastMs * Math.pow((double) mostMs / leastMs, random.nextDouble())));
    }
}
