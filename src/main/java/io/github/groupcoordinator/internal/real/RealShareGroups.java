package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.ShareMemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The share groups of a real cluster, as their coordinators describe them to an admin client; linked only where
 * kafka-clients have them. Their session is the brokers' affair: that of the test's members is taken to be Kafka's
 * default.
 */
final class RealShareGroups {
    private static final String PROTOCOL_TYPE = "share";
    private static final Duration DEFAULT_SESSION = Duration.ofSeconds(45);

    private final ClusterAdmin admin;
    private final RealClients clients;

    RealShareGroups(ClusterAdmin admin, RealClients clients) {
        this.admin = admin;
        this.clients = clients;
    }

    /** Returns a group as it is now; DEAD if there is none. */
    GroupView group(String groupId) {
        ShareGroupDescription group;
        try {
            group = admin.get(
                            "describe share group '" + groupId + "'",
                            admin.admin().describeShareGroups(List.of(groupId)).all())
                    .get(groupId);
        } catch (GroupIdNotFoundException e) {
            return RealGroups.none(groupId);
        }
        GroupState state = group == null
                ? GroupState.DEAD
                : RealGroups.state(group.groupState().toString());
        if (group == null || state == GroupState.DEAD) {
            return RealGroups.none(groupId);
        }
        return new GroupSnapshot(
                groupId,
                state,
                group.groupEpoch(),
                null,
                PROTOCOL_TYPE,
                null,
                members(group),
                new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER),
                List.of());
    }

    /** Members of the test's clients stand in the order in which these were made, before all others. */
    private List<MemberView> members(ShareGroupDescription group) {
        List<RealClient> all = clients.all();
        List<ShareMemberDescription> described = new ArrayList<>(group.members());
        described.sort(Comparator.comparingInt((ShareMemberDescription member) -> place(member, all))
                .thenComparing(ShareMemberDescription::clientId)
                .thenComparing(ShareMemberDescription::consumerId));
        List<MemberView> members = new ArrayList<>();
        described.forEach(member -> members.add(member(member, all)));
        return members;
    }

    private static int place(ShareMemberDescription member, List<RealClient> all) {
        for (int i = 0; i < all.size(); i++) {
            if (isOf(member, all.get(i))) {
                return i;
            }
        }
        return all.size();
    }

    private static boolean isOf(ShareMemberDescription member, RealClient client) {
        return client instanceof RealShareConsumer consumer
                && consumer.memberId().equals(member.consumerId());
    }

    private static MemberView member(ShareMemberDescription member, List<RealClient> all) {
        SortedSet<TopicPartition> assignment = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        assignment.addAll(member.assignment().topicPartitions());
        SortedSet<String> subscription = new TreeSet<>();
        int place = place(member, all);
        boolean isOfTest = place < all.size();
        if (isOfTest) {
            subscription.addAll(((RealShareConsumer) all.get(place)).subscription());
        }
        return new MemberView(
                new MemberRef(member.consumerId(), member.clientId(), null),
                member.host(),
                isOfTest ? DEFAULT_SESSION : Duration.ZERO,
                Duration.ZERO,
                List.of(),
                assignment,
                subscription,
                member.memberEpoch(),
                MemberState.STABLE,
                new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER));
    }
}
