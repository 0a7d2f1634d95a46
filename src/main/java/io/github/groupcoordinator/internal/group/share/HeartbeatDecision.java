package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.MetadataHash;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.assignor.PartitionAssignorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The decision on a ShareGroupHeartbeat (KIP-932). Epoch 0 joins; the member's epoch stays, and the one before it does,
 * in case that the answer with the new one was lost. Topics that are null say that nothing changed.
 */
final class HeartbeatDecision {
    /** Topics are looked at again when one of them changes; in Kafka, too, the time is no bound. */
    private static final long LOOK_INTERVAL_MS = Integer.MAX_VALUE;

    private final ShareRoster group;
    private final ShareContext context;
    private final ShareCommand.Heartbeat heartbeat;
    private final ShareGroupHeartbeatRequestData request;
    private final Step.Builder step = new Step.Builder();

    HeartbeatDecision(ShareRoster group, ShareContext context, ShareCommand.Heartbeat heartbeat) {
        this.group = group;
        this.context = context;
        this.heartbeat = heartbeat;
        this.request = heartbeat.request();
    }

    Step decide() {
        Refusal refusal = check();
        if (refusal != null) {
            return Step.reply(heartbeat.token(), refusal.response());
        }
        ShareMember known = group.member(request.memberId());
        ShareMember before = known == null ? ShareMember.joining(request.memberId()) : known;
        ShareMember said = said(before);
        if (!said.equals(before)) {
            change(metadata(said));
        }
        boolean hasResubscribed = !said.subscribedTopicNames().equals(before.subscribedTopicNames());
        boolean bump = hasResubscribed || group.assignmentEpoch() >= group.groupEpoch() && group.isAssignmentPending();
        SortedMap<String, Integer> subscribers = group.subscribers(null, null);
        boolean isHomogeneous = isHomogeneous(subscribers, group.memberCount());
        int groupEpoch = group.groupEpoch();
        if (bump || group.mustLookAtTopics(context.nowMs())) {
            subscribers = group.subscribers(before, said);
            isHomogeneous = isHomogeneous(subscribers, group.memberCount() + (known == null ? 1 : 0));
            long hash = MetadataHash.of(new TreeSet<>(subscribers.keySet()), context.topics());
            boolean haveTopicsChanged = hash != group.metadataHash();
            if (bump || haveTopicsChanged) {
                groupEpoch++;
                Trigger trigger = trigger(known == null, hasResubscribed);
                step.append(new ShareGroupRecord.GroupEpoch(group.groupId(), groupEpoch, hash, said.cause(trigger)));
            }
            bump |= haveTopicsChanged;
            step.change(new ShareChange.MetadataLook(group.groupId(), context.nowMs() + LOOK_INTERVAL_MS, groupEpoch));
        }
        ShareMember after;
        try {
            after = reconcile(
                    said, new TargetDecision(group, context, said).target(groupEpoch, isHomogeneous, step), bump);
        } catch (PartitionAssignorException e) {
            return Step.reply(
                    heartbeat.token(),
                    new Refusal(
                                    Errors.UNKNOWN_SERVER_ERROR,
                                    "no target assignment for epoch " + groupEpoch + ": " + e.getMessage())
                            .response());
        }
        ShareDecisions.armSession(step, context, group.groupId(), said.memberId());
        step.replyWhenStored(heartbeat.token(), response(before, after));
        initialize(subscribers.keySet(), groupEpoch);
        return step.build();
    }

    private @Nullable Refusal check() {
        String memberId = request.memberId();
        ShareMember member = group.member(memberId);
        int maxSize = context.config().maxSize();
        if (group.memberCount() >= maxSize && member == null) {
            return new Refusal(
                    Errors.GROUP_MAX_SIZE_REACHED,
                    "share group '" + group.groupId() + "' has " + group.memberCount()
                            + " members, and group.share.max.size is " + maxSize);
        }
        if (request.memberEpoch() == 0) {
            return null;
        }
        if (member == null) {
            return Refusal.unknownMember(group.groupId(), memberId);
        }
        boolean isCurrent = request.memberEpoch() == member.memberEpoch();
        boolean isPrevious =
                request.memberEpoch() < member.memberEpoch() && request.memberEpoch() == member.previousMemberEpoch();
        return isCurrent || isPrevious
                ? null
                : new Refusal(
                        Errors.FENCED_MEMBER_EPOCH,
                        "member " + memberId + " is in epoch " + member.memberEpoch() + ", not in "
                                + request.memberEpoch() + "; it must give up its partitions and join again");
    }

