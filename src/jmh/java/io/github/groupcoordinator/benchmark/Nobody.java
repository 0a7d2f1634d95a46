package io.github.groupcoordinator.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Answers at once, with messages as large as a coordinator's, most of them made before: what is measured of it is what
 * the load itself costs, which both coordinators pay.
 */
final class Nobody implements Coordinator {
    private static final String LEADER = "billing-0";
    private static final HeartbeatResponseData BEATS = new HeartbeatResponseData();

    private final JoinGroupResponseData leads =
            new JoinGroupResponseData().setGenerationId(1).setMemberId(LEADER).setLeader(LEADER);
    private final SyncGroupResponseData synced = new SyncGroupResponseData();
    private final Map<Integer, ApiMessage> commits = new LinkedHashMap<>();
    private final Map<Integer, ApiMessage> fetches = new LinkedHashMap<>();

    @Override
    public void send(ApiKeys api, short version, ApiMessage request, Consumer<ApiMessage> reply) {
        if (request instanceof HeartbeatRequestData) {
            reply.accept(BEATS);
        } else if (request instanceof JoinGroupRequestData join) {
            reply.accept(joined(join));
        } else if (request instanceof SyncGroupRequestData sync) {
            if (!sync.assignments().isEmpty()) {
                synced.setAssignment(sync.assignments().get(0).assignment());
            }
            reply.accept(synced);
        } else if (request instanceof OffsetCommitRequestData commit) {
            int partitions = commit.topics().get(0).partitions().size();
            reply.accept(commits.computeIfAbsent(partitions, Nobody::committed));
        } else if (request instanceof OffsetFetchRequestData fetch) {
            int partitions =
                    fetch.groups().get(0).topics().get(0).partitionIndexes().size();
            reply.accept(fetches.computeIfAbsent(partitions, Nobody::fetched));
        } else if (request instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            reply.accept(new ConsumerGroupHeartbeatResponseData()
                    .setMemberId(heartbeat.memberId())
                    .setMemberEpoch(1)
                    .setHeartbeatIntervalMs(5_000));
        } else {
            throw new IllegalArgumentException("not under load here: " + api);
        }
    }

    /** The first to join leads, and hears who else is there. */
    private JoinGroupResponseData joined(JoinGroupRequestData request) {
        String memberId = request.memberId();
        if (memberId.isEmpty()) {
            memberId = "billing-" + leads.members().size();
            leads.members()
                    .add(new JoinGroupResponseMember()
                            .setMemberId(memberId)
                            .setMetadata(request.protocols().iterator().next().metadata()));
        }
        if (memberId.equals(LEADER)) {
            return leads;
        }
        return new JoinGroupResponseData()
                .setGenerationId(1)
                .setMemberId(memberId)
                .setLeader(LEADER);
    }

    private static ApiMessage committed(int partitions) {
        List<OffsetCommitResponsePartition> answers = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            answers.add(new OffsetCommitResponsePartition().setPartitionIndex(partition));
        }
        return new OffsetCommitResponseData()
                .setTopics(List.of(
                        new OffsetCommitResponseTopic().setName("orders").setPartitions(answers)));
    }

    private static ApiMessage fetched(int partitions) {
        List<OffsetFetchResponsePartitions> answers = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            answers.add(new OffsetFetchResponsePartitions()
                    .setPartitionIndex(partition)
                    .setCommittedOffset(1)
                    .setMetadata(""));
        }
        List<OffsetFetchResponseTopics> topics =
                List.of(new OffsetFetchResponseTopics().setName("orders").setPartitions(answers));
        return new OffsetFetchResponseData()
                .setGroups(List.of(
                        new OffsetFetchResponseGroup().setGroupId("billing").setTopics(topics)));
    }

    @Override
    public void pass(long ms) {
        // It waits for nothing.
    }

    @Override
    public void close() {
        // It has nothing.
    }
}
