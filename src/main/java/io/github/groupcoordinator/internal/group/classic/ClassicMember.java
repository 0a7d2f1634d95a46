package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member of the classic protocol, as it is stored; immutable.
 *
 * @param protocols in the member's own order of preference
 * @param assignment what the leader last assigned; empty if nothing
 */
public record ClassicMember(
        String memberId,
        @Nullable String groupInstanceId,
        String clientId,
        String clientHost,
        int rebalanceTimeoutMs,
        int sessionTimeoutMs,
        List<MemberProtocol> protocols,
        byte[] assignment) {

    private static final byte[] NO_ASSIGNMENT = new byte[0];

    /** Returns no assignment: no bytes. */
    public static byte[] noAssignment() {
        return NO_ASSIGNMENT;
    }

    public MemberRef ref() {
        return new MemberRef(memberId, clientId, groupInstanceId);
    }

    public Cause cause(Trigger trigger) {
        return new Cause(trigger, memberId, clientId, groupInstanceId);
    }

    public boolean isStatic() {
        return groupInstanceId != null;
    }

    /** Returns what the member says under a protocol, or null if it does not offer it. */
    public byte @Nullable [] metadata(@Nullable String protocol) {
        // By index, as each rebalance asks for each member's a few times.
        for (int i = 0; i < protocols.size(); i++) {
            MemberProtocol offered = protocols.get(i);
            if (offered.name().equals(protocol)) {
                return offered.metadata();
            }
        }
        return null;
    }

    /** Returns the first of the member's protocols that is a candidate, or null if none is. */
    public @Nullable String vote(Set<String> candidates) {
        for (MemberProtocol offered : protocols) {
            if (candidates.contains(offered.name())) {
                return offered.name();
            }
        }
        return null;
    }

    public ClassicMember withAssignment(byte[] value) {
        return new ClassicMember(
                memberId,
                groupInstanceId,
                clientId,
                clientHost,
                rebalanceTimeoutMs,
                sessionTimeoutMs,
                protocols,
                value);
    }

    public ClassicMember withMemberId(String value) {
        return new ClassicMember(
                value,
                groupInstanceId,
                clientId,
                clientHost,
                rebalanceTimeoutMs,
                sessionTimeoutMs,
                protocols,
                assignment);
    }

    /** Returns whether this is what the member has; protocols that are another list may be equal all the same. */
    public boolean hasMetadata(
            List<MemberProtocol> otherProtocols, int otherRebalanceTimeoutMs, int otherSessionTimeoutMs) {
        return otherProtocols == protocols
                && otherRebalanceTimeoutMs == rebalanceTimeoutMs
                && otherSessionTimeoutMs == sessionTimeoutMs;
    }

    public ClassicMember withMetadata(
            List<MemberProtocol> newProtocols, int newRebalanceTimeoutMs, int newSessionTimeoutMs) {
        return new ClassicMember(
                memberId,
                groupInstanceId,
                clientId,
                clientHost,
                newRebalanceTimeoutMs,
                newSessionTimeoutMs,
                newProtocols,
                assignment);
    }
}
