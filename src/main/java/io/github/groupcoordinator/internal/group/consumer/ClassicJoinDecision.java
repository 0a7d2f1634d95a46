package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.assignor.PartitionAssignorException;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The decision on a JoinGroup to a consumer-protocol group: the member becomes one of the group, with its partitions;
 * it is answered at once, without a leader. v4: an id is given first (KIP-394); v5: static members.
 */
final class ClassicJoinDecision {
    private static final int FIRST_VERSION_WITH_MEMBER_ID_REQUIRED = 4;

    private final ConsumerRoster group;
    private final ConsumerContext context;
    private final ConsumerCommand.ClassicJoin join;
    private final JoinGroupRequestData request;
    private final Collection<JoinGroupRequestProtocol> protocols;
    private final boolean isUnknown;
    private final String memberId;
    private final Step.Builder step = new Step.Builder();

    ClassicJoinDecision(ConsumerRoster group, ConsumerContext context, ConsumerCommand.ClassicJoin join) {
        this.group = group;
        this.context = context;
        this.join = join;
        this.request = join.request();
        this.protocols = request.protocols();
        this.isUnknown = request.memberId().isEmpty();
        this.memberId = isUnknown ? join.newMemberId() : request.memberId();
    }

    Step decide() {
        if (!context.config().mayClassicJoin()) {
            return refuse(Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
        Refusal full = Identity.checkFull(group, context, memberId);
        if (full != null) {
            return refuse(full.error());
        }
        if (!ClassicMembers.isAnySupported(group, request.protocolType(), protocols)) {
            return refuse(Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
        String instanceId = request.groupInstanceId();
        if (isUnknown && instanceId == null && join.from().apiVersion() >= FIRST_VERSION_WITH_MEMBER_ID_REQUIRED) {
            return Step.reply(
                    join.token(),
                    new JoinGroupResponseData().setMemberId(memberId).setErrorCode(Errors.MEMBER_ID_REQUIRED.code()));
        }
        Refusal refusal = instanceId == null ? null : checkStatic(instanceId);
        Subscription subscription = subscription();
        if (refusal != null || subscription == null) {
            // Kafka means to say that it can't read the metadata, and does not know how.
            return refuse(refusal == null ? Errors.UNKNOWN_SERVER_ERROR : refusal.error());
        }
        return update(subscription);
    }

    private @Nullable Refusal checkStatic(String instanceId) {
        if (group.isLost(instanceId)) {
            return Identity.unknown(group, "member with the instance id '" + instanceId + "'");
        }
        return isUnknown ? null : Identity.checkHolder(group, instanceId, memberId);
    }

    private Step update(Subscription subscription) {
        ConsumerMember holder = group.staticMember(request.groupInstanceId());
        ConsumerMember replaced = isUnknown ? holder : null;
        ConsumerMember known = group.member(memberId);
        ConsumerMember before = replaced != null
                ? replaced.renamed(memberId)
                : known == null ? ConsumerMember.joining(memberId) : known;
        if (replaced != null) {
            Identity.replace(group, replaced, before, step);
        }
        MemberUpdate update =
                new MemberUpdate(group, context, step, before, before.with(metadata(before.metadata(), subscription)));
        update.store(true);
        boolean isDowngrade = ClassicMembers.isClassicWith(group, holder, context);
        boolean rebalance = group.assignmentEpoch() < update.groupEpoch();
        try {
            TargetDecision.Target target = isDowngrade ? update.lastTarget() : update.target();
            boolean mayStay = isDowngrade && rebalance || update.reconcile(target, owned(subscription));
            if (!mayStay) {
                return refuse(Errors.FENCED_MEMBER_EPOCH);
            }
        } catch (PartitionAssignorException e) {
            return refuse(Errors.UNKNOWN_SERVER_ERROR);
        }
        if (isDowngrade) {
            step.convert(new Downgrade(
                    List.of(), update.member(), rebalance, update.member().cause(Trigger.STATIC_MEMBER_REPLACED)));
        }
        return answer(update.member(), isDowngrade);
    }

    private Step answer(ConsumerMember member, boolean isDowngrade) {
        String groupId = group.groupId();
        step.whenStored(new Effect.Disarm(TimerKey.consumerJoin(groupId, memberId)));
        if (!isDowngrade) {
            step.whenStored(new Effect.Arm(
                            TimerKey.consumerSession(groupId, memberId),
                            request.sessionTimeoutMs(),
                            new ConsumerCommand.TimeElapsed(memberId, Trigger.SESSION_TIMEOUT)))
                    .whenStored(new Effect.Arm(
                            TimerKey.consumerSync(groupId, memberId),
                            request.rebalanceTimeoutMs(),
                            new ConsumerCommand.TimeElapsed(memberId, Trigger.SYNC_TIMEOUT)));
        }
        return step.replyWhenStored(
                        join.token(),
                        new JoinGroupResponseData()
                                .setMemberId(memberId)
                                .setGenerationId(member.memberEpoch())
                                .setProtocolType(request.protocolType())
                                .setProtocolName(protocols.iterator().next().name()))
                .build();
    }

    private ConsumerMemberMetadata metadata(ConsumerMemberMetadata before, Subscription subscription) {
        List<MemberProtocol> offered = new ArrayList<>();
        for (JoinGroupRequestProtocol protocol : protocols) {
            offered.add(new MemberProtocol(protocol.name(), protocol.metadata()));
        }
        String rackId = subscription.rackId().orElse("");
        return new ConsumerMemberMetadata(
                request.groupInstanceId() == null ? before.instanceId() : request.groupInstanceId(),
                rackId.isEmpty() ? before.rackId() : rackId,
                join.from().clientId(),
                join.from().clientHost(),
                new TreeSet<>(subscription.topics()),
                "",
                request.rebalanceTimeoutMs() == -1 ? before.rebalanceTimeoutMs() : request.rebalanceTimeoutMs(),
                before.serverAssignor(),
                new ClassicProtocols(request.sessionTimeoutMs(), Collections.unmodifiableList(offered)));
    }

    /** Returns what the member says under its first protocol; consumers say the same under all. */
    private @Nullable Subscription subscription() {
        try {
            return ConsumerProtocol.deserializeSubscription(
                    ByteBuffer.wrap(protocols.iterator().next().metadata()));
        } catch (RuntimeException undecodable) {
            return null;
        }
    }

    private SortedMap<Uuid, SortedSet<Integer>> owned(Subscription subscription) {
        SortedMap<Uuid, SortedSet<Integer>> owned = new TreeMap<>();
        for (TopicPartition partition : subscription.ownedPartitions()) {
            TopicCatalog.TopicInfo topic = context.topics().find(partition.topic());
            if (topic != null) {
                owned.computeIfAbsent(topic.id(), unused -> new TreeSet<>()).add(partition.partition());
            }
        }
        return owned;
    }

    private Step refuse(Errors error) {
        return Step.reply(join.token(), new JoinGroupResponseData().setErrorCode(error.code()));
    }
}
