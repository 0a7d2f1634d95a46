package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** An unknown topic is named in the answer, even if the request names no partition of it. */
class UnknownTopicWithoutPartitionsTest {
    private final BrokerDriver driver = new BrokerDriver();
    private final BrokerDriver.Client client = driver.client();

    private OffsetCommitResponseData commit(OffsetCommitRequestTopic topic) {
        OffsetCommitRequestData request =
                new OffsetCommitRequestData().setGroupId("g").setTopics(List.of(topic));
        return client.call(ApiKeys.OFFSET_COMMIT, 9, request, OffsetCommitResponseData.class);
    }

    @Test
    void byOffsetCommit() {
        assertThat(commit(new OffsetCommitRequestTopic().setName("nowhere")).topics())
                .singleElement()
                .satisfies(topic -> {
                    assertThat(topic.name()).isEqualTo("nowhere");
                    assertThat(topic.partitions()).isEmpty();
                });
    }

    @Test
    void butNotOneThatIsKnown() {
        driver.broker.createTopic("orders", 1);

        assertThat(commit(new OffsetCommitRequestTopic().setName("orders")).topics())
                .isEmpty();
    }

    @Test
    void byTxnOffsetCommit() {
        TxnOffsetCommitRequestData request = new TxnOffsetCommitRequestData()
                .setGroupId("g")
                .setTransactionalId("t")
                .setProducerId(1)
                .setTopics(List.of(new TxnOffsetCommitRequestTopic().setName("nowhere")));
        TxnOffsetCommitResponseData response =
                client.call(ApiKeys.TXN_OFFSET_COMMIT, 3, request, TxnOffsetCommitResponseData.class);

        assertThat(response.topics()).singleElement().satisfies(topic -> assertThat(topic.name())
                .isEqualTo("nowhere"));
    }

    @Test
    void byOffsetDelete() {
        driver.broker.createConsumerOffsets();
        driver.broker.createTopic("orders", 1);
        commit(new OffsetCommitRequestTopic()
                .setName("orders")
                .setPartitions(List.of(
                        new OffsetCommitRequestPartition().setPartitionIndex(0).setCommittedOffset(1))));
        OffsetDeleteRequestTopicCollection topics = new OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic().setName("nowhere"));
        OffsetDeleteResponseData response = client.call(
                ApiKeys.OFFSET_DELETE,
                0,
                new OffsetDeleteRequestData().setGroupId("g").setTopics(topics),
                OffsetDeleteResponseData.class);

        assertThat(response.errorCode()).isZero();
        assertThat(response.topics().find("nowhere")).isNotNull();
    }
}
