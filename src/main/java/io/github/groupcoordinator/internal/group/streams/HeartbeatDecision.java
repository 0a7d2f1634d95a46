package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.MetadataHash;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredSubtopology;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsRefusal;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.internal.group.streams.topology.TopologyConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.Status;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.TaskIds;
import org.apache.kafka.common.protocol.Errors;

/**
 * The decision on a StreamsGroupHeartbeat (KIP-1071): who the member is and what it runs, which topics that needs,
 * which tasks all are to have, and the member's next step towards its own. Epoch 0 joins.
 *
 * <p>As in Kafka, what a heartbeat has armed or noted stays when it is refused later on, but nothing is stored.
 */
final class HeartbeatDecision {
    /** Topics are looked at again when one of them changes; in Kafka, too, the time is no bound. */
    private static final long LOOK_INTERVAL_MS = Integer.MAX_VALUE;

    private static final byte STALE_TOPOLOGY = 0;
    private static final byte SHUTDOWN_APPLICATION = 4;
    private static final byte ASSIGNMENT_DELAYED = 5;
    private static final int NOT_SAID = -1;
    private static final int NOT_VALIDATED = -1;

    private final StreamsRoster group;
    private final StreamsContext context;
    private final StreamsCommand.Heartbeat heartbeat;
    private final StreamsGroupHeartbeatRequestData request;
    private final Step.Builder step = new Step.Builder();
    private final List<StreamsGroupRecord> records = new ArrayList<>();
    private final List<Status> statuses = new ArrayList<>();
    private boolean isConfiguredAnew;

    HeartbeatDecision(StreamsRoster group, StreamsContext context, StreamsCommand.Heartbeat heartbeat) {
        this.group = group;
        this.context = context;
        this.heartbeat = heartbeat;
        this.request = heartbeat.request();
    }

    Step decide() {
        try {
            StreamsHeartbeat answer = answer();
            records.forEach(step::append);
            step.replyWhenStored(heartbeat.token(), answer);
        } catch (StreamsRefusal refusal) {
            step.reply(heartbeat.token(), StreamsHeartbeat.refused(refusal));
        }
        return step.build();
    }

    private StreamsHeartbeat answer() {
        StreamsMember before = before();
        StreamsMember said = before.with(said(before.metadata()));
        boolean isChanged = !said.equals(before);
        if (isChanged) {
            records.add(new StreamsGroupRecord.MemberMetadata(group.groupId(), said.memberId(), said.metadata()));
        }
        StreamsTopology topology = topology();
        noteStaleTopology(said);
        long hash = group.mustLookAtTopics(context.nowMs())
                ? MetadataHash.of(topology.requiredTopics(), context.topics())
                : group.metadataHash();
        ConfiguredTopology configured = configured(topology, hash);
        SortedMap<String, ConfiguredSubtopology> ready = configured.ready();
        if (ready != null) {
            HeartbeatCheck.tasks(ready, request);
        }
        int validated = ready == null ? NOT_VALIDATED : topology.epoch();
        int groupEpoch = groupEpoch(said, isChanged, hash, validated);
        boolean isDelayed = isInitialDelay();
        StreamsMember after = reconciled(said, target(said, groupEpoch, configured, isDelayed));
        StreamsDecisions.armSession(step, context, group.groupId(), said.memberId());
        if (isChanged || !after.equals(said)) {
            step.otherwise(error -> new StreamsCommand.NotStored(said.memberId(), after));
        }
        return new StreamsHeartbeat(response(before, after, configured), configured.topicsToCreate());
    }

    private StreamsMember before() {
        String memberId = request.memberId();
        StreamsMember member = group.member(memberId);
        if (request.memberEpoch() == 0) {
            int maxSize = context.config().maxSize();
            if (group.memberCount() >= maxSize) {
                // As in Kafka even if it is a member already.
                throw new StreamsRefusal(
                        Errors.GROUP_MAX_SIZE_REACHED,
                        "The streams group has reached its maximum capacity of " + maxSize + " members.");
            }
            return member == null ? StreamsMember.joining(memberId) : member;
        }
        if (member == null) {
            throw HeartbeatCheck.unknownMember(group, memberId);
        }
        HeartbeatCheck.epoch(member, request);
        return member;
    }

