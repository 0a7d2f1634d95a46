package io.github.groupcoordinator.judge.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.utils.Utils;

/** Requests of consumers of the classic protocol to a group that may be of the consumer protocol by now. */
final class MigrationIntents {
    private MigrationIntents() {}

    /** The way in which a leader hands out partitions. */
    enum HandingOut {
        PROPERLY,
        TO_ALL_BUT_ONE,
        WITH_USER_DATA,
        WHAT_DOES_NOT_EXIST,
        TWICE,
        MALFORMED
    }

    /** Joins or rejoins, and says what it owned. */
    record Join(Actor actor, short version, Id id, String instanceId, List<String> topics, boolean owning)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            JoinGroupRequestData data = new JoinGroupRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(memory.memberId(actor.slot(), id))
                    .setSessionTimeoutMs(actor.sessionTimeoutMs())
                    .setRebalanceTimeoutMs(actor.rebalanceTimeoutMs())
                    .setProtocolType(actor.protocols().type())
                    .setGroupInstanceId(version >= 5 && !mayBePending(memory) ? instanceId : null);
            for (String name : actor.protocols().names()) {
                data.protocols()
                        .add(new JoinGroupRequestProtocol().setName(name).setMetadata(metadata(client, memory)));
            }
            return new Asked(ApiKeys.JOIN_GROUP, version, actor.group(), data);
        }

        /** A pending member that comes back as a static one meets a fault of Kafka's, which ends the history. */
        private boolean mayBePending(Memory memory) {
            return id != Id.NONE && id != Id.UNKNOWN && memory.anyPending();
        }

        private byte[] metadata(Memory.Client client, Memory memory) {
            List<TopicPartition> owned = new ArrayList<>();
            if (owning) {
                client.assigned.forEach((topicId, partitions) -> partitions.forEach(
                        partition -> owned.add(new TopicPartition(memory.topicName(topicId), partition))));
            }
            ByteBuffer userData = actor.protocols().variant() == 0 ? null : ByteBuffer.wrap(new byte[] {1});
            Subscription subscription =
                    new Subscription(new ArrayList<>(topics), userData, owned, client.generation, Optional.empty());
            return Utils.toArray(ConsumerProtocol.serializeSubscription(
                    subscription, (short) actor.protocols().variant()));
        }
    }

    /** Syncs; a leader hands partitions out. */
    record Sync(Actor actor, short version, Generation generation, String instanceId, HandingOut how, int round)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            SyncGroupRequestData data = new SyncGroupRequestData()
                    .setGroupId(actor.group())
                    .setMemberId(client.memberId)
                    .setGenerationId(memory.generation(actor.slot(), generation))
                    .setGroupInstanceId(version >= 3 ? instanceId : null);
            if (version >= 5) {
                data.setProtocolType(actor.protocols().type()).setProtocolName(client.protocolName);
            }
            if (client.leader) {
                data.setAssignments(assignments(client.members, memory));
            }
            return new Asked(ApiKeys.SYNC_GROUP, version, actor.group(), data);
        }

        private List<SyncGroupRequestAssignment> assignments(List<String> members, Memory memory) {
            List<SyncGroupRequestAssignment> all = new ArrayList<>();
            for (int i = how == HandingOut.TO_ALL_BUT_ONE ? 1 : 0; i < members.size(); i++) {
                List<TopicPartition> partitions = share(i, members.size(), memory);
                byte[] bytes = how == HandingOut.MALFORMED
                        ? new byte[] {0, 1, 2}
                        : ClassicAssignment.bytes(partitions, how == HandingOut.WITH_USER_DATA);
                all.add(new SyncGroupRequestAssignment()
                        .setMemberId(members.get(i))
                        .setAssignment(bytes));
            }
            return all;
        }

        private List<TopicPartition> share(int member, int members, Memory memory) {
            List<TopicPartition> share = new ArrayList<>();
            for (String topic : List.of("orders", "returns")) {
                int partitions = memory.partitions(topic) + (how == HandingOut.WHAT_DOES_NOT_EXIST ? 2 : 0);
                for (int partition = 0; partition < partitions; partition++) {
                    if ((partition + round) % members == member || how == HandingOut.TWICE && partition == 0) {
                        share.add(new TopicPartition(topic, partition));
                    }
                }
            }
            return share;
        }
    }

    /** Does what a well-behaved consumer of the classic protocol does next. */
    record Next(Actor actor, Versions versions, List<String> topics, HandingOut how, int round) implements Intent {

        /** In which versions it asks. */
        record Versions(short join, short sync, short heartbeat) {}

        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(actor.slot());
            Intent intent;
            if (client.generation < 0 || client.toldToRejoin) {
                String instanceId = memory.isPending(actor.slot()) ? null : actor.instanceId();
                intent = new Join(actor, versions.join(), Id.MINE, instanceId, topics, true);
            } else if (!client.synced) {
                intent = new Sync(actor, versions.sync(), Generation.MINE, actor.instanceId(), how, round);
            } else {
                intent = new GroupIntents.Heartbeat(
                        actor, versions.heartbeat(), Id.MINE, Generation.MINE, actor.instanceId());
            }
            return intent.request(memory);
        }
    }
}
