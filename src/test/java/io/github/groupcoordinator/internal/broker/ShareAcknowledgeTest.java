package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgePartition;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgeTopic;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Acknowledgements as frames, those of ShareAcknowledge and those that ride on a ShareFetch. */
class ShareAcknowledgeTest {
    private final ShareReadingDriver cluster = new ShareReadingDriver(1, 2);
    private final BrokerDriver driver = cluster.driver;
    private final ShareMember m1 = new ShareMember(cluster, "m1", 0);
    private final ShareMember m2 = new ShareMember(cluster, "m2", 0);

    /** Lets m1 have 0-9. */
    private void acquireTen() {
        cluster.produce(0, 10);
        assertThat(m1.fetch(0)).isEqualTo("0:0-9x1");
    }

    @Test
    void acknowledgementsAreWrittenAndReleasedRecordsComeAgain() {
        acquireTen();
        assertThat(m1.acknowledge(m1.acknowledgement("0-5", "1", "6-7", "3,2", "8-9", "2")))
                .isEqualTo("0:NONE");
        assertThat(cluster.written)
                .containsExactly(
                        "0-0 state 2 x1",
                        "1-1 state 2 x1",
                        "2-2 state 2 x1",
                        "3-3 state 2 x1",
                        "4-4 state 2 x1",
                        "5-5 state 2 x1",
                        "6-6 state 4 x1",
                        "7-7 state 0 x1",
                        "8-8 state 0 x1",
                        "9-9 state 0 x1");
        assertThat(m2.fetch(0)).isEqualTo("0:7-9x2");
    }

