package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.api.Role;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.wire.AnswerDelay;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * The delay of answers to requests that ask a coordinator which is still loading. Some clients ask again the moment
 * they are told so (a consumer of the consumer protocol that is joining, a classic one that is polled without a
 * timeout): a real network slows them down, here they would ask for ever within one virtual millisecond. So that answer
 * takes a millisecond.
 */
public final class StillLoading implements AnswerDelay {
    private static final long ANSWER_AFTER_MS = 1;

    private final GroupCoordinators coordinators;

    public StillLoading(GroupCoordinators coordinators) {
        this.coordinators = coordinators;
    }

    @Override
    public long beforeAnswerMs(Node node, ApiMessage body) {
        return concerns(node, body) ? ANSWER_AFTER_MS : 0;
    }

    private boolean concerns(Node node, ApiMessage body) {
        if (!coordinators.elections().isAnyLoading()) {
            return false;
        }
        Api<?> api = Apis.find(ApiKeys.forId(body.apiKey()));
        if (api == null || api.role() != Role.GROUP_COORDINATOR) {
            return false;
        }
        for (String groupId : api.subject(body).groupIds()) {
            if (coordinators.elections().isLoading(node, coordinators.partitionFor(groupId))) {
                return true;
            }
        }
        return false;
    }
}
