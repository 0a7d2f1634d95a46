package io.github.groupcoordinator.simulation;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;

/**
 * One fault of a simulated run: what happens on the n-th request of an API that consumers and producers of the cluster
 * send.
 *
 * @param call counted from 1 over all of them; for what only workers can suffer, over all workers
 * @param argument an error's name, or milliseconds; empty if the kind has none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SimulatedFault(ApiKeys api, int call, FaultKind kind, String argument) {
    private static final Pattern WRITTEN =
            Pattern.compile("([A-Z_]+)#([1-9][0-9]{0,8}):([a-zA-Z]+)(?:\\(([A-Z_0-9]+)\\))?");

    /** Checks that the argument goes with the kind, and the kind with the API. */
    public SimulatedFault {
        if (kind == FaultKind.FAILOVER) {
            require(Apis.isToCoordinator(api), kind, "goes with requests to a coordinator, not with " + api);
        }
        switch (kind.argument()) {
            case NONE -> require(argument.isEmpty(), kind, "takes nothing in parentheses");
            case ERROR -> Errors.valueOf(argument);
            case MILLISECONDS -> require(argument.matches("[0-9]{1,9}"), kind, "takes milliseconds in parentheses");
        }
    }

    /**
     * Returns whether it concerns the coordinator of the transaction that the request is about, not that of its group.
     */
    public boolean isOfTransactionCoordinator() {
        Api<?> served = Apis.find(api);
        return served != null && served.isToTransactionCoordinator();
    }

    private static void require(boolean condition, FaultKind kind, String what) {
        if (!condition) {
            throw new IllegalArgumentException(kind.word() + " " + what);
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException naming what can't be read
     */
    public static SimulatedFault parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (matcher.matches()) {
            for (FaultKind kind : FaultKind.values()) {
                if (kind.word().equals(matcher.group(3))) {
                    String argument = matcher.group(4);
                    return new SimulatedFault(
                            ApiKeys.valueOf(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            kind,
                            argument == null ? "" : argument);
                }
            }
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is no fault of a simulation; one reads like OFFSET_COMMIT#3:respond(NOT_COORDINATOR)");
    }

    /** Returns the error to answer with. */
    public Errors error() {
        return Errors.valueOf(argument);
    }

    /** Returns how long it takes. */
    public long milliseconds() {
        return Long.parseLong(argument);
    }

    /** Returns what it does, in words. */
    public String describe() {
        String request = api.name + " number " + call + (kind.isOfWorkersOnly() ? " of the workers: " : ": ");
        String after = kind.argument() == FaultKind.Argument.MILLISECONDS
                ? String.format(Locale.ROOT, "%.3f s", milliseconds() / 1000.0)
                : "";
        return request
                + switch (kind) {
                    case RESPOND -> "answered " + argument;
                    case DISCONNECT -> "connection closed instead of an answer";
                    case DELAY -> "arrives " + after + " later";
                    case DROP -> "never arrives";
                    case LOSE_RESPONSE -> "applied, but its answer never arrives";
                    case CRASH_BEFORE -> "its sender crashes before it is applied, and restarts after " + after;
                    case CRASH_AFTER -> "applied, then its sender crashes, and restarts after " + after;
                    case PAUSE -> "its sender stands still for " + after;
                    case PARTITION -> "its sender is cut off for " + after;
                    case FAILOVER ->
                        "the coordinator of its " + (isOfTransactionCoordinator() ? "transaction" : "group")
                                + " fails over as it arrives";
                };
    }

    /** Returns it as it is written in a replay, for example {@code OFFSET_COMMIT#3:respond(NOT_COORDINATOR)}. */
    @Override
    public String toString() {
        return api.name() + "#" + call + ":" + kind.word() + (argument.isEmpty() ? "" : "(" + argument + ")");
    }
}
