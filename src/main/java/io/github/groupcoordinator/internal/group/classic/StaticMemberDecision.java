package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.jspecify.annotations.Nullable;

/** The return of a static member without its member id: it takes its own place (KIP-345). */
final class StaticMemberDecision {
    private static final int FIRST_VERSION_WITH_SKIP_ASSIGNMENT = 9;

    private StaticMemberDecision() {}

    static Step replace(ClassicRoster group, ClassicCommand.Join join, ClassicMember old) {
        JoinGroupRequestData request = join.request();
        String newMemberId = join.newMemberId();
        Step.Builder decision = new Step.Builder();
        fenceParked(group, old.memberId(), decision);
        return decision.change(new ClassicChange.MemberReplaced(
                        group.groupId(), request.groupInstanceId(), old.memberId(), newMemberId))
                .change(new ClassicChange.MemberUpdated(
                        group.groupId(),
                        newMemberId,
                        JoinDecision.protocols(request),
                        request.rebalanceTimeoutMs(),
                        request.sessionTimeoutMs(),
                        join.token()))
                // The session of the old id elapses without effect. The new one starts with the old timeout.
                .arm(
                        TimerKey.session(group.groupId(), newMemberId),
                        old.sessionTimeoutMs(),
                        new ClassicCommand.SessionElapsed(newMemberId))
                .next(new ClassicCommand.AfterReplacement(
                        new ClassicCommand.Replacement(join, old, newMemberId, group.leaderId())))
                .build();
    }

    /** Answers what is parked under an id that somebody else has taken over. */
    private static void fenceParked(ClassicRoster group, String memberId, Step.Builder decision) {
        ReplyToken<JoinGroupResponseData> parkedJoin = group.parkedJoin(memberId);
        if (parkedJoin != null) {
            decision.reply(
                    parkedJoin,
                    Replies.joinError(memberId, Errors.FENCED_INSTANCE_ID)
                            .setProtocolName(null)
                            .setProtocolType(null));
        }
        ReplyToken<SyncGroupResponseData> parkedSync = group.parkedSync(memberId);
        if (parkedSync != null) {
            decision.reply(
                    parkedSync,
                    Replies.syncError(Errors.FENCED_INSTANCE_ID)
                            .setProtocolName(null)
                            .setProtocolType(null));
        }
    }

    static Step afterReplacement(ClassicRoster group, ClassicCommand.Replacement replacement) {
        ClassicMember member = group.member(replacement.newMemberId());
        if (member == null) {
            return Step.nothing();
        }
        Cause cause = member.cause(Trigger.STATIC_MEMBER_REPLACED);
        return switch (group.state()) {
            case STABLE -> {
                String elected = group.electProtocol();
                yield elected != null && elected.equals(group.protocolName())
                        ? store(group, replacement)
                        : Step.next(new ClassicCommand.Rebalance(cause));
            }
            // The leader may already have the old id in hand: its assignment would miss the new one.
            case COMPLETING_REBALANCE -> Step.next(new ClassicCommand.PrepareRebalance(cause));
            case PREPARING_REBALANCE, EMPTY, DEAD -> Step.next(new ClassicCommand.CompleteJoinIfReady());
        };
    }

    /** The assignment stays; only the id is stored anew. */
    private static Step store(ClassicRoster group, ClassicCommand.Replacement replacement) {
        return new Step.Builder()
                .append(new ClassicGroupRecord.GroupMetadata(
                        group.groupId(),
                        group.protocolType() == null ? "" : group.protocolType(),
                        group.generationId(),
                        group.protocolName(),
                        group.leaderId(),
                        group.stateSinceMs(),
                        group.members()))
                .otherwise(error -> new ClassicCommand.ReplacementNotStored(replacement, error))
                .next(new ClassicCommand.ReplacementStored(replacement))
                .build();
    }

    static Step stored(ClassicRoster group, ClassicCommand.Replacement replacement) {
        String memberId = replacement.newMemberId();
        JoinGroupResponseData response = Replies.joined(group, memberId);
        if (replacement.join().context().apiVersion() >= FIRST_VERSION_WITH_SKIP_ASSIGNMENT) {
            response.setSkipAssignment(group.isLeader(memberId));
        } else {
            // An older client that sees its own id as the leader's would compute an assignment. So it is told of the
            // leader before, even if that was itself under its old id.
            response.setLeader(replacement.oldLeaderId()).setMembers(List.of());
        }
        return new Step.Builder()
                .change(new ClassicChange.JoinAnswered(group.groupId(), memberId))
                .reply(replacement.join().token(), response)
                .build();
    }

    static Step notStored(ClassicRoster group, ClassicCommand.Replacement replacement, Errors error) {
        ClassicMember old = replacement.oldMember();
        String groupInstanceId = old.groupInstanceId();
        if (groupInstanceId == null) {
            return Step.nothing();
        }
        return new Step.Builder()
                .change(new ClassicChange.MemberUpdated(
                        group.groupId(),
                        replacement.newMemberId(),
                        old.protocols(),
                        old.rebalanceTimeoutMs(),
                        old.sessionTimeoutMs(),
                        null))
                .change(new ClassicChange.MemberReplaced(
                        group.groupId(), groupInstanceId, replacement.newMemberId(), old.memberId()))
                .arm(
                        TimerKey.session(group.groupId(), old.memberId()),
                        old.sessionTimeoutMs(),
                        new ClassicCommand.SessionElapsed(old.memberId()))
                .reply(replacement.join().token(), revoked(group, replacement.oldLeaderId(), error))
                .build();
    }

    private static JoinGroupResponseData revoked(ClassicRoster group, @Nullable String leaderId, Errors error) {
        return Replies.joinError(JoinGroupRequest.UNKNOWN_MEMBER_ID, error)
                .setGenerationId(group.generationId())
                .setProtocolName(group.protocolName())
                .setProtocolType(group.protocolType())
                .setLeader(leaderId)
                .setSkipAssignment(false);
    }
}
