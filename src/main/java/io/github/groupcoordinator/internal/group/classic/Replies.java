package io.github.groupcoordinator.internal.group.classic;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.JoinGroupRequest;

/** The responses that more than one decision gives. */
final class Replies {

    private Replies() {}

    static JoinGroupResponseData joinError(String memberId, Errors error) {
        return new JoinGroupResponseData().setMemberId(memberId).setErrorCode(error.code());
    }

    /** Returns the answer that sends a client back to join as a new member. */
    static JoinGroupResponseData forgotten() {
        return joinError(JoinGroupRequest.UNKNOWN_MEMBER_ID, Errors.UNKNOWN_MEMBER_ID);
    }

    static SyncGroupResponseData syncError(Errors error) {
        return new SyncGroupResponseData().setErrorCode(error.code());
    }

    /** Returns the answer for a member of the current generation; only the leader learns who the members are. */
    static JoinGroupResponseData joined(ClassicRoster group, String memberId) {
        return new JoinGroupResponseData()
                .setMembers(group.isLeader(memberId) ? members(group) : List.of())
                .setMemberId(memberId)
                .setGenerationId(group.generationId())
                .setProtocolName(group.protocolName())
                .setProtocolType(group.protocolType())
                .setLeader(group.leaderId())
                .setSkipAssignment(false);
    }

    /** Returns the members and what they say under the chosen protocol. */
    static List<JoinGroupResponseMember> members(ClassicRoster group) {
        List<JoinGroupResponseMember> listed = new ArrayList<>();
        for (ClassicMember member : group.members()) {
            byte[] metadata = member.metadata(group.protocolName());
            listed.add(new JoinGroupResponseMember()
                    .setMemberId(member.memberId())
                    .setGroupInstanceId(member.groupInstanceId())
                    .setMetadata(metadata == null ? ClassicMember.noAssignment() : metadata));
        }
        return listed;
    }
}
