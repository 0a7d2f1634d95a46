package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The wait, in virtual time, until a group has settled: every live subscriber is a member at the current generation,
 * none must join again, clients and coordinator agree on who owns what, and dead members are gone.
 */
public final class GroupStability {

    /**
     * Real time for a client outside to do what it has to do next, before 100 virtual ms pass: so a session of 45 s
     * takes nine, and a client that sends heartbeats each third second keeps it.
     */
    private static final long ARRIVAL_MS = 20;

    private static final long OUTSIDE_INTERVAL_MS = 100;

    /** Real time for the first client outside to come at all. */
    private static final long FIRST_ARRIVAL_MS = 10_000;

    private static final String SHARE = "share";

    private static final List<String> OTHER_NUMBERS = List.of("the group has other members than its subscribers");

    /** The epoch of a static member that is to come back (KIP-848). */
    private static final int AWAY = -2;

    private final EventLoop loop;
    private final MadeClients clients;
    private final Groups groups;
    private final Unrest unrest;
    private final Supplier<List<String>> hints;
    private final OutsideClients outside;
    private long leftForNobodyMs = FIRST_ARRIVAL_MS;
    private boolean staticMembersMayComeBack;

    /** The groups of the cluster, as their coordinators know them. */
    public interface Groups {

        /** Returns a snapshot; DEAD if there is none. */
        GroupView view(String groupId);

        /** Returns how many members the snapshot would have. */
        int memberCount(String groupId);
    }

    /** @param hints lines that may explain why a group does not settle; asked only for a message */
    public GroupStability(
            EventLoop loop,
            MadeClients clients,
            Groups groups,
            Unrest unrest,
            Supplier<List<String>> hints,
            OutsideClients outside) {
        this.loop = loop;
        this.clients = clients;
        this.groups = groups;
        this.unrest = unrest;
        this.hints = hints;
        this.outside = outside;
    }

    /**
     * Waits, and returns how much virtual time it took.
     *
     * @param mayComeBack whether static members that are not there may still come back within their sessions, so
     * that they
     *     are not waited for
     * @throws GroupNotStableException saying who is missing, if the time is up or nobody belongs to the group
     */
    public Duration await(String groupId, Duration atMost, boolean mayComeBack) {
        staticMembersMayComeBack = mayComeBack;
        loop.requireMovable("awaitStable");
        long startMs = loop.nowMs();
        long limitMs = limitMs(startMs, atMost);
        Set<PolledClient> woken = new LinkedHashSet<>();
        unrest.begin();
        try (Turns turns = turns(groupId)) {
            while (true) {
                takeTurns(turns, woken, turns.mayRest() && !outside.mayCome() ? limitMs : startMs);
                String restless = unrest.describe();
                boolean mayGoOn = restless == null && loop.nowMs() < limitMs;
                // What is due at this instant may be what settles the group, or unsettles it. Clients outside have
                // their say between two steps.
                if (mayGoOn && !outside.mayCome() && loop.step(loop.nowMs())) {
                    continue;
                }
                List<String> missing = missing(groupId, false);
                if (missing.isEmpty() && loop.step(loop.nowMs())) {
                    continue;
                }
                if (missing.isEmpty() && turns.mayRest() && pollThoseAtRest(groupId, woken)) {
                    continue;
                }
                if (missing.isEmpty()) {
                    return Duration.ofMillis(loop.nowMs() - startMs);
                }
                boolean isTooLong = loop.nowMs() >= limitMs;
                boolean isQuiet = limitMs == Long.MAX_VALUE && loop.isQuietSince(startMs);
                if (restless != null || isTooLong || isQuiet) {
                    List<String> all = missing(groupId, true);
                    String bound = isTooLong
                            ? "within " + atMost.toMillis() + " ms of virtual time"
                            : "and " + EventLoop.QUIET;
                    throw new GroupNotStableException(
                            restless != null ? restless + told(all) : describe(groupId, bound, all));
                }
                boolean arrived = outside.mayCome() && outside.awaitArrival(ARRIVAL_MS);
                loop.stepOrMoveTo(Math.min(limitMs, arrived ? loop.nowMs() : nextMs(turns)));
            }
        } finally {
            woken.forEach(PolledClient::wakeup);
        }
    }

    /**
     * Polls those for which polls were left out, so that what they count from their last poll is counted from now.
     *
     * @return whether there were any
     */
    private boolean pollThoseAtRest(String groupId, Set<PolledClient> woken) {
        boolean areAny = false;
        for (PolledClient subscriber : subscribers(groupId)) {
            if (subscriber.hasRested()) {
                areAny = true;
                takeTurn(subscriber, woken, loop.nowMs());
            }
        }
        return areAny;
    }

