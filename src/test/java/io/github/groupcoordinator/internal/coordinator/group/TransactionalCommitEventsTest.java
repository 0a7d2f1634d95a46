package io.github.groupcoordinator.internal.coordinator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The member that the event log names for offsets that were committed within a transaction. */
class TransactionalCommitEventsTest {
    private static final long PRODUCER_ID = 5;
    private static final short PRODUCER_EPOCH = 0;

    private final Cluster cluster = new Cluster();

    private void commitAs(String memberId) {
        TxnOffsetCommitRequestData request = new TxnOffsetCommitRequestData()
                .setTransactionalId("tx")
                .setProducerId(PRODUCER_ID)
                .setProducerEpoch(PRODUCER_EPOCH)
                .setGroupId(Cluster.GROUP)
                .setMemberId(memberId)
                .setGenerationId(1)
                .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                        .setName("orders")
                        .setPartitions(List.of(new TxnOffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(9)))));
        short error = cluster.coordinator
                .txnOffsetCommit(Cluster.context(ApiKeys.TXN_OFFSET_COMMIT, 5, "client"), request, true)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode();
        assertThat(Errors.forCode(error)).isEqualTo(Errors.NONE);
    }

    private MemberRef named() {
        TransactionMarker commit = new TransactionMarker(PRODUCER_ID, PRODUCER_EPOCH, true, 0, 1);
        assertThat(cluster.coordinator.completeTransaction(0, commit)).isEqualTo(Errors.NONE);
        return cluster.events.stream()
                .filter(OffsetsCommitted.class::isInstance)
                .map(OffsetsCommitted.class::cast)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .member();
    }

    @Test
    void memberThatCommittedIsNamedWhenTheTransactionEnds() {
        String member = cluster.stableWithOne();
        commitAs(member);

        assertThat(named().memberId()).isEqualTo(member);
    }

    @Test
    void coordinatorThatLoadsNamesTheProducerForItDoesNotKnowWhoCommitted() {
        commitAs(cluster.stableWithOne());

        cluster.coordinator.unload(0);
        cluster.coordinator.load(0, 0);

        assertThat(named()).isEqualTo(new MemberRef("", "transaction of producer " + PRODUCER_ID, null));
    }
}
