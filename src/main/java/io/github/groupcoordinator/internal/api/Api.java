package io.github.groupcoordinator.internal.api;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * The descriptor of one API: all that is to be said of it but its handler, which is made with it. The table of
 * versions, faults, simulations, the request log and the table of docs/fidelity.md say what it says.
 *
 * @param <Q> the body of its requests
 * @param role who answers it
 * @param names the groups, members and transactions that its requests name
 * @param errors what Kafka answers it with
 */
public record Api<Q extends ApiMessage>(
        ApiKeys key, Class<Q> bodyType, Role role, Versions versions, Names<Q> names, ApiErrors errors) {

    /** Returns what a request is about; its body must be one of this API. */
    public Subject subject(ApiMessage body) {
        return names.subject().apply(bodyType.cast(body));
    }

    /** Returns whether its requests are sent to the coordinator of a group, or of a transaction, that they name. */
    public boolean isToCoordinator() {
        return isToTransactionCoordinator() || role == Role.GROUP_COORDINATOR && names.groups();
    }

    /** Returns whether its requests are sent to the coordinator of a transaction that they name. */
    public boolean isToTransactionCoordinator() {
        return role == Role.TRANSACTION_COORDINATOR && names.transaction();
    }
}
