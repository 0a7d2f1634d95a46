package io.github.groupcoordinator.fault;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

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
    private static final List<Errors> EPOCH_ENDS = List.of(UNKNOWN_MEMBER_ID, STALE_MEMBER_EPOCH);
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
        // What a commit of a member meets depends on the protocol of its group, see of(..).
        put(ApiKeys.OFFSET_COMMIT, COORDINATOR_MOVES, List.of(UNKNOWN_MEMBER_ID, REQUEST_TIMED_OUT));
        put(ApiKeys.OFFSET_FETCH, List.of(COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR, UNSTABLE_OFFSET_COMMIT));
        put(ApiKeys.FIND_COORDINATOR, List.of(COORDINATOR_NOT_AVAILABLE));
        put(ApiKeys.FETCH, LEADER_MOVES);
        put(ApiKeys.LIST_OFFSETS, LEADER_MOVES, List.of(LEADER_NOT_AVAILABLE, OFFSET_NOT_AVAILABLE));
        put(ApiKeys.CONSUMER_GROUP_HEARTBEAT, COORDINATOR_MOVES, List.of(UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH));
        producers();
    }

    private static void producers() {
        // Neither NOT_ENOUGH_REPLICAS_AFTER_APPEND nor REQUEST_TIMED_OUT, which Kafka gives when the records are in the
        // log: that is the lost response.
        put(
                ApiKeys.PRODUCE,
                List.of(NOT_LEADER_OR_FOLLOWER, UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, KAFKA_STORAGE_ERROR));
        // What else it can meet depends on whether it names a transactional id; this does not.
        put(ApiKeys.INIT_PRODUCER_ID, List.of(COORDINATOR_LOAD_IN_PROGRESS));
        List<Errors> stillEnding = List.of(CONCURRENT_TRANSACTIONS);
        put(ApiKeys.ADD_PARTITIONS_TO_TXN, COORDINATOR_MOVES, stillEnding);
        put(ApiKeys.ADD_OFFSETS_TO_TXN, COORDINATOR_MOVES, stillEnding);
        put(ApiKeys.END_TXN, COORDINATOR_MOVES, stillEnding);
        put(
                ApiKeys.TXN_OFFSET_COMMIT,
                COORDINATOR_MOVES,
                List.of(UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, REQUEST_TIMED_OUT));
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

    /** Returns those of an API, whatever the protocol of the group; empty for one that has none. */
    public static List<Errors> of(ApiKeys api) {
        return of(api, null);
    }

    /**
     * Returns those of an API; empty for one that has none.
     *
     * @param protocol of the groups whose members send it; null if it isn't known, or is not the same for all
     */
    public static List<Errors> of(ApiKeys api, @Nullable GroupProtocol protocol) {
        Set<Errors> errors = new LinkedHashSet<>(BY_API.getOrDefault(api, List.of()));
        if (api == ApiKeys.OFFSET_COMMIT && protocol != null) {
            List<Errors> more = protocol == GroupProtocol.CONSUMER ? EPOCH_ENDS : MEMBERSHIP_ENDS;
            more.forEach(error -> LegalErrors.require(api, error, false));
            errors.addAll(more);
        }
        return new ArrayList<>(errors);
    }

    /** Returns the APIs that have some, in the order of the protocol's numbers. */
    public static List<ApiKeys> apis() {
        return new ArrayList<>(BY_API.keySet());
    }
}
