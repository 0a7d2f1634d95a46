package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The wait, in real time, until a group has settled: the test's subscribers are polled for what their group wants, and
 * the coordinator is asked until both agree on who owns what, and the dead are gone.
 */
final class RealStability {
    private static final Duration EACH_POLL = Duration.ofMillis(10);
    private static final Duration FOR_POSITIONS = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final ClusterAdmin admin;
    private final RealClients clients;
    private final RealGroups groups;
    private final boolean othersMayCome;

    /** @param othersMayCome whether the application makes clients itself */
    RealStability(ClusterAdmin admin, RealClients clients, RealGroups groups, boolean othersMayCome) {
        this.admin = admin;
        this.clients = clients;
        this.groups = groups;
        this.othersMayCome = othersMayCome;
    }

    /**
     * Waits, and returns how long it took.
     *
     * @param mayComeBack whether static members that are not there may still come back
     */
    Duration await(String groupId, Duration atMost, boolean mayComeBack) {
        RealTime.Wait wait = RealTime.atMost(atMost);
        Set<RealConsumer> polled = new LinkedHashSet<>();
        List<MemberView> settled = List.of();
        try {
            while (true) {
                List<GuardedClient> subscribers = clients.subscribers(groupId);
                boolean anyPolled = false;
                for (GuardedClient subscriber : subscribers) {
                    if (subscriber.isDriven()) {
                        anyPolled |= subscriber.pollGroupOnly(EACH_POLL);
                    }
                    if (subscriber instanceof RealConsumer consumer && subscriber.isDriven()) {
                        polled.add(consumer);
                    }
                }
                GroupView group = groups.group(groupId);
                List<String> missing = missing(group, clients.subscribers(groupId), mayComeBack);
                boolean isOver = wait.isOver();
                if (missing.isEmpty() && (isOver || group.members().equals(settled))) {
                    return wait.passed();
                }
                if (isOver) {
                    throw new GroupNotStableException(describe(groupId, atMost, missing));
                }
                // Who has given partitions up joins again in its next poll, for others to get them (KIP-429). The
                // test's own consumers say so; clients that it does not know are looked at once more.
                settled = missing.isEmpty() ? group.members() : List.of();
                if (!anyPolled || !settled.isEmpty()) {
                    RealTime.sleep(BETWEEN_LOOKS);
                }
            }
        } finally {
            polled.forEach(RealConsumer::wakeUpAgain);
        }
    }

    private List<String> missing(GroupView group, List<GuardedClient> subscribers, boolean mayComeBack) {
        List<String> missing = new ArrayList<>();
        if (subscribers.isEmpty() && group.members().isEmpty() && group.state() == GroupState.DEAD) {
            if (!othersMayCome) {
                throw new GroupNotStableException("There is no group '" + group.groupId() + "', and no live consumer"
                        + " with this group.id has subscribed. Subscribe one first, or check the name.");
            }
            missing.add("no client of the application has joined yet");
        }
        Map<String, MemberView> members = new LinkedHashMap<>();
        group.members().forEach(member -> members.put(member.memberId(), member));
        Set<String> live = new LinkedHashSet<>();
        for (GuardedClient subscriber : subscribers) {
            MemberView member = members.get(subscriber.memberId());
            live.add(subscriber.memberId());
            String why;
            if (subscriber instanceof RealConsumer consumer) {
                why = missing(consumer, group, member);
            } else {
                why = ShareStability.missing(subscriber, group, member);
            }
            if (!why.isEmpty()) {
                missing.add(subscriber.describe() + why);
            }
        }
        if (missing.isEmpty()) {
            SortedSet<TopicPartition> unassigned = unassigned(topicsToBeFound(subscribers), group);
            if (!unassigned.isEmpty()) {
                missing.add("no member has been assigned " + unassigned + " yet");
            }
        }
        for (MemberView member : group.members()) {
            String end = live.contains(member.memberId()) ? "" : describeEnd(member);
            if (!end.isEmpty() && !(mayComeBack && member.ref().groupInstanceId() != null)) {
                missing.add(member.ref() + end + " but is still a member; its session timeout is "
                        + member.sessionTimeout().toMillis() + " ms");
            }
        }
        if (!group.isStable() && !(subscribers.isEmpty() && group.members().isEmpty())) {
            missing.add("the group is " + group.state() + " at generation " + group.generation());
        }
        return missing;
    }

    /** Returns the topics which the coordinator looks for after it has called the group stable. */
    private SortedSet<String> topicsToBeFound(List<GuardedClient> subscribers) {
        SortedSet<String> topics = new TreeSet<>();
        for (GuardedClient subscriber : subscribers) {
            topics.addAll(
                    subscriber instanceof RealConsumer consumer
                            ? consumer.topicsToBeFound(admin)
                            : ShareStability.topics(subscriber));
        }
        return topics;
    }

    /** Returns the partitions of topics that no member has, sorted. */
    private SortedSet<TopicPartition> unassigned(SortedSet<String> topics, GroupView group) {
        if (topics.isEmpty()) {
            return Collections.emptySortedSet();
        }
        SortedSet<TopicPartition> unassigned = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        admin.partitions(topics).forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                unassigned.add(new TopicPartition(topic, partition));
            }
        });
        group.members().forEach(member -> unassigned.removeAll(member.assignment()));
        return unassigned;
    }

    private static String missing(RealConsumer consumer, GroupView group, @Nullable MemberView member) {
        if (member == null) {
            return " is not a member yet";
        }
        if (consumer.generation() != group.generation()) {
            return " is at generation " + consumer.generation() + ", the group at " + group.generation();
        }
        if (!member.assignment().equals(consumer.assignment())) {
            return " believes to own " + consumer.assignment() + ", the coordinator says " + member.assignment();
        }
        if (consumer.hasToJoinAgain()) {
            return " has to join again";
        }
        return !consumer.isDriven() || consumer.hasPositions(FOR_POSITIONS) ? "" : " does not know its positions yet";
    }

    /** Says what became of a member that nobody drives any more; empty for one of the application's own clients. */
    private String describeEnd(MemberView member) {
        for (RealClient client : clients.all()) {
            if (client.was(member.memberId())) {
                if (client.isStopped()) {
                    return " " + client.describeStop();
                }
                return client.isClosed() ? " is closed" : " is no live subscriber";
            }
        }
        return "";
    }

    private static String describe(String groupId, Duration atMost, List<String> missing) {
        StringBuilder text = new StringBuilder(
                "Group '" + groupId + "' did not become stable within " + atMost.toMillis() + " ms of real time:");
        missing.forEach(line -> text.append("\n  - ").append(line));
        return text.toString();
    }
}
