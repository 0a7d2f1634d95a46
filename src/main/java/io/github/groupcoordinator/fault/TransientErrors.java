package io.github.groupcoordinator.fault;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;

/**
 * Of the errors that Kafka gives, those which pass, and which an application has to survive: coordinators and leaders
 * that move, load or are overloaded, rebalances, lost memberships. Neither authorization nor invalid requests.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
public final class TransientErrors {
    private static final List<Errors> COORDINATOR_MOVES =
            List.of(COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR);
    private static final List<Errors> MEMBERSHIP_ENDS =
            List.of(UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, REBALANCE_IN_PROGRESS);
    private static final List<Errors> LEADER_MOVES = List.of(
            NOT_LEADER_OR_FOLLOWER,
            REPLICA_NOT_AVAILABLE,
            FENCED_LEADER_EPOCH,
            UNKNOWN_LEADER_EPOCH,
            KAFKA_STORAGE_ERROR);
    private static final Map<ApiKeys, List<Errors>> BY_API = new EnumMap<>(ApiKeys.class);

    static {
        put(ApiKeys.JOIN_GROUP, COORDINATOR_MOVES, List.of(UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS));
        // Not COORDINATOR_LOAD_IN_PROGRESS, which Kafka's own consumer takes for fatal in a SyncGroup.
        put(ApiKeys.SYNC_GROUP, List.of(COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR), MEMBERSHIP_ENDS);
        put(ApiKeys.HEARTBEAT, List.of(COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR), MEMBERSHIP_ENDS);
        put(ApiKeys.LEAVE_GROUP, COORDINATOR_MOVES, List.of(UNKNOWN_MEMBER_ID));
        put(ApiKeys.OFFSET_COMMIT, COORDINATOR_MOVES, MEMBERSHIP_ENDS, List.of(REQUEST_TIMED_OUT));
        put(ApiKeys.OFFSET_FETCH, List.of(COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR, UNSTABLE_OFFSET_COMMIT));
        put(ApiKeys.FIND_COORDINATOR, List.of(COORDINATOR_NOT_AVAILABLE));
        put(ApiKeys.FETCH, LEADER_MOVES);
        put(ApiKeys.LIST_OFFSETS, LEADER_MOVES, List.of(LEADER_NOT_AVAILABLE, OFFSET_NOT_AVAILABLE));
    }

    private TransientErrors() {}

    @SafeVarargs
    private static void put(ApiKeys api, List<Errors>... parts) {
        List<Errors> all = new ArrayList<>();
        for (List<Errors> part : parts) {
            part.forEach(error -> LegalErrors.require(api, error, false));
            all.addAll(part);
        }
        BY_API.put(api, all);
    }

    /** Returns those of an API; empty for one that has none. */
    public static List<Errors> of(ApiKeys api) {
        return new ArrayList<>(BY_API.getOrDefault(api, List.of()));
    }

    /** Returns the APIs that have some, in the order of the protocol's numbers. */
    public static List<ApiKeys> apis() {
        return new ArrayList<>(BY_API.keySet());
    }
}
