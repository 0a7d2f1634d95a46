package io.github.groupcoordinator.judge.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests of members of a classic group. */
final class GroupIntents {

    private GroupIntents() {}

    /** Joins or rejoins. */
    record Join(
            Actor actor,
            short version,
            Id id,
            String instanceId,
            int sessionTimeoutMs,
            Actor.Protocols protocols,
            boolean stubborn)
            implements Intent {

        /**
         * A pending dynamic member that comes back as a static one meets a fault of Kafka's, which ends the history; so
         * only the stubborn do it.
         */
        private boolean pendingDynamically(Memory memory) {
            return !stubborn && id != Id.NONE && id != Id.UNKNOWN && memory.anyPending();
        }

        @Override
        public Asked request(Memory memory) {
            JoinGroupRequestData data = new JoinGroupRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memory.memberId(actor.slot(), id))
                    .setSessionTimeoutMs(sessionTimeoutMs)
                    .setRebalanceTimeoutMs(actor.rebalanceTimeoutMs())
                    .setProtocolType(protocols.type())
                    .setProtocols(protocols.toRequest())
                    .setGroupInstanceId(version >= 5 && !pendingDynamically(memory) ? instanceId : null);
            return new Asked(ApiKeys.JOIN_GROUP, version, actor.group(), data);
        }
    }

    /** The protocol that a sync names from v5 on. */
    enum Named {
        AS_TOLD,
        NOTHING,
        ANOTHER
    }

    /** Syncs; a leader distributes assignments that name their round. */
    record Sync(Actor actor, short version, Id id, Generation generation, String instanceId, Named named, int round)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            SyncGroupRequestData data = new SyncGroupRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memory.memberId(actor.slot(), id))
                    .setGenerationId(memory.generation(actor.slot(), generation))
                    .setGroupInstanceId(version >= 3 ? instanceId : null);
            if (version >= 5) {
                data.setProtocolType(name(client.protocolType, actor.protocols().type()));
                data.setProtocolName(name(client.protocolName, "range"));
            }
            if (client.leader) {
                data.setAssignments(assignments(client.members));
            }
            return new Asked(ApiKeys.SYNC_GROUP, version, actor.group(), data);
        }

        private String name(String told, String own) {
            return switch (named) {
                // Below v7 of JoinGroup the type is not told.
                case AS_TOLD -> told == null || told.isEmpty() ? own : told;
                case NOTHING -> null;
                case ANOTHER -> "another";
            };
        }

        private List<SyncGroupRequestAssignment> assignments(List<String> members) {
            List<SyncGroupRequestAssignment> all = new ArrayList<>();
            for (int i = round % 5 == 0 ? 1 : 0; i < members.size(); i++) {
                all.add(new SyncGroupRequestAssignment()
                        .setMemberId(members.get(i))
                        .setAssignment(("round " + round).getBytes(StandardCharsets.UTF_8)));
            }
            return all;
        }
    }

    /** Shows a sign of life. */
    record Heartbeat(Actor actor, short version, Id id, Generation generation, String instanceId) implements Intent {
        @Override
        public Asked request(Memory memory) {
            HeartbeatRequestData data = new HeartbeatRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memory.memberId(actor.slot(), id))
                    .setGenerationId(memory.generation(actor.slot(), generation))
                    .setGroupInstanceId(version >= 3 ? instanceId : null);
            return new Asked(ApiKeys.HEARTBEAT, version, actor.group(), data);
        }
    }

    /** A member that leaves. */
    record Leaving(Actor actor, Intent.Id id, String instanceId) {}

    /** Leaves; from v3 on several members at once. */
    record Leave(String group, short version, List<Leaving> members) implements Intent {
        @Override
        public Asked request(Memory memory) {
            LeaveGroupRequestData data = new LeaveGroupRequestData().setGroupId(group);
            if (version < 3) {
                Leaving only = members.get(0);
                data.setMemberId(memory.memberId(only.actor().slot(), only.id()));
            } else {
                for (Leaving leaving : members) {
                    data.members()
                            .add(new MemberIdentity()
                                    .setMemberId(memory.memberId(leaving.actor().slot(), leaving.id()))
                                    .setGroupInstanceId(leaving.instanceId()));
                }
            }
            return new Asked(ApiKeys.LEAVE_GROUP, version, group, data);
        }
    }

    /** Does what a well-behaved client does next: join, sync or heartbeat. */
    record Next(Actor actor, short joinVersion, short syncVersion, short heartbeatVersion, int round)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            Intent intent;
            if (client.generation < 0) {
                intent = new Join(
                        actor,
                        joinVersion,
                        Id.MINE,
                        memory.isPending(actor.slot()) ? null : actor.instanceId(),
                        actor.sessionTimeoutMs(),
                        actor.protocols(),
                        true);
            } else if (!client.synced) {
                intent = new Sync(
                        actor, syncVersion, Id.MINE, Generation.MINE, actor.instanceId(), Named.AS_TOLD, round);
            } else {
                intent = new Heartbeat(actor, heartbeatVersion, Id.MINE, Generation.MINE, actor.instanceId());
            }
            return intent.request(memory);
        }
    }
}
