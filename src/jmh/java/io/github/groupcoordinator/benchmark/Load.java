package io.github.groupcoordinator.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/** A classic group's clients, reduced to their requests; every answer is checked, or a fast refusal would win. */
public final class Load {
    public static final int OFFSETS_PARTITIONS = 50;
    public static final int TOPIC_PARTITIONS = 100;

    /**
     * Peers forget what they appended after so many records, more than a test makes: the heap is not what is measured.
     */
    public static final int KEPT_RECORDS = 1_000;

    /** A group of 10,000 members does not fit into the message.max.bytes that Kafka has by default. */
    public static final int MAX_MESSAGE_BYTES = 64 << 20;

    public static final String CLIENT_ID = "billing";

    private static final String GROUP = "billing";
    // The last version in which a member joins without having asked for its id first: one request for each join.
    private static final short JOIN = 3;
    private static final short SYNC = 3;
    private static final short HEARTBEAT = 4;
    private static final short COMMIT = 9;
    private static final short FETCH = 9;

    private final Coordinator coordinator;
    private final byte[] metadata =
            Utils.toArray(ConsumerProtocol.serializeSubscription(new Subscription(List.of("orders"))));
    private final byte[] assignment = Utils.toArray(
            ConsumerProtocol.serializeAssignment(new Assignment(List.of(new TopicPartition("orders", 0)))));
    private final List<String> members = new ArrayList<>();
    private int generation = -1;
    private int leader = -1;
    private int answered;
    private long offset;

    Load(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    /** Forms a stable group of so many members. */
    void form(int count) {
        for (int i = 0; i < count; i++) {
            members.add("");
        }
        for (int i = 0; i < count; i++) {
            join(i);
        }
        while (answered < count) {
            coordinator.pass(3_000); // group.initial.rebalance.delay.ms
        }
        sync();
    }

    /** All members join again, and are synced: a whole rebalance, the leader first as it is the one to ask for it. */
    void rebalance() {
        int leads = leader;
        answered = 0;
        join(leads);
        for (int i = 0; i < members.size(); i++) {
            if (i != leads) {
                join(i);
            }
        }
        expectAll("JoinGroup");
        sync();
    }

    private void join(int member) {
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId(members.get(member))
                .setSessionTimeoutMs(1_800_000)
                .setRebalanceTimeoutMs(1_800_000)
                .setProtocolType("consumer");
        request.protocols().add(new JoinGroupRequestProtocol().setName("range").setMetadata(metadata));
        coordinator.send(ApiKeys.JOIN_GROUP, JOIN, request, answer -> joined(member, (JoinGroupResponseData) answer));
    }

    private void joined(int member, JoinGroupResponseData response) {
        expect(response.errorCode());
        members.set(member, response.memberId());
        generation = response.generationId();
        if (response.memberId().equals(response.leader())) {
            leader = member;
        }
        answered++;
    }

    private void sync() {
        answered = 0;
        List<SyncGroupRequestAssignment> assignments = new ArrayList<>(members.size());
        for (String member : members) {
            assignments.add(new SyncGroupRequestAssignment().setMemberId(member).setAssignment(assignment));
        }
        sync(leader, assignments);
        for (int i = 0; i < members.size(); i++) {
            if (i != leader) {
                sync(i, List.of());
            }
        }
        expectAll("SyncGroup");
    }

    private void sync(int member, List<SyncGroupRequestAssignment> assignments) {
        SyncGroupRequestData request = new SyncGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId(members.get(member))
                .setGenerationId(generation)
                .setAssignments(assignments);
        coordinator.send(ApiKeys.SYNC_GROUP, SYNC, request, answer -> {
            expect(((SyncGroupResponseData) answer).errorCode());
            answered++;
        });
    }

    void heartbeat(int member) {
        HeartbeatRequestData request = new HeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(members.get(member))
                .setGenerationId(generation);
        answered = 0;
        coordinator.send(ApiKeys.HEARTBEAT, HEARTBEAT, request, answer -> {
            expect(((HeartbeatResponseData) answer).errorCode());
            answered++;
        });
        expect(1, "Heartbeat");
    }

    /** Commits the next offset of so many partitions. */
    void commit(int member, int partitions) {
        offset++;
        OffsetCommitRequestData.OffsetCommitRequestTopic topic =
                new OffsetCommitRequestData.OffsetCommitRequestTopic().setName("orders");
        for (int partition = 0; partition < partitions; partition++) {
            topic.partitions()
                    .add(new OffsetCommitRequestData.OffsetCommitRequestPartition()
                            .setPartitionIndex(partition)
                            .setCommittedOffset(offset)
                            .setCommittedMetadata(""));
        }
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId(GROUP)
                .setMemberId(members.get(member))
                .setGenerationIdOrMemberEpoch(generation)
                .setTopics(List.of(topic));
        answered = 0;
        coordinator.send(ApiKeys.OFFSET_COMMIT, COMMIT, request, answer -> {
            expect(((OffsetCommitResponseData) answer)
                    .topics()
                    .get(0)
                    .partitions()
                    .get(partitions - 1)
                    .errorCode());
            answered++;
        });
        expect(1, "OffsetCommit");
    }

    /** Fetches the committed offsets of so many partitions, and returns their sum. */
    long fetch(int partitions) {
        List<Integer> indexes = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            indexes.add(partition);
        }
        OffsetFetchRequestData.OffsetFetchRequestTopics topic = new OffsetFetchRequestData.OffsetFetchRequestTopics()
                .setName("orders")
                .setPartitionIndexes(indexes);
        OffsetFetchRequestData request = new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                        .setGroupId(GROUP)
                        .setTopics(List.of(topic))));
        long[] sum = new long[1];
        answered = 0;
        coordinator.send(ApiKeys.OFFSET_FETCH, FETCH, request, answer -> {
            OffsetFetchResponseData.OffsetFetchResponseGroup group =
                    ((OffsetFetchResponseData) answer).groups().get(0);
            expect(group.errorCode());
            group.topics().get(0).partitions().forEach(partition -> sum[0] += partition.committedOffset());
            answered++;
        });
        expect(1, "OffsetFetch");
        return sum[0];
    }

    private void expectAll(String what) {
        expect(members.size(), what);
    }

    private void expect(int count, String what) {
        if (answered != count) {
            throw new IllegalStateException(answered + " of " + count + " answers to " + what);
        }
    }

    private static void expect(short errorCode) {
        if (errorCode != Errors.NONE.code()) {
            throw Errors.forCode(errorCode).exception();
        }
    }
}
