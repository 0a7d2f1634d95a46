package io.github.groupcoordinator.judge.history;

import java.util.List;
import java.util.stream.Stream;

/** Mistakes about the topologies of streams groups, their topics, and the addresses of their members. */
final class StreamsTopologyMutants {
    private static final String HEARTBEAT = "group/streams/HeartbeatDecision.java";
    private static final String CHECK = "group/streams/HeartbeatCheck.java";
    private static final String ROSTER = "group/streams/StreamsRoster.java";
    private static final String ENDPOINTS = "group/streams/Endpoints.java";
    private static final String CONFIGURATION = "group/streams/topology/TopologyConfiguration.java";
    private static final String REPARTITION = "group/streams/topology/RepartitionCounts.java";
    private static final String COPARTITIONING = "group/streams/topology/Copartitioning.java";
    private static final String PROBLEM = "group/streams/topology/TopicProblem.java";
    private static final String TOPOLOGY = "group/streams/topology/StreamsTopology.java";

    private StreamsTopologyMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(topologies1(), topologies2(), topologies3(), endpoints1(), endpoints2())
                .flatMap(List::stream);
    }

    private static List<Mutant> topologies1() {
        return List.of(
                new Mutant(
                                18,
                                "another topology is taken without a word",
                                HEARTBEAT,
                                "said != null && said.epoch() >= known.epoch() && !said.equals(known)",
                                "false")
                        .firstTriedOn(42),
                new Mutant(
                                18,
                                "an older topology is refused",
                                HEARTBEAT,
                                "said != null && said.epoch() >= known.epoch() && !said.equals(known)",
                                "said != null && !said.equals(known)")
                        .firstTriedOn(18),
                new Mutant(
                        19,
                        "the topology goes with the last member",
                        ROSTER,
                        "            stateMayHaveChanged();\n        }\n\n        @Override\n        "
                                + "public void groupEpoch(",
                        "            stateMayHaveChanged();\n            topology = members.isEmpty() "
                                + "? null : topology;\n        }\n\n        @Override\n        public void "
                                + "groupEpoch("),
                new Mutant(32, "nobody hears of a stale topology", HEARTBEAT, "epoch < topology.epoch()", "false")
                        .firstTriedOn(18),
                new Mutant(
                        22,
                        "tasks that do not exist are owned",
                        HEARTBEAT,
                        "            HeartbeatCheck.tasks(ready, request);\n",
                        ""),
                new Mutant(
                                22,
                                "task numbers begin at 1",
                                CHECK,
                                "partition < 0 || partition >= subtopology.tasks()",
                                "partition < 0 || partition > subtopology.tasks()")
                        .firstTriedOn(14),
                new Mutant(20, "an epoch below 0 is one", TOPOLOGY, "epoch < 0", "false").firstTriedOn(35));
    }

    private static List<Mutant> topologies2() {
        return List.of(
                new Mutant(
                        20,
                        "two subtopologies have one id",
                        TOPOLOGY,
                        "sorted.put(subtopology.id(), subtopology) != null",
                        "sorted.put(subtopology.id(), subtopology) != null && false"),
                new Mutant(33, "missing sources are not told", CONFIGURATION, "        requireSourceTopics();\n", "")
                        .firstTriedOn(10),
                new Mutant(
                                42,
                                "a subtopology needs no sources",
                                CONFIGURATION,
                                "subtopology.sources().isEmpty()",
                                "false")
                        .firstTriedOn(81),
                new Mutant(
                        42,
                        "there are as many tasks as the smallest topic has partitions",
                        CONFIGURATION,
                        "mapToInt(this::count).max()",
                        "mapToInt(this::count).min()"),
                new Mutant(
                                43,
                                "a topic of another size is taken",
                                CONFIGURATION,
                                "found != expected.partitions()",
                                "false")
                        .firstTriedOn(11),
                new Mutant(
                        44,
                        "no replication factor is 0",
                        CONFIGURATION,
                        "topic.replicationFactor() == 0 ? DEFAULT_REPLICATION_FACTOR",
                        "topic.replicationFactor() == 0 ? (short) 0"),
                new Mutant(
                        34,
                        "a fixed size does not count",
                        REPARTITION,
                        "topic.partitions() != 0",
                        "topic.partitions() != 0 && false"));
    }

    private static List<Mutant> topologies3() {
        return List.of(
                new Mutant(
                                34,
                                "the smallest source decides",
                                REPARTITION,
                                "Math.max(one, other)",
                                "Math.min(one, other)")
                        .firstTriedOn(15),
                new Mutant(
                        36,
                        "a repartition topic needs no writer",
                        REPARTITION,
                        "!counts.containsKey(topic.name())",
                        "false"),
                new Mutant(38, "external topics may differ", COPARTITIONING, "numbers.size() > 1", "false")
                        .firstTriedOn(7),
                new Mutant(
                        39,
                        "fixed sizes count in their own group only",
                        COPARTITIONING,
                        "!fixed.isEmpty()",
                        "repartition.keySet().stream().anyMatch(fixed::contains)"),
                new Mutant(
                        39,
                        "the smallest repartition topic decides",
                        COPARTITIONING,
                        "repartition.values().stream().mapToInt(each -> each).max()",
                        "repartition.values().stream().mapToInt(each -> each).min()"),
                new Mutant(
                                41,
                                "a fixed topic of another size is taken",
                                COPARTITIONING,
                                "fixed.contains(topic.getKey()) && topic.getValue() != partitions",
                                "false")
                        .firstTriedOn(9),
                new Mutant(32, "four topics are named", PROBLEM, "MOST_NAMED = 3", "MOST_NAMED = 4").firstTriedOn(15));
    }

    private static List<Mutant> endpoints1() {
        return List.of(
                new Mutant(72, "the endpoint epoch stands still", HEARTBEAT, "                endpointEpoch++;\n", ""),
                new Mutant(
                        30,
                        "addresses are told again and again",
                        HEARTBEAT,
                        "if (endpointEpoch != request.endpointInformationEpoch()) {",
                        "{"),
                new Mutant(
                                72,
                                "who makes the group is told its epoch",
                                HEARTBEAT,
                                "if (heartbeat.isNameTaken()) {",
                                "{")
                        .firstTriedOn(15),
                new Mutant(
                                75,
                                "tasks without topics have no address",
                                ENDPOINTS,
                                "        if (subtopologies == null) {\n            throw "
                                        + "StreamsRefusal.unexpected();\n        }",
                                "        if (subtopologies == null) {\n            return List.of();\n        }")
                        .firstTriedOn(7),
                new Mutant(
                        30,
                        "the asking member is among the others",
                        ENDPOINTS,
                        "memberId.equals(asking.memberId()) ? null : group.member(memberId)",
                        "group.member(memberId)"));
    }

    private static List<Mutant> endpoints2() {
        return List.of(
                new Mutant(
                        72,
                        "who has no address changes the endpoint epoch, too",
                        HEARTBEAT,
                        "if (after.metadata().endpoint() != null) {",
                        "{"),
                new Mutant(
                        73,
                        "the address of who asks outlives other tasks",
                        ENDPOINTS,
                        "isConfiguredAnew || isAskingForgotten",
                        "isConfiguredAnew"),
                new Mutant(
                                74,
                                "a topic with fewer partitions than tasks has the tasks' numbers",
                                ENDPOINTS,
                                "found.partitionCount() < partitions.size()",
                                "found.partitionCount() < 0")
                        .firstTriedOn(220));
    }
}
