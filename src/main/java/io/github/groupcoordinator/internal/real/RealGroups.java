package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.MemberView;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a real cluster, as its coordinators describe them to an admin client. What these leave out is taken
 * from the clients of the test: the generation of a group of the classic protocol, and what members subscribed to.
 */
final class RealGroups {
    /** A generation that neither coordinator nor client has told. */
    private static final int UNKNOWN = -1;

    private static final int DEFAULT_SESSION_MS = 45_000;
    private static final int DEFAULT_POLL_INTERVAL_MS = 300_000;

    // Before 4.0 there was another type of state, and no epochs.
    private static final Method STATE = Optional.ofNullable(
                    Reflect.methodOrNull(ConsumerGroupDescription.class, "groupState"))
            .orElseGet(() -> Reflect.method(ConsumerGroupDescription.class, "state"));
    private static final @Nullable Method GROUP_EPOCH =
            Reflect.methodOrNull(ConsumerGroupDescription.class, "groupEpoch");
    private static final @Nullable Method MEMBER_EPOCH = Reflect.methodOrNull(MemberDescription.class, "memberEpoch");

    private final ClusterAdmin admin;
    private final RealClients clients;

    RealGroups(ClusterAdmin admin, RealClients clients) {
        this.admin = admin;
        this.clients = clients;
    }

    /** Returns a group as it is now; DEAD if there is none. */
    GroupView group(String groupId) {
        return clients.share(groupId) ? new RealShareGroups(admin, clients).group(groupId) : consumerGroup(groupId);
    }

    private GroupView consumerGroup(String groupId) {
        ConsumerGroupDescription group;
        try {
            group = admin.get(
                            "describe group '" + groupId + "'",
                            admin.admin()
                                    .describeConsumerGroups(List.of(groupId))
                                    .all())
                    .get(groupId);
        } catch (GroupIdNotFoundException e) {
            return none(groupId);
        }
        GroupState state = state(String.valueOf(Reflect.invoke(STATE, group)));
        if (group == null || state == GroupState.DEAD) {
            return none(groupId);
        }
        List<MemberView> members = members(group);
        return new GroupSnapshot(
                groupId,
                state,
                generation(group, members),
                null,
                group.isSimpleConsumerGroup() ? null : "consumer",
                group.partitionAssignor().isEmpty() ? null : group.partitionAssignor(),
                members,
                committed(groupId),
                List.of());
    }

    static GroupView none(String groupId) {
        return new GroupSnapshot(
                groupId,
                GroupState.DEAD,
                UNKNOWN,
                null,
                null,
                null,
                List.of(),
                new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER),
                List.of());
    }

    static GroupState state(String kafkaName) {
        return Arrays.stream(GroupState.values())
                .filter(state -> state.kafkaName().equals(kafkaName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A group is in the unknown state " + kafkaName));
    }

    private int generation(ConsumerGroupDescription group, List<MemberView> members) {
        int told = epoch(GROUP_EPOCH, group);
        if (told != UNKNOWN) {
            return told;
        }
        int generation = UNKNOWN;
        for (RealConsumer consumer : consumers()) {
            boolean isMember =
                    members.stream().anyMatch(member -> member.memberId().equals(consumer.memberId()));
            generation = isMember ? Math.max(generation, consumer.generation()) : generation;
        }
        return generation;
    }

    private static int epoch(@Nullable Method method, Object described) {
        return method != null && Reflect.invoke(method, described) instanceof Optional<?> epoch
                ? epoch.map(each -> (Integer) each).orElse(UNKNOWN)
                : UNKNOWN;
    }

    private List<RealConsumer> consumers() {
        List<RealConsumer> consumers = new ArrayList<>();
        clients.all().forEach(client -> {
            if (client instanceof RealConsumer consumer) {
                consumers.add(consumer);
            }
        });
        return consumers;
    }

    /** Members of the test's clients stand in the order in which these were made, before all others. */
    private List<MemberView> members(ConsumerGroupDescription group) {
        List<RealConsumer> consumers = consumers();
        List<MemberView> members = new ArrayList<>();
        List<MemberDescription> described = new ArrayList<>(group.members());
        described.sort(Comparator.comparingInt((MemberDescription member) -> place(member, consumers))
                .thenComparing(MemberDescription::clientId)
                .thenComparing(MemberDescription::consumerId));
        described.forEach(member -> members.add(member(member, consumers)));
        return members;
    }

    private static int place(MemberDescription member, List<RealConsumer> consumers) {
        for (int i = 0; i < consumers.size(); i++) {
            if (isOf(member, consumers.get(i))) {
                return i;
            }
        }
        return consumers.size();
    }

    private static boolean isOf(MemberDescription member, RealConsumer consumer) {
        return consumer.memberId().isEmpty()
                ? member.clientId().equals(consumer.clientId())
                : member.consumerId().equals(consumer.memberId());
    }

    private MemberView member(MemberDescription member, List<RealConsumer> consumers) {
        RealConsumer consumer = consumers.stream()
                .filter(each -> isOf(member, each))
                .findFirst()
                .orElse(null);
        SortedSet<TopicPartition> assignment = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        assignment.addAll(member.assignment().topicPartitions());
        int epoch = epoch(MEMBER_EPOCH, member);
        return new MemberView(
                new MemberRef(
                        member.consumerId(),
                        member.clientId(),
                        member.groupInstanceId().orElse(null)),
                member.host(),
                consumer == null ? Duration.ZERO : consumer.timeout("session.timeout.ms", DEFAULT_SESSION_MS),
                consumer == null ? Duration.ZERO : consumer.timeout("max.poll.interval.ms", DEFAULT_POLL_INTERVAL_MS),
                List.of(),
                assignment,
                consumer == null ? new TreeSet<>() : new TreeSet<>(consumer.subscription()),
                epoch == UNKNOWN && consumer != null ? consumer.generation() : epoch,
                MemberState.STABLE,
                new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER));
    }

    private SortedMap<TopicPartition, OffsetAndMetadata> committed(String groupId) {
        SortedMap<TopicPartition, OffsetAndMetadata> committed = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        admin.get(
                        "ask for the offsets of group '" + groupId + "'",
                        admin.admin().listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset);
                    }
                });
        return committed;
    }

    /** Returns the end of each existing partition that is assigned or committed in the group. */
    SortedMap<TopicPartition, Long> endOffsets(GroupView group) {
        Set<TopicPartition> partitions =
                new LinkedHashSet<>(group.committedOffsets().keySet());
        group.members().forEach(member -> partitions.addAll(member.assignment()));
        SortedMap<TopicPartition, Long> ends = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        ends.putAll(admin.endOffsets(partitions));
        return ends;
    }
}
