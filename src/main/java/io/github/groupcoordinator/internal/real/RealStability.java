package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
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
    private static final int NO_GENERATION = -1;

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
        int settled = NO_GENERATION;
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
                if (settled != NO_GENERATION) {
                    RealTime.sleep(BETWEEN_LOOKS);
                }
                GroupView group = groups.group(groupId);
                List<String> missing = missing(group, clients.subscribers(groupId), mayComeBack);
                if (missing.isEmpty() && (subscribers.isEmpty() || settled == group.generation() || wait.isOver())) {
                    return wait.passed();
                }
                // Who has given partitions up joins again in its next poll, for others to get them (KIP-429): a group
                // has settled if it is still as it was after another round of polls.
                settled = missing.isEmpty() ? group.generation() : NO_GENERATION;
                if (wait.isOver()) {
                    throw new GroupNotStableException(describe(groupId, atMost, missing));
                }
                if (!anyPolled) {
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
        List<GuardedClient> shareConsumers = new ArrayList<>();
        for (GuardedClient subscriber : subscribers) {
            if (subscriber instanceof RealConsumer consumer) {
                live.add(consumer.memberId());
                String why = missing(consumer, group, members.get(consumer.memberId()));
                if (!why.isEmpty()) {
                    missing.add(consumer.describe() + why);
                }
            } else {
                live.add(subscriber.memberId());
                shareConsumers.add(subscriber);
                String why = ShareStability.missing(subscriber, group);
                if (!why.isEmpty()) {
                    missing.add(subscriber.describe() + why);
                }
            }
        }
        if (!shareConsumers.isEmpty() && missing.isEmpty()) {
            SortedSet<TopicPartition> unassigned = new ShareStability(admin).unassigned(shareConsumers, group);
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
