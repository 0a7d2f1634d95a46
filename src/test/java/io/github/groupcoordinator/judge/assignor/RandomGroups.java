package io.github.groupcoordinator.judge.assignor;

import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import io.github.groupcoordinator.internal.group.assignor.SubscriptionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;

/**
 * Groups to assign, each from a seed: new ones, ones that an assignor has assigned before something changed (members,
 * subscriptions, topics), and ones whose members own anything at all.
 */
final class RandomGroups {
    private final Random random;
    private final Map<Uuid, Integer> topics = new LinkedHashMap<>();
    private final List<AssignorMember> members = new ArrayList<>();
    private boolean homogeneous;

    RandomGroups(long seed) {
        random = new Random(seed);
        int topicCount = 1 + random.nextInt(chance(10) ? 20 : 6);
        for (int i = 0; i < topicCount; i++) {
            topics.put(newId(), 1 + random.nextInt(chance(20) ? 60 : 10));
        }
        homogeneous = random.nextBoolean();
        int memberCount = 1 + random.nextInt(chance(10) ? 60 : 9);
        SortedSet<Uuid> common = subscription();
        for (int i = 0; i < memberCount; i++) {
            members.add(newMember(homogeneous ? common : subscription()));
        }
    }

    /** Returns a group in which something has changed since the function last assigned its partitions. */
    AssignorGroup next(Function<AssignorGroup, Map<String, SortedMap<Uuid, SortedSet<Integer>>>> assign) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            ownAnything();
        } else if (kind > 2) {
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                own(assign.apply(group()));
                change();
            }
        }
        return group();
    }

    /** Returns the same group in another order. */
    AssignorGroup shuffled(AssignorGroup group) {
        List<AssignorMember> shuffled = new ArrayList<>(group.members());
        Collections.shuffle(shuffled, random);
        return new AssignorGroup(group.subscriptionType(), shuffled, group.partitionCounts());
    }

    private AssignorGroup group() {
        return new AssignorGroup(
                homogeneous ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS,
                List.copyOf(members),
                new LinkedHashMap<>(topics));
    }

    private void own(Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment) {
        members.replaceAll(
                member -> with(member, assignment.getOrDefault(member.memberId(), Collections.emptySortedMap())));
    }

    private void ownAnything() {
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> anything = new LinkedHashMap<>();
        int ownedPercent = random.nextInt(101);
        topics.forEach((topicId, count) -> {
            for (int partition = 0; partition < count; partition++) {
                if (chance(ownedPercent)) {
                    AssignorMember owner = members.get(random.nextInt(members.size()));
                    anything.computeIfAbsent(owner.memberId(), unused -> new TreeMap<>())
                            .computeIfAbsent(topicId, unused -> new TreeSet<>())
                            .add(partition);
                }
            }
        });
        own(anything);
    }

    private void change() {
        switch (random.nextInt(6)) {
            case 0 -> members.add(random.nextInt(members.size() + 1), newMember(subscriptionOfANewcomer()));
            case 1 -> {
                for (int leavers = random.nextInt(members.size()); leavers > 0; leavers--) {
                    members.remove(random.nextInt(members.size()));
                }
            }
            case 2 -> topics.replaceAll((topicId, count) -> chance(40) ? count + random.nextInt(9) : count);
            case 3 -> resubscribe();
            case 4 -> deleteTopic();
            default -> replaceMember();
        }
    }

    private void resubscribe() {
        SortedSet<Uuid> common = subscription();
        members.replaceAll(member ->
                homogeneous || chance(50) ? subscribed(member, homogeneous ? common : subscription()) : member);
    }

    private void deleteTopic() {
        if (topics.size() < 2) {
            return;
        }
        Uuid gone = new ArrayList<>(topics.keySet()).get(random.nextInt(topics.size()));
        topics.remove(gone);
        members.replaceAll(member -> {
            SortedSet<Uuid> left = new TreeSet<>(member.subscribedTopicIds());
            left.remove(gone);
            return subscribed(member, left);
        });
    }

    private void replaceMember() {
        int index = random.nextInt(members.size());
        AssignorMember replaced = members.get(index);
        members.set(
                index,
                new AssignorMember(
                        newMemberId(),
                        replaced.instanceId(),
                        replaced.subscribedTopicIds(),
                        replaced.targetAssignment()));
    }

    private SortedSet<Uuid> subscriptionOfANewcomer() {
        return homogeneous ? members.get(0).subscribedTopicIds() : subscription();
    }

    private SortedSet<Uuid> subscription() {
        SortedSet<Uuid> subscribed = new TreeSet<>();
        int percent = 1 + random.nextInt(100);
        topics.keySet().stream().filter(topicId -> chance(percent)).forEach(subscribed::add);
        return subscribed;
    }

    private AssignorMember newMember(SortedSet<Uuid> subscribed) {
        String instanceId = chance(30) ? "instance-" + newMemberId() : null;
        return new AssignorMember(newMemberId(), instanceId, subscribed, new TreeMap<>());
    }

    private String newMemberId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private Uuid newId() {
        return new Uuid(random.nextLong(), random.nextLong());
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static AssignorMember with(AssignorMember member, SortedMap<Uuid, SortedSet<Integer>> owned) {
        return new AssignorMember(member.memberId(), member.instanceId(), member.subscribedTopicIds(), owned);
    }

    private static AssignorMember subscribed(AssignorMember member, SortedSet<Uuid> topicIds) {
        return new AssignorMember(member.memberId(), member.instanceId(), topicIds, member.targetAssignment());
    }
}
