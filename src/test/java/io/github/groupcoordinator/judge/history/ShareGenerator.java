package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.ShareStateKeeper.Ending;
import io.github.groupcoordinator.judge.ShareStateKeeper.Mood;
import io.github.groupcoordinator.judge.history.ConsumerIntents.Epoch;
import io.github.groupcoordinator.judge.history.Intent.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Makes histories of share groups: mostly well-behaved share consumers, administrators, a keeper of share state that is
 * late or fails, and members of other protocols who meet a share group under the name of theirs.
 */
final class ShareGenerator {
    private static final int STEPS = 60;
    private static final List<String> GROUPS = List.of("billing", "audit");
    private static final List<String> TOPICS = List.of("orders", "returns", "later", "orders2");

    private final long seed;
    private final Dice dice;
    /** Draws what came to the histories later, so that all else in them is drawn as it was. */
    private final Dice apart;

    private final ClusterSteps cluster;
    private final OffsetSteps offsets;
    private final ConsumerSteps consumers;
    private final List<Member> members = new ArrayList<>();

    /** A share consumer: where it belongs, and what it subscribes to. */
    private static final class Member {
        private final int slot;
        private final String group;
        private final String rack;
        private List<String> topics;

        Member(int slot, String group, List<String> topics, String rack) {
            this.slot = slot;
            this.group = group;
            this.topics = topics;
            this.rack = rack;
        }
    }

