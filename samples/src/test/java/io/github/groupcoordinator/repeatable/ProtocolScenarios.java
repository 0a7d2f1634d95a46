package io.github.groupcoordinator.repeatable;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.SubscriptionPattern;

/** Groups of both protocols: members come, hang, die, come back and move from one protocol to the other. */
final class ProtocolScenarios {
    private static final String GROUP = "billing";

    private ProtocolScenarios() {}

    static void classic(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        Map<String, Object> cooperative =
                Map.of("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        try (Consumer<String, String> first = clients.consumer(GROUP, "classic", cooperative);
                Consumer<String, String> second = clients.consumer(GROUP, "classic", cooperative);
                Consumer<String, String> other = clients.staticMember("audit", "classic", "one", "orders")) {
            first.subscribe(List.of("orders", "payments"));
            second.subscribe(List.of("orders", "payments"));
            live(kafka, "classic", first, second);
            other.commitAsync();
            kafka.awaitStable("audit");
        }
    }

    static void consumer(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        try (Consumer<String, String> first = clients.member(GROUP, "consumer", "orders", "payments");
                Consumer<String, String> second = clients.member(GROUP, "classic", "orders", "payments")) {
            live(kafka, "consumer", first, second);
            second.unsubscribe();
            kafka.awaitStable(GROUP);
        }
    }

    /** The life of a group, with a static member that restarts and a topic that grows. */
    private static void live(
            InMemoryKafka kafka, String protocol, Consumer<String, String> first, Consumer<String, String> second)
            throws Exception {
        Clients clients = new Clients(kafka);
        Consumer<String, String> fixed = clients.staticMember(GROUP, protocol, "fixed", "orders");
        kafka.awaitStable(GROUP);
        clients.send(Map.of(), "orders", 6, 30);
        clients.send(Map.of("linger.ms", "5"), "payments", 4, 30);
        kafka.runFor(Duration.ofSeconds(6));
        kafka.client(first).crash();
        kafka.clock().advance(Duration.ofSeconds(46));
        kafka.awaitStable(GROUP);
        kafka.client(first).resume();
        kafka.awaitStable(GROUP);
        fixed.close();
        kafka.clock().advance(Duration.ofSeconds(3));
        try (Consumer<String, String> again = clients.staticMember(GROUP, protocol, "fixed", "orders");
                Admin admin = kafka.admin()) {
            kafka.awaitStable(GROUP);
            Map<String, NewPartitions> more =
                    Map.of("orders", NewPartitions.increaseTo(9), "payments", NewPartitions.increaseTo(5));
            admin.createPartitions(more).all().get();
            kafka.runFor(Duration.ofSeconds(4));
            kafka.client(second).isolate();
            kafka.clock().advance(Duration.ofSeconds(50));
            kafka.client(second).heal();
            kafka.awaitStable(GROUP);
            again.commitSync();
        }
    }

    static void patterns(InMemoryKafka kafka) throws Exception {
        Clients clients = new Clients(kafka);
        Map<String, Object> quick = Map.of("metadata.max.age.ms", "3000");
        try (Admin admin = kafka.admin();
                Consumer<String, String> java = clients.consumer("java", "classic", quick);
                Consumer<String, String> all = clients.consumer("java", "classic", quick);
                Consumer<String, String> re2j = clients.consumer("re2j", "consumer", quick)) {
            java.subscribe(Pattern.compile("(orders|clicks-.*)"));
            all.subscribe(Pattern.compile(".*s.*"));
            re2j.subscribe(new SubscriptionPattern("(orders|clicks-.*)"));
            kafka.awaitStable("java");
            kafka.awaitStable("re2j");
            List<String> names = Arrays.asList("clicks-b", "views", "clicks-a", "a-clicks");
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, 3, (short) 1))
                            .toList())
                    .all()
                    .get();
            kafka.runFor(Duration.ofSeconds(12));
            for (String name : names) {
                clients.send(new LinkedHashMap<>(), name, 3, 9);
            }
            kafka.runFor(Duration.ofSeconds(2));
            admin.deleteTopics(List.of("views", "clicks-a")).all().get();
            kafka.runFor(Duration.ofSeconds(12));
            kafka.awaitStable("java");
            kafka.awaitStable("re2j");
        }
    }
}