    /** Clients outside are given their real time for each 100 ms, however often those of the test are polled. */
    private long nextMs(Turns turns) {
        return outside.mayCome()
                ? loop.nowMs() + OUTSIDE_INTERVAL_MS
                : turns.mayRest() ? turns.nextMs() : Math.min(turns.nextMs(), loop.nowMs() + clients.pollEveryMs());
    }

    private Turns turns(String groupId) {
        return Turns.of(loop, clients, consumer -> isSubscriber(consumer, groupId), false);
    }

    /**
     * Looks at a group in system time, where clients move by themselves.
     *
     * @param atMost how long the caller goes on to look
     * @param isOver whether that is over now
     * @return whether the group has settled
     * @throws GroupNotStableException saying who is missing, if it is over
     */
    public boolean hasSettled(String groupId, Duration atMost, boolean mayComeBack, boolean isOver) {
        staticMembersMayComeBack = mayComeBack;
        leftForNobodyMs = Long.MAX_VALUE; // The caller knows when it is over.
        try (Turns turns = turns(groupId)) {
            takeTurns(turns, new LinkedHashSet<>(), loop.nowMs());
        }
        List<String> missing = missing(groupId, true);
        if (isOver && !missing.isEmpty()) {
            throw new GroupNotStableException(describe(groupId, "within " + atMost + " of real time", missing));
        }
        return missing.isEmpty();
    }

    /** Returns when a duration is over, also one that is too long to be added. */
    public static long limitMs(long startMs, Duration duration) {
        return EventLoop.isEndless(duration) ? Long.MAX_VALUE : startMs + duration.toMillis();
    }

    private void takeTurns(Turns turns, Set<PolledClient> woken, long restsUntilMs) {
        turns.takeAll(subscriber -> takeTurn(subscriber, woken, restsUntilMs));
        loop.throwIfFound();
    }

    private static void takeTurn(PolledClient subscriber, Set<PolledClient> woken, long restsUntilMs) {
        Runnable turn = () -> {
            if (subscriber.pollGroupOnly()) {
                woken.add(subscriber);
            }
        };
        subscriber.takeTurn(turn, restsUntilMs, false);
    }

    /** @param areNamed whether all that is missing is named; only the first of it otherwise, or that something is */
    private List<String> missing(String groupId, boolean areNamed) {
        List<String> missing = new ArrayList<>();
        List<PolledClient> subscribers = subscribers(groupId);
        if (!areNamed && areOtherNumbers(groupId, subscribers)) {
            return OTHER_NUMBERS;
        }
        for (PolledClient subscriber : subscribers) {
            if (!subscriber.hasPositions()) {
                missing.add(subscriber.describe() + " does not know its positions yet");
                if (!areNamed) {
                    return missing;
                }
            }
        }
        GroupView group = groups.view(groupId);
        if (subscribers.isEmpty() && group.members().isEmpty() && group.state() == GroupState.DEAD) {
            Passengers threads = loop.passengers();
            if (threads != null && threads.areAny()) {
                missing.add("no thread of the application has subscribed yet: " + threads.describe());
                return missing;
            }
            if (outside.mayCome() && leftForNobodyMs > 0) {
                leftForNobodyMs -= ARRIVAL_MS;
                missing.add("no client outside has joined yet");
                return missing;
            }
            throw new GroupNotStableException("There is no group '" + groupId + "' at " + loop.describeNow()
                    + ", and no live consumer with this group.id has subscribed. Subscribe one first, or check the"
                    + " name. Live consumers: " + describeLive() + ".");
        }
        missing.addAll(missing(group, subscribers, areNamed));
        return missing;
    }

    /** Most steps of a wait leave a group as it was: with other numbers, somebody is no member yet, or still one. */
    private boolean areOtherNumbers(String groupId, List<PolledClient> subscribers) {
        return !outside.mayCome()
                && !staticMembersMayComeBack
                && !subscribers.isEmpty()
                && groups.memberCount(groupId) != subscribers.size();
    }

    private String describeLive() {
        List<String> live = new ArrayList<>();
        for (PolledClient consumer : clients.liveConsumers()) {
            live.add(consumer.describe() + " of group '" + consumer.groupId()
                    + (consumer.isSubscribed() ? "'" : "', not subscribed"));
        }
        return live.isEmpty() ? "none" : String.join("; ", live);
    }

    private static boolean isSubscriber(PolledClient consumer, String groupId) {
        return consumer.isDriven() && groupId.equals(consumer.groupId()) && consumer.isSubscribed();
    }

    private List<PolledClient> subscribers(String groupId) {
        List<PolledClient> subscribers = new ArrayList<>(clients.consumers());
        subscribers.removeIf(consumer -> !isSubscriber(consumer, groupId));
        return subscribers;
    }

