package io.github.groupcoordinator.internal.fault;

import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * A request as a fault sees it.
 *
 * @param groupIds the groups that it names, in its own order; empty if it names none
 * @param memberIds the members that it names
 * @param transactionalId the transactional id that it names; null if it names none
 */
public record ArrivedRequest(
        ApiKeys api,
        int nodeId,
        String clientId,
        List<String> groupIds,
        List<String> memberIds,
        @Nullable String transactionalId) {}
