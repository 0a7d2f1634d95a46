package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.jspecify.annotations.Nullable;

/**
 * The decision upon a JoinGroup. v4: the first join is refused and given an id (KIP-394); v5: static members (KIP-345).
 */
final class JoinDecision {
    private static final int FIRST_VERSION_WITH_MEMBER_ID_REQUIRED = 4;

    private JoinDecision() {}

    static Step join(ClassicRoster group, ClassicCommand.Join join) {
        String memberId = join.request().memberId();
        if (!isAccepted(group, memberId)) {
            return turnAway(group, join);
        }
        if (group.state() == ClassicState.DEAD) {
            return refuse(join, Errors.COORDINATOR_NOT_AVAILABLE);
        }
        ClassicMember member = memberId.isEmpty() ? null : group.member(memberId);
        List<MemberProtocol> offered = offered(join.request(), member);
        if (!group.supportsProtocols(join.request().protocolType(), offered)) {
            return refuse(join, Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
        return memberId.isEmpty() ? joinNew(group, join) : joinExisting(group, join, member, offered);
    }

    /**
     * While a rebalance is being prepared it is those awaiting join who count, so the last former members to join
     * again are the ones who are turned away.
     */
    private static boolean isAccepted(ClassicRoster group, String memberId) {
        return switch (group.state()) {
            case EMPTY, DEAD -> true;
            case PREPARING_REBALANCE ->
                group.awaitingJoinCount() < group.config().maxSize() || group.isAwaitingJoin(memberId);
            case COMPLETING_REBALANCE, STABLE ->
                group.memberCount() < group.config().maxSize() || group.hasMember(memberId);
        };
    }

    private static Step turnAway(ClassicRoster group, ClassicCommand.Join join) {
        Step.Builder decision = new Step.Builder();
        String memberId = join.request().memberId();
        if (group.hasMember(memberId) || group.isPending(memberId)) {
            decision.change(new ClassicChange.MemberTurnedAway(
                    group.groupId(), memberId, group.config().maxSize()));
        }
        return decision.reply(
                        join.token(),
                        Replies.joinError(JoinGroupRequest.UNKNOWN_MEMBER_ID, Errors.GROUP_MAX_SIZE_REACHED))
                .build();
    }

    private static Step joinNew(ClassicRoster group, ClassicCommand.Join join) {
        String groupInstanceId = join.request().groupInstanceId();
        if (groupInstanceId != null) {
            String holder = group.staticMemberId(groupInstanceId);
            ClassicMember replaced = holder == null ? null : group.member(holder);
            return replaced == null
                    ? add(group, join, join.newMemberId())
                    : StaticMemberDecision.replace(group, join, replaced);
        }
        if (join.context().apiVersion() < FIRST_VERSION_WITH_MEMBER_ID_REQUIRED) {
            return add(group, join, join.newMemberId());
        }
        // KIP-394: the first join is refused and given an id.
        return new Step.Builder()
                .change(new ClassicChange.PendingMemberAdded(group.groupId(), join.newMemberId()))
                .arm(
                        TimerKey.session(group.groupId(), join.newMemberId()),
                        join.request().sessionTimeoutMs(),
                        new ClassicCommand.SessionElapsed(join.newMemberId()))
                .reply(join.token(), Replies.joinError(join.newMemberId(), Errors.MEMBER_ID_REQUIRED))
                .build();
    }

    private static Step joinExisting(
            ClassicRoster group,
            ClassicCommand.Join join,
            @Nullable ClassicMember member,
            List<MemberProtocol> offered) {
        JoinGroupRequestData request = join.request();
        String memberId = request.memberId();
        if (group.isPending(memberId)) {
            // An id is only ever handed out to dynamic members. Kafka trips over this one, and so do we.
            return request.groupInstanceId() == null
                    ? add(group, join, memberId)
                    : Step.reply(join.token(), Replies.joinError("", Errors.UNKNOWN_SERVER_ERROR));
        }
        Errors error = Membership.check(group, memberId, member, request.groupInstanceId());
        if (error != Errors.NONE || member == null) {
            return Step.reply(join.token(), Replies.joinError(memberId, error).setProtocolName(null));
        }
        return rejoin(group, join, member, offered);
    }

    private static Step rejoin(
            ClassicRoster group, ClassicCommand.Join join, ClassicMember member, List<MemberProtocol> offered) {
        boolean unchanged = offered.equals(member.protocols());
        return switch (group.state()) {
            case PREPARING_REBALANCE -> update(group, join, member, offered, Trigger.MEMBER_METADATA_CHANGED);
            // The member may not have received the answer to its last join: it gets it again.
            case COMPLETING_REBALANCE ->
                unchanged
                        ? Step.reply(join.token(), Replies.joined(group, member.memberId()))
                        : update(group, join, member, offered, Trigger.MEMBER_METADATA_CHANGED);
            case STABLE -> {
                if (group.isLeader(member.memberId())) {
                    // The leader may rejoin unchanged: that is how a client asks for a new assignment.
                    yield update(group, join, member, offered, Trigger.LEADER_REJOINED);
                }
                yield unchanged
                        ? Step.reply(join.token(), Replies.joined(group, member.memberId()))
                        : update(group, join, member, offered, Trigger.MEMBER_METADATA_CHANGED);
            }
            case EMPTY, DEAD ->
                Step.reply(join.token(), Replies.joinError(member.memberId(), Errors.UNKNOWN_MEMBER_ID));
        };
    }

    private static Step update(
            ClassicRoster group,
            ClassicCommand.Join join,
            ClassicMember member,
            List<MemberProtocol> offered,
            Trigger trigger) {
        return new Step.Builder()
                .change(new ClassicChange.MemberUpdated(
                        group.groupId(),
                        member.memberId(),
                        offered,
                        join.request().rebalanceTimeoutMs(),
                        join.request().sessionTimeoutMs(),
                        join.token()))
                .next(new ClassicCommand.Rebalance(member.cause(trigger)))
                .build();
    }

    private static Step add(ClassicRoster group, ClassicCommand.Join join, String memberId) {
        JoinGroupRequestData request = join.request();
        ClassicMember member = new ClassicMember(
                memberId,
                request.groupInstanceId(),
                join.context().clientId(),
                join.context().clientHost(),
                request.rebalanceTimeoutMs(),
                request.sessionTimeoutMs(),
                protocols(request),
                ClassicMember.noAssignment());
        Step.Builder decision = new Step.Builder();
        if (group.isPreparingInitialRebalance()) {
            decision.change(new ClassicChange.NewMemberNoticed(group.groupId(), true));
        }
        // A new member has no id to send heartbeats with, and a parked connection does not show that its client is
        // gone. So a parked join lasts five minutes, whatever the session timeout; a live client tries again.
        return decision.change(
                        new ClassicChange.MemberAdded(group.groupId(), member, request.protocolType(), join.token()))
                .arm(
                        TimerKey.session(group.groupId(), memberId),
                        group.config().newMemberJoinTimeoutMs(),
                        new ClassicCommand.SessionElapsed(memberId))
                .next(new ClassicCommand.Rebalance(member.cause(Trigger.MEMBER_JOINED)))
                .build();
    }

    private static Step refuse(ClassicCommand.Join join, Errors error) {
        return Step.reply(join.token(), Replies.joinError(join.request().memberId(), error));
    }

    /** Returns what a member offers: what it offered before, the very list, if that has not changed. */
    private static List<MemberProtocol> offered(JoinGroupRequestData request, @Nullable ClassicMember member) {
        return member != null && areSame(request.protocols(), member.protocols())
                ? member.protocols()
                : protocols(request);
    }

    private static boolean areSame(Collection<JoinGroupRequestProtocol> offered, List<MemberProtocol> before) {
        if (offered.size() != before.size()) {
            return false;
        }
        int i = 0;
        for (JoinGroupRequestProtocol protocol : offered) {
            MemberProtocol same = before.get(i++);
            if (!same.name().equals(protocol.name()) || !Arrays.equals(same.metadata(), protocol.metadata())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the protocols of a request, in its own order of preference. One that is named twice counts once, where it
     * came first; Kafka counts its votes twice, and may agree on nothing.
     */
    static List<MemberProtocol> protocols(JoinGroupRequestData request) {
        // Through Collection: the class that the generated one extends has moved between the versions of the clients.
        Collection<JoinGroupRequestProtocol> offered = request.protocols();
        List<MemberProtocol> protocols = new ArrayList<>(offered.size());
        for (JoinGroupRequestProtocol protocol : offered) {
            if (protocols.stream().noneMatch(before -> before.name().equals(protocol.name()))) {
                protocols.add(new MemberProtocol(protocol.name(), protocol.metadata()));
            }
        }
        return Collections.unmodifiableList(protocols);
    }
}