    ShareGenerator(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed * 31 + Family.SHARE.ordinal());
        this.apart = new Dice(seed * 37 + Family.SHARE.ordinal());
        this.cluster = new ClusterSteps(dice, GROUPS);
        this.offsets = new OffsetSteps(dice, GROUPS);
        // Some get their ids from the coordinator, which Kafka draws: range would sort them as it likes.
        this.consumers = new ConsumerSteps(dice, false);
    }

    History generate() {
        Map<String, String> properties = properties();
        int count = 1 + dice.below(5);
        for (int slot = 0; slot < count; slot++) {
            String group = dice.percent(85) ? GROUPS.get(0) : GROUPS.get(1);
            members.add(new Member(slot, group, topics(), dice.percent(85) ? null : dice.any("rack-1", "rack-2")));
        }
        List<Step> steps = new ArrayList<>(cluster.createTopics());
        int length = STEPS / 2 + dice.below(STEPS);
        int twiceAt = apart.percent(25) ? apart.below(length) : Integer.MAX_VALUE;
        while (steps.size() < length) {
            if (steps.size() >= twiceAt) {
                List<Step> twice = deleteTwice();
                steps.addAll(twice);
                length += twice.size();
                twiceAt = Integer.MAX_VALUE;
            }
            if (dice.percent(6)) {
                steps.addAll(settle());
            } else {
                steps.add(step());
            }
        }
        steps.addAll(cluster.reload());
        steps.add(new Step.Ask(0, new ShareIntents.Describe(GROUPS, false)));
        steps.add(new Step.Ask(0, new ShareIntents.DescribeOffsets((short) 1, GROUPS, null, 0)));
        return new History(Family.SHARE, seed, properties, List.copyOf(steps));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        properties.put("offset.metadata.max.bytes", "16");
        if (dice.percent(20)) {
            properties.put("group.share.max.size", dice.any("1", "2", "3"));
        }
        if (dice.percent(30)) {
            properties.put("group.share.min.session.timeout.ms", "6000");
            properties.put("group.share.session.timeout.ms", dice.any("6001", "10007", "60000"));
        }
        if (dice.percent(15)) {
            properties.put("group.share.heartbeat.interval.ms", dice.any("5000", "5999"));
        }
        if (dice.percent(40)) {
            properties.put("group.share.assignment.interval.ms", dice.any("0", "0", "1", "5000"));
        }
        if (dice.percent(15)) {
            properties.put("offsets.retention.minutes", dice.any("1", "2"));
            properties.put("offsets.retention.check.interval.ms", dice.any("1000", "30013", "61000"));
        }
        return properties;
    }

    private List<String> topics() {
        return dice.any(
                List.of("orders"),
                List.of("orders"),
                List.of("orders", "returns"),
                List.of("returns"),
                List.of("orders", "later"));
    }

    private Step step() {
        Member member = dice.any(members);
        if (cluster.mustLoad()) {
            return cluster.load();
        }
        return switch (dice.weighted(50, 18, 5, 5, 30, 7, 7, 9, 8, 4, 3, 3)) {
            case 0 -> next(member);
            case 1 -> unusual(member);
            case 2 -> new Step.Ask(member.slot, new ShareIntents.Restart(member.slot, member.group, dice.percent(75)));
            case 3 -> subscribeAnew(member);
            case 4 -> time();
            case 5 -> cluster.topic();
            case 6 -> describe();
            case 7 -> alterOrDelete();
            case 8 -> mood(member.group, dice);
            case 9 -> other(member);
            case 10 -> cluster.incident();
            default -> configure();
        };
    }

    /** Everyone behaves well for a while, long enough for the assignment interval. */
    private List<Step> settle() {
        List<Step> steps = new ArrayList<>();
        for (int pass = 0; pass < 4; pass++) {
            members.forEach(member -> steps.add(next(member)));
            steps.add(new Step.Pass(dice.any(0, 500, 1_000, 5_000)));
        }
        return steps;
    }

    private Step next(Member member) {
        return new Step.Ask(member.slot, new ShareIntents.Next(member.slot, member.group, member.topics, member.rack));
    }

    private Step subscribeAnew(Member member) {
        member.topics = topics();
        return new Step.Ask(
                member.slot,
                new ShareIntents.Beat(
                        member.slot,
                        member.group,
                        Id.MINE,
                        Epoch.MINE,
                        dice.percent(85) ? member.topics : List.of(),
                        member.rack));
    }

    private Step unusual(Member member) {
        Epoch epoch = dice.percent(35) ? Epoch.MINE : dice.any(Epoch.values());
        Id id = dice.percent(75) ? Id.MINE : dice.any(Id.values());
        List<String> topics = dice.any(null, member.topics, member.topics, dice.percent(25) ? List.of() : null);
        String group = dice.percent(92) ? member.group : dice.any("", GROUPS.get(1), "unheard-of");
        String rack = dice.percent(90) ? member.rack : dice.any("rack-3", "", null);
        return new Step.Ask(member.slot, new ShareIntents.Beat(member.slot, group, id, epoch, topics, rack));
    }

    private Step time() {
        return dice.percent(45)
                ? new Step.Edge(dice.any(-1, 0, 0, 1))
                : new Step.Pass(dice.any(0, 0, 1, 999, 1_000, 1_001, 5_000, 6_000, 29_999, 30_000, 30_001));
    }

    private Step describe() {
        List<String> groups = dice.any(
                List.of(GROUPS.get(0)), GROUPS, List.of("unheard-of", GROUPS.get(1)), List.of(GROUPS.get(0), ""));
        return switch (dice.weighted(4, 5, 4)) {
            case 0 -> new Step.Ask(0, new ShareIntents.Describe(groups, dice.percent(30)));
            case 1 ->
                new Step.Ask(
                        0,
                        new ShareIntents.DescribeOffsets(
                                dice.version(ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS),
                                dice.any(List.of(GROUPS.get(0)), GROUPS, List.of("unheard-of", GROUPS.get(0))),
                                dice.any(null, null, List.of("orders"), List.of("orders", "nowhere"), List.of()),
                                1 + dice.below(4)));
            default -> admin();
        };
    }

    private Step admin() {
        List<String> named = dice.any(List.of(GROUPS.get(0)), GROUPS, List.of("unheard-of", GROUPS.get(0)));
        return new Step.Ask(
                0,
                switch (dice.weighted(2, 3, 4)) {
                    case 0 -> new AdminIntents.Describe(dice.version(ApiKeys.DESCRIBE_GROUPS), named, false);
                    case 1 ->
                        new AdminIntents.ListAll(
                                dice.version(ApiKeys.LIST_GROUPS),
                                dice.any(List.of(), List.of(), List.of("stable"), List.of("Empty")),
                                dice.any(List.of(), List.of(), List.of("share"), List.of("consumer")));
                    default -> new AdminIntents.DeleteAll(dice.version(ApiKeys.DELETE_GROUPS), named);
                });
    }

    private Step alterOrDelete() {
        String group = dice.percent(94) ? dice.any(GROUPS) : dice.any("", "unheard-of");
        if (dice.percent(35)) {
            return new Step.Ask(
                    0,
                    new ShareIntents.DeleteOffsets(
                            group, dice.any(List.of("orders"), List.of("orders", "returns"), List.of("later"))));
        }
        if (dice.percent(15)) {
            return admin();
        }
        Map<String, Map<Integer, Long>> altered = new TreeMap<>();
        for (String topic : dice.any(List.of("orders"), List.of("orders", "returns"), List.of("orders", "nowhere"))) {
            Map<Integer, Long> ofTopic = new TreeMap<>();
            for (int partition = 0; partition < 5; partition++) {
                if (dice.percent(partition < 3 ? 60 : 12)) {
                    ofTopic.put(partition, dice.any(0L, 7L, -1L, 1_000L));
                }
            }
            altered.put(topic, ofTopic);
        }
        return new Step.Ask(0, new ShareIntents.Alter(group, altered));
    }

    /** Offsets are deleted while the deletion before has failed, or is not answered yet. */
    private List<Step> deleteTwice() {
        String group = apart.any(GROUPS);
        List<Step> steps = new ArrayList<>();
        members.stream()
                .filter(member -> member.group.equals(group))
                .forEach(member ->
                        steps.add(new Step.Ask(member.slot, new ShareIntents.Restart(member.slot, group, true))));
        Map<String, Map<Integer, Long>> altered = new TreeMap<>();
        altered.put("orders", new TreeMap<>(Map.of(0, 7L)));
        steps.add(new Step.Ask(0, new ShareIntents.Alter(group, altered)));
        if (apart.percent(85)) {
            steps.add(mood(group, apart));
        }
        Step delete = new Step.Ask(0, new ShareIntents.DeleteOffsets(group, List.of("orders")));
        steps.add(delete);
        steps.add(delete);
        return steps;
    }

    private static Step mood(String group, Dice dice) {
        Errors error = dice.any(
                Errors.COORDINATOR_NOT_AVAILABLE,
                Errors.NOT_COORDINATOR,
                Errors.FENCED_STATE_EPOCH,
                Errors.INVALID_REQUEST);
        return new Step.ShareState(
                group,
                new Mood(
                        dice.any(Ending.LATE, Ending.LATE, Ending.PARTITION_FAILS, Ending.CALL_FAILS, Ending.SILENCE),
                        dice.any(0L, 1L, 500L, 5_000L, 29_999L, 40_000L),
                        error));
    }

    /** Members of another protocol, or without one, under the name of the group. */
    private Step other(Member member) {
        int slot = 10 + member.slot;
        Actor actor = consumers.actor(slot, dice.any(GROUPS), 0);
        return switch (dice.weighted(3, 3, 4)) {
            case 0 -> new Step.Ask(slot, consumers.next(actor, consumers.subscription(), false));
            case 1 ->
                new Step.Ask(
                        slot,
                        new GroupIntents.Next(
                                new Actor(
                                        slot,
                                        member.group,
                                        null,
                                        45_000,
                                        10_000,
                                        new Actor.Protocols("consumer", List.of("range"), TOPICS, 0)),
                                dice.version(ApiKeys.JOIN_GROUP),
                                dice.version(ApiKeys.SYNC_GROUP),
                                dice.version(ApiKeys.HEARTBEAT),
                                1));
            default -> offsets.step(actor);
        };
    }

    private Step configure() {
        Map<String, String> config = new LinkedHashMap<>();
        if (dice.percent(70)) {
            config.put("share.session.timeout.ms", dice.any("45000", "50001", "60000"));
            config.put("share.heartbeat.interval.ms", dice.any("5000", "7000", "15000"));
        }
        if (dice.percent(60)) {
            config.put("share.assignment.interval.ms", dice.any("0", "1000", "2500"));
        }
        return new Step.Configure(dice.any(GROUPS), config);
    }
}