    private StreamsMemberMetadata said(StreamsMemberMetadata before) {
        StreamsGroupHeartbeatRequestData.Endpoint endpoint = request.userEndpoint();
        return new StreamsMemberMetadata(
                request.rackId() == null ? before.rackId() : request.rackId(),
                heartbeat.from().clientId(),
                heartbeat.from().clientHost(),
                request.rebalanceTimeoutMs() == NOT_SAID ? before.rebalanceTimeoutMs() : request.rebalanceTimeoutMs(),
                request.topology() == null
                        ? before.topologyEpoch()
                        : request.topology().epoch(),
                request.processId() == null ? before.processId() : request.processId(),
                endpoint == null
                        ? before.endpoint()
                        : new StreamsMemberMetadata.Endpoint(endpoint.host(), endpoint.port()),
                request.clientTags() == null ? before.clientTags() : tags(request.clientTags()));
    }

    private static SortedMap<String, String> tags(List<KeyValue> said) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (KeyValue tag : said) {
            if (tags.put(tag.key(), tag.value()) != null) {
                throw StreamsRefusal.unexpected();
            }
        }
        return tags;
    }

    /** Returns the topology of the group, which the first member brings, and nobody changes after that. */
    private StreamsTopology topology() {
        StreamsTopology known = group.topology();
        StreamsTopology said = request.topology() == null ? null : SaidTopology.of(request.topology());
        if (known == null) {
            if (said == null) {
                throw StreamsRefusal.unexpected();
            }
            records.add(new StreamsGroupRecord.Topology(group.groupId(), said));
            return said;
        }
        if (said != null && said.epoch() >= known.epoch() && !said.equals(known)) {
            throw new StreamsRefusal(Errors.INVALID_REQUEST, "Topology updates are not supported yet.");
        }
        return known;
    }

    private void noteStaleTopology(StreamsMember member) {
        StreamsTopology topology = group.topology();
        int epoch = member.metadata().topologyEpoch();
        if (topology != null && epoch < topology.epoch()) {
            note(
                    STALE_TOPOLOGY,
                    "The member's topology epoch " + epoch + " is behind the group's topology epoch " + topology.epoch()
                            + ".");
        }
    }

    private void note(byte status, String detail) {
        statuses.add(new Status().setStatusCode(status).setStatusDetail(detail));
    }

    private ConfiguredTopology configured(StreamsTopology topology, long hash) {
        ConfiguredTopology known = group.configured();
        if (known != null && group.topology() != null && hash == group.metadataHash()) {
            return known;
        }
        ConfiguredTopology configured = TopologyConfiguration.of(topology, context.topics());
        step.change(new StreamsChange.Configured(group.groupId(), configured));
        isConfiguredAnew = true;
        return configured;
    }

    private int groupEpoch(StreamsMember said, boolean isChanged, long hash, int validated) {
        boolean haveTopicsChanged = hash != group.metadataHash() || validated != group.validatedTopologyEpoch();
        SortedMap<String, String> configs = context.config().ofAssignments();
        if (!isChanged && !haveTopicsChanged && configs.equals(group.assignmentConfigs())) {
            return group.groupEpoch();
        }
        Trigger trigger = Trigger.TOPICS_CHANGED;
        if (isChanged) {
            trigger = group.hasMember(said.memberId()) ? Trigger.MEMBER_METADATA_CHANGED : Trigger.MEMBER_JOINED;
        }
        int groupEpoch = group.groupEpoch() + 1;
        records.add(new StreamsGroupRecord.GroupEpoch(
                group.groupId(), groupEpoch, hash, validated, configs, said.cause(trigger)));
        step.change(new StreamsChange.MetadataLook(group.groupId(), context.nowMs() + LOOK_INTERVAL_MS, groupEpoch));
        return groupEpoch;
    }

    /** Returns whether the members that join first are waited for; that begins with the first of them. */
    private boolean isInitialDelay() {
        TimerKey key = TimerKey.streamsInitialDelay(group.groupId());
        int delayMs = context.config().initialRebalanceDelayMs();
        if (context.isArmed(key)) {
            return true;
        }
        if (!group.isEmpty() || delayMs <= 0) {
            return false;
        }
        step.arm(key, delayMs, new StreamsCommand.InitialDelayElapsed());
        return true;
    }

    private TargetDecision.Target target(
            StreamsMember said, int groupEpoch, ConfiguredTopology configured, boolean isDelayed) {
        if (isDelayed) {
            note(ASSIGNMENT_DELAYED, "Assignment delayed due to the configured initial rebalance delay.");
            return new TargetDecision.Target(group.assignmentEpoch(), Tasks.NONE);
        }
        TargetDecision target = new TargetDecision(group, context, said);
        if (group.assignmentEpoch() >= groupEpoch) {
            return target.last();
        }
        if (!target.mayCompute(groupEpoch)) {
            note(ASSIGNMENT_DELAYED, "Assignment delayed due to the configured assignment interval.");
            return target.last();
        }
        return target.compute(groupEpoch, configured, context.config().numStandbyReplicas(), records);
    }

    private StreamsMember reconciled(StreamsMember said, TargetDecision.Target target) {
        if (said.isReconciledTo(target.epoch())) {
            return said;
        }
        StreamsMember next = new Reconciliation(
                        said, target.epoch(), target.tasks(), group.owners(), HeartbeatCheck.owned(request))
                .next();
        if (next == null) {
            throw new StreamsRefusal(
                    Errors.FENCED_MEMBER_EPOCH,
                    "The streams group member is in a unknown state. The member must abandon all its tasks and"
                            + " rejoin.");
        }
        if (!next.equals(said)) {
            records.add(StreamsGroupRecord.CurrentAssignment.of(group.groupId(), next));
            if (next.state() == StreamsMemberState.UNREVOKED_TASKS) {
                StreamsDecisions.armRebalance(step, group.groupId(), next);
            } else {
                step.disarm(TimerKey.streamsRebalance(group.groupId(), next.memberId()));
            }
        }
        return next;
    }

    private StreamsGroupHeartbeatResponseData response(
            StreamsMember before, StreamsMember after, ConfiguredTopology configured) {
        if (request.shutdownApplication()) {
            step.change(new StreamsChange.ShutdownRequested(group.groupId(), after.memberId()));
        }
        StreamsGroupHeartbeatResponseData response = new StreamsGroupHeartbeatResponseData()
                .setMemberId(after.memberId())
                .setMemberEpoch(after.memberEpoch())
                .setHeartbeatIntervalMs(context.config().heartbeatIntervalMs());
        int endpointEpoch = group.endpointEpoch();
        boolean isTold = request.memberEpoch() == 0 || !before.assigned().equals(after.assigned());
        if (isTold) {
            response.setActiveTasks(taskIds(after.assigned().activeTasks()))
                    .setStandbyTasks(taskIds(after.assigned().standby()))
                    .setWarmupTasks(List.of());
            step.change(new StreamsChange.EndpointForgotten(group.groupId(), after.memberId()));
            if (after.metadata().endpoint() != null) {
                endpointEpoch++;
                step.change(new StreamsChange.EndpointsChanged(group.groupId(), endpointEpoch));
            }
        }
        if (endpointEpoch != request.endpointInformationEpoch()) {
            response.setPartitionsByUserEndpoint(
                    new Endpoints(group, configured, context.topics(), step, isConfiguredAnew).of(after, isTold));
        }
        if (heartbeat.isNameTaken()) {
            response.setEndpointInformationEpoch(endpointEpoch);
        }
        if (configured.problem() != null) {
            note(configured.problem().status(), configured.problem().detail());
        }
        noteShutdown(after);
        return response.setStatus(statuses);
    }

    private void noteShutdown(StreamsMember member) {
        String requester = group.shutdownRequester();
        if (requester == null && request.shutdownApplication()) {
            requester = member.memberId();
        }
        if (requester != null) {
            note(
                    SHUTDOWN_APPLICATION,
                    "Streams group member " + requester
                            + " encountered a fatal error and requested a shutdown for the entire application.");
        }
    }

    private static List<TaskIds> taskIds(SortedMap<String, SortedSet<Integer>> tasks) {
        List<TaskIds> taskIds = new ArrayList<>();
        tasks.forEach((subtopology, partitions) ->
                taskIds.add(new TaskIds().setSubtopologyId(subtopology).setPartitions(new ArrayList<>(partitions))));
        return taskIds;
    }
}