    private ShareMember said(ShareMember before) {
        List<String> topics = request.subscribedTopicNames();
        return new ShareMember(
                before.memberId(),
                request.rackId() == null ? before.rackId() : request.rackId(),
                heartbeat.from().clientId(),
                heartbeat.from().clientHost(),
                topics == null ? before.subscribedTopicNames() : new TreeSet<>(topics),
                before.memberEpoch(),
                before.previousMemberEpoch(),
                before.assigned());
    }

    private void change(ShareGroupRecord ofMember) {
        step.append(ofMember).otherwise(error -> new ShareCommand.NotStored(request.memberId()));
    }

    private ShareGroupRecord.MemberMetadata metadata(ShareMember member) {
        return new ShareGroupRecord.MemberMetadata(
                group.groupId(),
                member.memberId(),
                member.rackId(),
                member.clientId(),
                member.clientHost(),
                member.subscribedTopicNames());
    }

    private static boolean isHomogeneous(SortedMap<String, Integer> subscribers, int members) {
        return subscribers.values().stream().allMatch(count -> count == members);
    }

    private static Trigger trigger(boolean isNew, boolean hasResubscribed) {
        if (isNew) {
            return Trigger.MEMBER_JOINED;
        }
        return hasResubscribed ? Trigger.MEMBER_METADATA_CHANGED : Trigger.TOPICS_CHANGED;
    }

    private ShareMember reconcile(ShareMember member, TargetDecision.Target target, boolean hasChanged) {
        boolean isInEpoch = member.memberEpoch() == target.epoch();
        if (isInEpoch && !hasChanged) {
            return member;
        }
        SortedMap<Uuid, SortedSet<Integer>> partitions = subscribed(target.partitions(), member);
        ShareMember next = isInEpoch
                ? member.with(member.memberEpoch(), member.previousMemberEpoch(), partitions)
                : member.with(target.epoch(), member.memberEpoch(), partitions);
        if (!next.equals(member)) {
            change(new ShareGroupRecord.CurrentAssignment(
                    group.groupId(), next.memberId(), next.memberEpoch(), next.previousMemberEpoch(), partitions));
        }
        return next;
    }

    private SortedMap<Uuid, SortedSet<Integer>> subscribed(
            SortedMap<Uuid, SortedSet<Integer>> target, ShareMember member) {
        SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
        target.forEach((topicId, ids) -> {
            TopicCatalog.TopicInfo topic = context.topics().find(topicId);
            if (topic != null && member.subscribedTopicNames().contains(topic.name())) {
                partitions.put(topicId, ids);
            }
        });
        return partitions;
    }

    private ShareGroupHeartbeatResponseData response(ShareMember before, ShareMember after) {
        ShareGroupHeartbeatResponseData response = new ShareGroupHeartbeatResponseData()
                .setMemberId(after.memberId())
                .setMemberEpoch(after.memberEpoch())
                .setHeartbeatIntervalMs(context.config().heartbeatIntervalMs());
        if (request.memberEpoch() == 0
                || request.subscribedTopicNames() != null
                || !before.assigned().equals(after.assigned())) {
            List<ShareGroupHeartbeatResponseData.TopicPartitions> topics = new ArrayList<>();
            after.assigned()
                    .forEach((topicId, partitions) -> topics.add(new ShareGroupHeartbeatResponseData.TopicPartitions()
                            .setTopicId(topicId)
                            .setPartitions(new ArrayList<>(partitions))));
            response.setAssignment(new ShareGroupHeartbeatResponseData.Assignment().setTopicPartitions(topics));
        }
        return response;
    }

    /** Begins to initialize the state of partitions that have none, after the answer, in the group's epoch. */
    private void initialize(Set<String> subscribed, int groupEpoch) {
        SortedMap<Uuid, StateTopic> missing = group.states()
                .missing(
                        subscribed,
                        context.topics(),
                        context.nowMs(),
                        context.config().initializeRetryIntervalMs());
        if (missing.isEmpty()) {
            return;
        }
        step.append(group.states().initializing(group.groupId(), missing, context.shared()));
        step.whenStored(new Effect.Ask(
                group.groupId(), new Initialization(groupEpoch, SharePartitionStates.partitions(missing))));
    }
}