    private List<String> missing(GroupView group, List<PolledClient> subscribers, boolean areNamed) {
        List<String> missing = new ArrayList<>();
        Set<String> liveMembers = new LinkedHashSet<>();
        Map<String, MemberView> members = new LinkedHashMap<>();
        group.members().forEach(member -> members.put(member.memberId(), member));
        List<MemberView> away = away(group);
        boolean settled = group.isStable() || waitsOnlyFor(away, group);
        for (PolledClient subscriber : subscribers) {
            if (!areNamed && !missing.isEmpty()) {
                return missing;
            }
            liveMembers.add(subscriber.memberId());
            MemberView member = members.get(subscriber.memberId());
            if (member == null) {
                missing.add(subscriber.describe() + " is not a member yet");
            } else if (subscriber.rejoinNeededOrPending()) {
                missing.add(subscriber.describe() + " has to join again");
            } else if (subscriber.generationId() != group.generation()) {
                missing.add(subscriber.describe() + " is at generation " + subscriber.generationId() + ", the group at "
                        + group.generation());
            } else if (!subscriber.hasToldItsSubscription(member.subscribedTopics())) {
                missing.add(subscriber.describe() + " has subscribed to other topics than " + member.subscribedTopics()
                        + ", and tells the group with its next heartbeat");
            } else if (settled && !member.assignment().equals(sorted(subscriber.assignment()))) {
                missing.add(subscriber.describe() + " believes to own " + sorted(subscriber.assignment())
                        + ", the coordinator says " + member.assignment());
            }
        }
        if (subscribers.isEmpty() && group.members().isEmpty() && outside.mayCome()) {
            group.awaiting().forEach(awaited -> missing.add("the group awaits " + awaited));
        }
        boolean isAnyOutside = false;
        for (MemberView member : group.members()) {
            if (isOutside(member)) {
                isAnyOutside = true;
            } else if (!liveMembers.contains(member.memberId()) && !mayComeBack(member)) {
                missing.add(member.ref() + describeEnd(member) + " but is still a member; its session timeout is "
                        + member.sessionTimeout().toMillis() + " ms");
            }
        }
        if (!settled && (isAnyOutside || !subscribers.isEmpty())) {
            missing.add("the group is " + group.state() + " at generation " + group.generation()
                    + (group.awaiting().isEmpty() ? "" : ", awaiting " + group.awaiting()));
        } else if (SHARE.equals(group.protocolType()) || subscribers.stream().anyMatch(PolledClient::isOfEpochs)) {
            // Such a group may call itself stable before it knows which topics match a pattern; a share group always
            // does.
            for (String awaited : group.awaiting()) {
                if (away.stream().noneMatch(member -> awaited.startsWith(member.ref() + ","))) {
                    missing.add("the group awaits " + awaited);
                }
            }
        }
        return missing;
    }

    /**
     * Returns static members of the consumer protocol that have gone and told their group that they would come
     * back.
     */
    private List<MemberView> away(GroupView group) {
        return group.members().stream()
                .filter(member -> mayComeBack(member) && member.memberEpoch() == AWAY)
                .toList();
    }

    /** Such a group calls itself reconciling until they are back. */
    private static boolean waitsOnlyFor(List<MemberView> away, GroupView group) {
        return !away.isEmpty()
                && group.members().stream()
                        .allMatch(member -> away.contains(member)
                                || member.state() == MemberState.STABLE && member.memberEpoch() == group.generation());
    }

    /** A static member keeps its place while its session lasts: whoever restarts takes it up again. */
    private boolean mayComeBack(MemberView member) {
        return staticMembersMayComeBack && member.ref().groupInstanceId() != null;
    }

    /** Returns whether a member lives on the listener: nobody here drives it, and it is not dead for that. */
    private boolean isOutside(MemberView member) {
        String clientId = member.ref().clientId();
        return outside.mayCome()
                && outside.isConnected(clientId)
                && clients.all().stream().noneMatch(client -> client.clientId().equals(clientId));
    }

    /** Says what became of a member that nobody drives any more. */
    private String describeEnd(MemberView member) {
        for (AdoptedClient client : clients.all()) {
            if (client.clientId().equals(member.ref().clientId())) {
                String stop = client.describeStop();
                if (stop != null) {
                    return " " + stop;
                }
                if (client.isClosed()) {
                    return " is closed";
                }
            }
        }
        return " is no live subscriber";
    }

    private static Set<TopicPartition> sorted(Set<TopicPartition> partitions) {
        Set<TopicPartition> sorted = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        sorted.addAll(partitions);
        return sorted;
    }

    private String describe(String groupId, String bound, List<String> missing) {
        return "Group '" + groupId + "' did not become stable " + bound + "; now it is " + loop.describeNow() + " and:"
                + told(missing);
    }

    private String told(List<String> missing) {
        StringBuilder text = new StringBuilder();
        missing.forEach(line -> text.append("\n  - ").append(line));
        hints.get().forEach(line -> text.append('\n').append(line));
        return text.append("\nScheduled: ").append(loop.describePending()).toString();
    }
}
