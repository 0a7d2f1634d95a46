package io.github.groupcoordinator.judge.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests of producers about offsets within their transactions. */
final class TransactionIntents {
    private static final short FIRST_VERSION_WITH_MEMBER = 3;

    private TransactionIntents() {}

    /** The producer whose transaction it is. */
    record Producer(long id, short epoch) {}

    /** Commits within a transaction. */
    record Commit(
            Actor actor,
            short version,
            Producer producer,
            Intent.Id id,
            Intent.Generation generation,
            String instanceId,
            List<OffsetIntents.Position> positions)
            implements Intent {
        @Override
        public Asked request(Memory memory) {
            TxnOffsetCommitRequestData data = new TxnOffsetCommitRequestData()
                    .setTransactionalId("tx")
                    .setGroupId(actor.group())
                    .setProducerId(producer.id())
                    .setProducerEpoch(producer.epoch());
            if (version >= FIRST_VERSION_WITH_MEMBER) {
                data.setMemberId(memory.memberId(actor.slot(), id))
                        .setGenerationId(memory.generation(actor.slot(), generation))
                        .setGroupInstanceId(instanceId);
            }
            Map<String, TxnOffsetCommitRequestTopic> named = new LinkedHashMap<>();
            for (OffsetIntents.Position position : positions) {
                TxnOffsetCommitRequestTopic topic = named.computeIfAbsent(
                        position.topic(), name -> new TxnOffsetCommitRequestTopic().setName(name));
                if (position.isNowhere()) {
                    continue;
                }
                topic.partitions()
                        .add(new TxnOffsetCommitRequestPartition()
                                .setPartitionIndex(position.partition())
                                .setCommittedOffset(position.offset())
                                .setCommittedLeaderEpoch(version >= 2 ? position.leaderEpoch() : -1)
                                .setCommittedMetadata(position.metadata()));
            }
            data.topics().addAll(named.values());
            return new Asked(ApiKeys.TXN_OFFSET_COMMIT, version, actor.group(), data);
        }
    }
}
