package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.CopartitionGroup;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;

/** Makes topologies of streams applications: as the clients build them, and some that fit no topics. */
final class StreamsTopologies {
    static final List<String> SOURCES = List.of("orders", "returns", "later");
    static final List<String> REPARTITION = List.of("by-key", "by-day", "by-shop");

    private final Dice dice;

    StreamsTopologies(Dice dice) {
        this.dice = dice;
    }

    Topology next() {
        return switch (dice.weighted(14, 16, 20, 14, 8, 26, 2)) {
            case 0 -> topology(subtopology("0", List.of("orders"), List.of(), List.of()));
            case 1 -> topology(stateful(subtopology("0", List.of("orders"), List.of(), List.of()), "count"));
            case 2 ->
                topology(
                        subtopology("0", List.of("orders"), List.of("by-key"), List.of()),
                        stateful(subtopology("1", List.of(), List.of(), List.of(internal("by-key"))), "count"));
            case 3 -> join();
            case 4 -> fixed();
            case 5 -> random();
            default -> new Topology();
        };
    }

    private static Topology topology(Subtopology... subtopologies) {
        return new Topology().setSubtopologies(new ArrayList<>(List.of(subtopologies)));
    }

    private static Subtopology subtopology(
            String id, List<String> sources, List<String> sinks, List<TopicInfo> repartition) {
        return new Subtopology()
                .setSubtopologyId(id)
                .setSourceTopics(sources)
                .setRepartitionSinkTopics(sinks)
                .setRepartitionSourceTopics(repartition);
    }

    private Subtopology stateful(Subtopology subtopology, String... changelogs) {
        List<TopicInfo> topics = new ArrayList<>();
        for (String changelog : changelogs) {
            topics.add(internal(changelog + "-changelog")
                    .setTopicConfigs(
                            List.of(new KeyValue().setKey("cleanup.policy").setValue("compact"))));
        }
        return subtopology.setStateChangelogTopics(topics);
    }

    private TopicInfo internal(String name) {
        return new TopicInfo().setName(name).setReplicationFactor(dice.any((short) 0, (short) 0, (short) 1, (short) 3));
    }

    private Topology join() {
        Subtopology joined = subtopology("0", List.of("orders", "returns"), List.of(), List.of());
        joined.setCopartitionGroups(List.of(new CopartitionGroup().setSourceTopics(List.of((short) 0, (short) 1))));
        return topology(stateful(joined, "left", "right"));
    }

    /** Repartition topics whose number of partitions is fixed, beside others. */
    private Topology fixed() {
        Subtopology second = subtopology(
                "1",
                dice.percent(60) ? List.of("returns") : List.of(),
                List.of(),
                List.of(
                        internal("by-key").setPartitions(dice.any(0, 2, 3, 4)),
                        internal("by-day").setPartitions(4)));
        List<Short> sources = second.sourceTopics().isEmpty() ? List.of() : List.of((short) 0);
        second.setCopartitionGroups(List.of(new CopartitionGroup()
                .setSourceTopics(dice.percent(50) ? sources : List.of())
                .setRepartitionSourceTopics(List.of((short) 0, (short) 1))));
        return topology(subtopology("0", List.of("orders"), List.of("by-key", "by-day"), List.of()), second);
    }

    private Topology random() {
        List<Subtopology> subtopologies = new ArrayList<>();
        int count = 1 + dice.below(3);
        for (int i = 0; i < count; i++) {
            String id = dice.percent(8) ? "1" + i : Integer.toString(i);
            List<TopicInfo> repartition = new ArrayList<>();
            for (String name : REPARTITION) {
                if (i > 0 && dice.percent(35)) {
                    repartition.add(internal(name).setPartitions(dice.percent(80) ? 0 : dice.any(1, 2, 4)));
                }
            }
            List<String> sources = some(SOURCES, i == 0 ? 60 : 25);
            if (sources.isEmpty() && repartition.isEmpty() && dice.percent(92)) {
                sources = List.of("orders");
            }
            Subtopology subtopology = subtopology(id, sources, some(REPARTITION, i == 0 ? 70 : 30), repartition);
            if (dice.percent(60)) {
                stateful(subtopology, dice.percent(96) ? "store-" + i : "store");
            }
            if (dice.percent(45)) {
                subtopology.setCopartitionGroups(List.of(group(subtopology)));
            }
            subtopologies.add(subtopology);
        }
        if (dice.percent(3)) {
            subtopologies.add(subtopologies.get(0).duplicate());
        }
        return new Topology().setSubtopologies(subtopologies);
    }

    private List<String> some(List<String> names, int percent) {
        List<String> some = new ArrayList<>(names);
        some.removeIf(name -> !dice.percent(percent));
        return some;
    }

    private CopartitionGroup group(Subtopology subtopology) {
        List<Short> sources = indexes(subtopology.sourceTopics().size());
        if (dice.percent(2)) {
            sources.add((short) 9);
        }
        return new CopartitionGroup()
                .setSourceTopics(sources)
                .setRepartitionSourceTopics(
                        indexes(subtopology.repartitionSourceTopics().size()));
    }

    private List<Short> indexes(int count) {
        List<Short> indexes = new ArrayList<>();
        for (short i = 0; i < count; i++) {
            if (dice.percent(70)) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    /** Returns a topology that another version of the application may have, or the same in another order. */
    Topology changed(Topology topology) {
        Topology changed = topology.duplicate();
        switch (dice.weighted(4, 3, 3, 1)) {
            case 0 -> java.util.Collections.reverse(changed.subtopologies());
            case 1 -> changed.setEpoch(1);
            case 2 -> {
                if (!changed.subtopologies().isEmpty()) {
                    changed.subtopologies().get(0).setRepartitionSinkTopics(List.of("by-shop", "by-key"));
                }
            }
            default -> changed.setEpoch(-1);
        }
        return changed;
    }
}
