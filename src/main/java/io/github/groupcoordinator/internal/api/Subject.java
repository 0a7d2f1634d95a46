package io.github.groupcoordinator.internal.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups, the members and the transactional id that a request names, in its own order.
 *
 * @param groupIds empty if it names none
 * @param memberIds empty if it names none
 * @param transactionalId null if it names none
 */
public record Subject(
        List<String> groupIds,
        List<String> memberIds,
        @Nullable String transactionalId) {
    /** The subject of a request that names neither. */
    public static final Subject NONE = groups(List.of());

    static Subject groups(List<String> groupIds) {
        return new Subject(groupIds, List.of(), null);
    }

    static Subject member(String groupId, @Nullable String memberId) {
        boolean unnamed = memberId == null || memberId.isEmpty();
        return new Subject(List.of(groupId), unnamed ? List.of() : List.of(memberId), null);
    }

    static Subject transaction(@Nullable String transactionalId) {
        return new Subject(List.of(), List.of(), transactionalId);
    }

    Subject within(@Nullable String transaction) {
        return new Subject(groupIds, memberIds, transaction);
    }
}
