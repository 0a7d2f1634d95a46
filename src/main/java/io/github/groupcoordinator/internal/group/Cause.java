package io.github.groupcoordinator.internal.group;

import org.jspecify.annotations.Nullable;

/** The cause of a rebalance: who gave it, and how. */
public record Cause(
        Trigger trigger,
        String memberId,
        String clientId,
        @Nullable String groupInstanceId) {}
