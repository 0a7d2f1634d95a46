package io.github.groupcoordinator.internal.api;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The errors that Kafka's brokers give for an API: those of the request layer, of the coordinator and of the log, with
 * an authorizer in place. A client would meet any other from a broken broker only.
 *
 * <p>Some of them pass, and an application has to survive them: coordinators and leaders that move, load or are
 * overloaded, rebalances, lost memberships. Neither authorization nor invalid requests are among these.
 */
public final class ApiErrors {
    static final List<Errors> COORDINATOR_MOVES =
            List.of(COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR);
    static final List<Errors> MEMBERSHIP_ENDS = List.of(UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, REBALANCE_IN_PROGRESS);
    static final List<Errors> LEADER_MOVES = List.of(
            NOT_LEADER_OR_FOLLOWER,
            REPLICA_NOT_AVAILABLE,
            FENCED_LEADER_EPOCH,
            UNKNOWN_LEADER_EPOCH,
            KAFKA_STORAGE_ERROR);

    private final Set<Errors> legal;
    private final List<Errors> passing;
    private final List<Errors> ofClassicMembers;
    private final List<Errors> ofConsumerMembers;

    private ApiErrors(
            Set<Errors> legal, List<Errors> passing, List<Errors> ofClassicMembers, List<Errors> ofConsumerMembers) {
        this.legal = legal;
        this.passing = passing;
        this.ofClassicMembers = ofClassicMembers;
        this.ofConsumerMembers = ofConsumerMembers;
        List.of(passing, ofClassicMembers, ofConsumerMembers).forEach(this::requireLegal);
    }

    private void requireLegal(Collection<Errors> errors) {
        if (!legal.containsAll(errors)) {
            throw new IllegalArgumentException("Of " + errors + ", Kafka gives only " + legal);
        }
    }

    /** The errors of an API; whatever fails unexpectedly in a broker is answered UNKNOWN_SERVER_ERROR. */
    static ApiErrors of(Errors... errors) {
        Set<Errors> legal = EnumSet.of(UNKNOWN_SERVER_ERROR);
        legal.addAll(Arrays.asList(errors));
        return new ApiErrors(legal, List.of(), List.of(), List.of());
    }

    /** The errors of an API that a group coordinator answers, which can be found moving. */
    static ApiErrors ofGroup(Errors... more) {
        return of(more).and(COORDINATOR_MOVES).and(List.of(GROUP_AUTHORIZATION_FAILED));
    }

    /** The errors of an API by which brokers ask a share coordinator, which can be found moving. */
    static ApiErrors ofShareState(Errors... more) {
        return of(more).and(COORDINATOR_MOVES)
                .and(List.of(CLUSTER_AUTHORIZATION_FAILED, UNKNOWN_TOPIC_OR_PARTITION, INVALID_REQUEST))
                .passing(COORDINATOR_MOVES, UNKNOWN_TOPIC_OR_PARTITION);
    }

    /** The errors of an API by which a producer speaks of its transaction. */
    static ApiErrors ofTransaction(Errors... more) {
        return of(more).and(COORDINATOR_MOVES)
                .and(List.of(
                        TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                        INVALID_PRODUCER_ID_MAPPING,
                        INVALID_PRODUCER_EPOCH,
                        PRODUCER_FENCED,
                        INVALID_TXN_STATE,
                        CONCURRENT_TRANSACTIONS,
                        INVALID_REQUEST));
    }

    /** The errors of an API that a partition's leader answers, which can be found moving. */
    static ApiErrors ofPartitions(Errors... more) {
        return of(more).and(LEADER_MOVES).and(List.of(UNKNOWN_TOPIC_OR_PARTITION, TOPIC_AUTHORIZATION_FAILED));
    }

    /** The errors of an API that the controller answers, which can be found moving or slow. */
    static ApiErrors ofController(Errors... more) {
        return of(more).and(List.of(
                NOT_CONTROLLER,
                REQUEST_TIMED_OUT,
                INVALID_TOPIC_EXCEPTION,
                TOPIC_AUTHORIZATION_FAILED,
                THROTTLING_QUOTA_EXCEEDED,
                INVALID_REQUEST));
    }

    private ApiErrors and(Collection<Errors> more) {
        Set<Errors> all = EnumSet.copyOf(legal);
        all.addAll(more);
        return new ApiErrors(all, passing, ofClassicMembers, ofConsumerMembers);
    }

    /** Returns these and one more, which older clients than 4.0 do not know. */
    ApiErrors andInvalidRegularExpression() {
        return and(Arrays.stream(Errors.values())
                .filter(error -> error.name().equals("INVALID_REGULAR_EXPRESSION"))
                .toList());
    }

    /** Returns these, of which some pass. */
    ApiErrors passing(List<Errors> errors, Errors... more) {
        return new ApiErrors(legal, joined(errors, Arrays.asList(more)), ofClassicMembers, ofConsumerMembers);
    }

    /** Returns these, of which some pass if the groups that a request names are all of one protocol. */
    ApiErrors passingIn(List<Errors> classic, List<Errors> consumer) {
        return new ApiErrors(legal, passing, classic, consumer);
    }

    private static List<Errors> joined(List<Errors> first, List<Errors> second) {
        Set<Errors> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }

    /** Returns all, in the order of their codes. */
    public Collection<Errors> legal() {
        return Collections.unmodifiableCollection(legal);
    }

    /**
     * Returns those that pass.
     *
     * @param protocol of the groups whose members send the request; null if it isn't known, or is not the same for all
     */
    public List<Errors> passing(@Nullable GroupProtocol protocol) {
        if (protocol == null) {
            return Collections.unmodifiableList(passing);
        }
        return joined(passing, protocol == GroupProtocol.CONSUMER ? ofConsumerMembers : ofClassicMembers);
    }
}