    @Test
    void whatIsNotAcquiredByTheMemberCanNotBeAcknowledged() {
        acquireTen();
        assertThat(m2.fetch(0)).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS);
        m2.answer();
        assertThat(m2.acknowledge("3-3", "1")).isEqualTo("0:INVALID_RECORD_STATE");
        assertThat(m1.acknowledge("3-10", "1")).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge(m1.acknowledgement("0-4", "1", "4-9", "1"))).isEqualTo("0:INVALID_RECORD_STATE");
        assertThat(m1.acknowledge("0-9", "1")).isEqualTo("0:NONE");
        assertThat(m1.acknowledge("0-9", "1")).isEqualTo("0:NONE");
    }

    @Test
    void rangesAndTypesThatMakeNoSenseAreRefused() {
        acquireTen();
        assertThat(m1.acknowledge("3-2", "1")).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge(m1.acknowledgement("2-4", "1", "3-5", "1"))).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge("2-4", "")).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge("2-4", "1,1")).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge("2-4", "1,1,1,1")).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge("2-4", "-1")).isEqualTo("0:INVALID_REQUEST");
        assertThat(m1.acknowledge("2-4", "4")).isEqualTo("0:INVALID_REQUEST");
        assertThat(cluster.written).isEmpty();
        assertThat(m1.acknowledge("2-4", "0,1,3")).isEqualTo("0:NONE");
        assertThat(cluster.written).containsExactly("2-2 state 4 x1", "3-3 state 2 x1", "4-4 state 4 x1");
    }

    @Test
    void typeFiveIsUnknownAndFourNeedsARequestThatRenews() {
        m1.version = 2;
        acquireTen();
        assertThat(m1.acknowledge("2-4", "4")).isEqualTo("0:INVALID_REQUEST, locks last 30000");
        assertThat(m1.acknowledge(m1.acknowledgement("2-4", "5").setIsRenewAck(true)))
                .isEqualTo("0:INVALID_REQUEST, locks last 30000");
        assertThat(m1.acknowledge(m1.acknowledgement("2-4", "4").setIsRenewAck(true)))
                .isEqualTo("0:NONE, locks last 30000");
        cluster.renewEnabled = false;
        assertThat(m1.acknowledge(m1.acknowledgement("2-4", "4").setIsRenewAck(true)))
                .isEqualTo("0:INVALID_RECORD_STATE, locks last 30000");
    }

    @Test
    void renewalOnAFetchRestartsTheLocksAndFetchesNothing() {
        m1.version = 2;
        acquireTen();
        cluster.produce(0, 1);
        driver.advance(20_000);
        ShareFetchRequestData renewal = m1.request().setIsRenewAck(true);
        ShareMember.acknowledge(ShareMember.add(renewal, cluster.jobs(), 0), "0-9", "4");
        int epoch = m1.epoch;
        assertThat(m1.fetch(renewal)).isEqualTo("INVALID_REQUEST");
        renewal.setMaxBytes(0).setMinBytes(0).setMaxRecords(0);
        assertThat(m1.fetch(renewal.setShareSessionEpoch(epoch))).isEqualTo("INVALID_REQUEST");
        assertThat(m1.fetch(renewal.setMaxWaitMs(0))).isEqualTo("0:");
        assertThat(m2.fetch(0)).isEqualTo("0:10-10x1");
        driver.advance(29_999);
        assertThat(m2.fetch(m2.request().setMaxRecords(1))).isEqualTo("waits");
        driver.advance(1);
        assertThat(m2.answer()).isEqualTo("0:0-9x2");
    }

    @Test
    void unknownTopicsPartitionsAndSessionsAreToldApart() {
        assertThat(m1.acknowledge(m1.acknowledgement("0-1", "1").setShareSessionEpoch(1)))
                .isEqualTo("SHARE_SESSION_NOT_FOUND");
        assertThat(m1.acknowledge(m1.acknowledgement("0-1", "1").setShareSessionEpoch(0)))
                .isEqualTo("INVALID_SHARE_SESSION_EPOCH");
        assertThat(m1.acknowledge(m1.acknowledgement("0-1", "1").setShareSessionEpoch(-1)))
                .isEqualTo("SHARE_SESSION_NOT_FOUND");
        cluster.produce(1, 1);
        assertThat(m1.fetch(m1.request(1).setShareSessionEpoch(0))).isEqualTo("1:0-0x1");
        // Nobody has fetched the partition, so it is not in memory.
        assertThat(m1.acknowledge("0-1", "1")).isEqualTo("0:UNKNOWN_TOPIC_OR_PARTITION");
        ShareAcknowledgeRequestData strange = m1.acknowledgement();
        AcknowledgeTopic unknown = new AcknowledgeTopic().setTopicId(Uuid.ONE_UUID);
        unknown.partitions().add(new AcknowledgePartition().setPartitionIndex(5));
        strange.topics().add(unknown);
        // As in Kafka, the partition without a batch is missing where no other makes sense.
        assertThat(m1.acknowledge(strange)).isEqualTo("5:UNKNOWN_TOPIC_ID");
    }

    @Test
    void finalRequestAcknowledgesAndReleasesTheRest() {
        acquireTen();
        assertThat(m1.acknowledge(m1.acknowledgement("0-3", "1").setShareSessionEpoch(-1)))
                .isEqualTo("0:NONE");
        assertThat(m2.fetch(0)).isEqualTo("0:4-9x2");
        assertThat(m1.fetch(m1.request().setShareSessionEpoch(1))).isEqualTo("SHARE_SESSION_NOT_FOUND");
    }

    @Test
    void acknowledgementsOnAFetchAreAnsweredBesideWhatItBrings() {
        acquireTen();
        cluster.produce(0, 1);
        ShareFetchRequestData request = m1.request();
        ShareMember.acknowledge(ShareMember.add(request, cluster.jobs(), 0), "0-8", "1", "8-9", "1");
        assertThat(m1.fetch(request)).isEqualTo("0:10-10x1 acknowledged INVALID_RECORD_STATE");
        request = m1.request();
        ShareMember.acknowledge(ShareMember.add(request, cluster.jobs(), 0), "0-10", "1");
        assertThat(m1.fetch(request)).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS);
        assertThat(m1.answer()).isEqualTo("0:");
        request = m1.request(0).setShareSessionEpoch(0);
        ShareMember.acknowledge(ShareMember.add(request, cluster.jobs(), 1), "0-0", "1");
        assertThat(m1.fetch(request)).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void whoeverIsToldToLookForTheLeaderIsToldWhoThatIs() {
        ShareReadingDriver two = new ShareReadingDriver(2, 1);
        two.driver.broker.control().failover("jobs", 0);
        two.produce(0, 1);
        ShareMember member = new ShareMember(two, "m1", 1);
        assertThat(member.fetch(0)).isEqualTo("0:0-0x1");
        two.writeError = Errors.FENCED_STATE_EPOCH;
        assertThat(member.acknowledge("0-0", "1")).isEqualTo("0:NOT_LEADER_OR_FOLLOWER leader 1 epoch 1, node 1");
    }

    @Test
    void errorOfThePersisterIsThatOfThePartitionAndTheRecordsStayLocked() {
        acquireTen();
        cluster.writeError = Errors.COORDINATOR_LOAD_IN_PROGRESS;
        assertThat(m1.acknowledge("0-9", "1")).isEqualTo("0:COORDINATOR_NOT_AVAILABLE");
        cluster.writeError = Errors.NONE;
        assertThat(m1.acknowledge("0-9", "1")).isEqualTo("0:NONE");
        assertThat(m1.fetch(m1.request().setMaxWaitMs(0))).isEqualTo("waits");
        driver.advance(0);
        assertThat(m1.answer()).isEmpty();
        cluster.produce(0, 1);
        assertThat(m1.fetch()).isEqualTo("0:10-10x1");
        cluster.writeError = Errors.FENCED_STATE_EPOCH;
        assertThat(m1.acknowledge("10-10", "1")).isEqualTo("0:NOT_LEADER_OR_FOLLOWER leader 0 epoch 0, node 0");
        cluster.writeError = Errors.NONE;
        assertThat(m1.acknowledge("10-10", "1")).isEqualTo("0:UNKNOWN_TOPIC_OR_PARTITION");
    }
}
