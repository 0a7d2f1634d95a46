package io.github.groupcoordinator.gates;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** The package table of docs/architecture.md as rules, for the project's own packages or for a fixture's. */
final class PackageRules {
    /** The imports that each package may have of the others. The base package composes all and is in no row. */
    private static final Map<String, List<String>> ALLOWED = new LinkedHashMap<>();

    /** The rooms of the kinds of events. */
    private static final List<String> EVENTS = List.of("event.group", "event.client", "event.broker", "event.share");

    /** The packages that need nothing of ours; every package but those of the JDK's types alone may import them. */
    private static final List<String> EVERYWHERE = List.of("internal.order");

    static {
        ALLOWED.put("time", List.of());
        row("view", List.of("internal.text"));
        row("internal.text", List.of());
        row("internal.text.member", List.of("view", "internal.text"));
        row("event", List.of("time", "view", "internal.text", "internal.text.member"));
        for (String kind : EVENTS) {
            row(kind, List.of("event", "view", "internal.text", "internal.text.member"));
        }
        row("internal.journal", EVENTS, "event", "view");
        row("internal.api", List.of());
        row("internal.api.answer", List.of());
        row("fault", List.of("internal.text"));
        row("internal.fault", List.of("fault", "internal.api", "internal.text"));
        row("report", EVENTS, "event", "view", "time", "internal.journal", "internal.text");
        row("simulation", List.of("internal.api", "internal.text"));
        row("internal.simulation", List.of("simulation", "internal.api", "internal.schedule"));
        row("invariant", List.of("event", "internal.journal", "internal.text"));
        row(
                "internal.invariant",
                List.of("event", "event.group", "event.share", "view", "invariant", "internal.journal"));
        row("assertion", EVENTS, "event", "view", "internal.journal", "internal.text");
        row("internal.order", List.of());
        row("internal.schedule", List.of("time", "internal.text"));
        ALLOWED.put("internal.thread", List.of("internal.schedule", "time"));
        ALLOWED.put("internal.log", List.of("internal.group", "internal.schedule"));
        ALLOWED.put("real", List.of());
        row("internal.real.around", names("event.client internal.client.seam"));
        row("internal.real", names("""
                real time view event event.client event.group invariant internal.real.around internal.client
                internal.client.seam internal.cluster internal.journal internal.text internal.thread"""));
        groups();
        groupCoordinator();
        share();
        broker();
        nets();
        clients();
        row("internal.cluster", names("""
                internal.broker internal.broker.cluster internal.broker.config internal.broker.wire
                internal.client internal.client.consumer internal.client.member
                internal.client.position internal.client.seam internal.coordinator
                internal.coordinator.group internal.invariant internal.journal internal.net.memory
                internal.net.tcp internal.schedule internal.simulation internal.thread simulation
                fault internal.fault invariant event event.broker event.client event.group view time
                internal.text"""));
    }

    private static void groups() {
        List<String> group = List.of("internal.group", "view");
        row("internal.group", List.of("view"));
        row("internal.group.assignor", List.of("internal.group"));
        row("internal.group.classic", group);
        row("internal.group.consumer.state", group);
        row("internal.group.consumer", group, "internal.group.assignor", "internal.group.consumer.state");
        row("internal.group.share", group, "internal.group.assignor");
        row("internal.group.streams.task", List.of());
        row("internal.group.streams.assignor", List.of("internal.group.streams.task"));
        row("internal.group.streams.topology", List.of("internal.group"));
        row(
                "internal.group.streams",
                group,
                "internal.group.assignor",
                "internal.group.streams.assignor",
                "internal.group.streams.task",
                "internal.group.streams.topology");
        row("internal.offset", List.of("internal.group"));
    }

    private static void groupCoordinator() {
        List<String> runtime = List.of("internal.log", "internal.schedule");
        row("internal.coordinator", runtime);
        row("internal.coordinator.group.serde", names("""
                internal.coordinator internal.group internal.group.classic internal.group.consumer.state
                internal.group.share internal.group.streams internal.group.streams.task
                internal.group.streams.topology"""));
        row("internal.coordinator.group.event", names("""
                internal.group internal.group.assignor internal.group.classic internal.group.consumer.state
                internal.group.share internal.group.streams internal.group.streams.assignor
                internal.group.streams.task internal.group.streams.topology internal.journal
                internal.schedule internal.text event.group view"""));
        row(
                "internal.coordinator.group.share",
                List.of("internal.coordinator.group", "internal.group.share", "internal.share"));
        row("internal.coordinator.group.streams", List.of("internal.coordinator.group", "internal.group.streams"));
        row("internal.coordinator.group", runtime, names("""
                internal.coordinator internal.coordinator.group.event internal.coordinator.group.serde
                internal.group internal.group.classic internal.group.consumer internal.group.consumer.state
                internal.group.share internal.group.streams internal.offset internal.journal internal.text
                internal.invariant event.group view"""));
        row("internal.coordinator.transaction", runtime, "internal.coordinator");
        row(
                "internal.coordinator.share",
                List.of("internal.coordinator", "internal.schedule", "internal.share.persister"));
    }

    private static void share() {
        row("internal.share.session", List.of());
        row("internal.share.persister", List.of());
        row("internal.share.batch", List.of("internal.share.persister"));
        List<String> partition = List.of("internal.share.batch", "internal.share.persister", "internal.schedule");
        row("internal.share", partition);
        row("internal.share.fetch", partition, "internal.share", "internal.share.session");
        row(
                "internal.share.event",
                List.of(
                        "internal.share",
                        "internal.share.persister",
                        "internal.journal",
                        "internal.schedule",
                        "event",
                        "event.share",
                        "view"));
    }

    private static void broker() {
        List<String> state = List.of("internal.group", "internal.log", "internal.schedule");
        row(
                "internal.broker.config",
                List.of(
                        "internal.coordinator",
                        "internal.coordinator.group",
                        "internal.coordinator.group.share",
                        "internal.coordinator.group.streams",
                        "internal.coordinator.share",
                        "internal.coordinator.transaction",
                        "internal.log",
                        "internal.text"));
        row("internal.broker.cluster", state, "internal.broker.config");
        row(
                "internal.broker.wire",
                state,
                "internal.api",
                "internal.api.answer",
                "internal.broker.cluster",
                "internal.coordinator",
                "internal.invariant",
                "internal.coordinator.group",
                "internal.journal",
                "internal.fault",
                "event.broker",
                "view",
                "internal.text");
        row(
                "internal.broker.coordinators",
                state,
                "internal.api",
                "internal.broker.cluster",
                "internal.broker.config",
                "internal.broker.wire",
                "internal.coordinator",
                "internal.coordinator.group",
                "internal.coordinator.share",
                "internal.coordinator.transaction",
                "internal.journal",
                "event.broker");
        row(
                "internal.broker.share",
                List.of("internal.log", "internal.schedule", "internal.broker.cluster"),
                List.of("internal.share", "internal.share.batch", "internal.share.fetch", "internal.share.persister"));
        apis(state);
    }

    private static List<String> shareReading() {
        return List.of(
                "internal.broker.config",
                "internal.broker.share",
                "internal.share",
                "internal.share.batch",
                "internal.share.fetch",
                "internal.share.session");
    }

    private static void apis(List<String> state) {
        List<String> rooms = List.of("internal.broker.cluster", "internal.broker.coordinators", "internal.broker.wire");
        List<String> ofShare =
                List.of("internal.coordinator.share", "internal.group.share", "internal.share.persister");
        row("internal.broker.persister", rooms, ofShare, List.of("internal.broker.config", "internal.schedule"));
        List<String> api = new ArrayList<>(state);
        api.addAll(rooms);
        api.addAll(List.of("internal.api", "internal.coordinator", "internal.coordinator.group"));
        row("internal.broker.api.admin", List.of("internal.api", "internal.broker.wire"));
        row("internal.broker.api.group", api);
        row("internal.broker.api.record", api, "internal.broker.config", "internal.coordinator.transaction");
        row("internal.broker.api.share", api, shareReading(), List.of("internal.coordinator.share"));
        row(
                "internal.broker.api.streams",
                api,
                names("internal.group.streams internal.journal internal.order event event.broker event.group view"));
        row("internal.broker.api.topic", api, "internal.broker.config", "internal.journal", "event.broker");
        row("internal.broker.api.transaction", api, "internal.coordinator.transaction");
        row(
                "internal.broker",
                api,
                "internal.broker.config",
                "internal.broker.api.admin",
                "internal.broker.api.group",
                "internal.broker.api.record",
                "internal.broker.api.share",
                "internal.broker.api.streams",
                "internal.broker.api.topic",
                "internal.broker.api.transaction",
                "internal.broker.persister",
                "internal.broker.share",
                "internal.coordinator.group.share",
                "internal.coordinator.group.streams",
                "internal.coordinator.share",
                "internal.share",
                "internal.share.event",
                "internal.share.persister",
                "internal.group.share",
                "internal.invariant",
                "internal.journal",
                "internal.fault",
                "event.broker",
                "view");
    }

    private static void nets() {
        row("internal.net.memory", List.of("internal.broker.wire", "internal.schedule"));
        row(
                "internal.net.tcp",
                List.of("internal.broker", "internal.broker.cluster", "internal.broker.wire", "internal.schedule"));
    }

    private static void clients() {
        List<String> ground = List.of("internal.net.memory", "internal.schedule");
        List<String> member = List.of("internal.client.seam", "internal.client.member");
        List<String> consumer = List.of("internal.client.seam", "internal.client.member", "internal.client.position");
        row("internal.client.seam", ground, "internal.text");
        List<String> seam = List.of("internal.client.seam");
        row("internal.client.position", seam, "event.client");
        List<String> told = List.of("internal.journal", "event", "event.group", "view");
        row("internal.client.member", ground, List.of("internal.client.seam", "internal.client.position"), told);
        row("internal.client.classic", ground, consumer);
        row("internal.client.async", ground, consumer);
        row(
                "internal.client.consumer",
                ground,
                consumer,
                List.of("internal.client.classic", "internal.client.async", "internal.journal", "view"));
        row("internal.client.share", ground, member, List.of("internal.client.async"));
        row("internal.client.producer", ground, List.of("internal.client.seam"));
        row("internal.client.admin", ground, member);
        row(
                "internal.client",
                ground,
                consumer,
                List.of(
                        "internal.client.consumer",
                        "internal.client.share",
                        "internal.client.producer",
                        "internal.client.admin",
                        "internal.journal",
                        "event",
                        "event.client",
                        "event.group",
                        "view",
                        "time"));
    }

    private static List<String> names(String separatedByBlanks) {
        return List.of(separatedByBlanks.trim().split("\\s+"));
    }

    private static void row(String name, List<String> allowed, String... more) {
        row(name, allowed, List.of(more));
    }

    private static void row(String name, List<String> allowed, List<String> more) {
        row(name, allowed, more, List.of());
    }

    private static void row(String name, List<String> first, List<String> second, List<String> third) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        ALLOWED.put(name, all);
    }

    /** Outside of the walk over a client's objects; each looks up a user's client and never iterates. */
    private static final List<String> LOOK_UP_BY_IDENTITY = List.of("io.github.groupcoordinator.PolledRecords");

    private final String base;

    PackageRules(String base) {
        this.base = base;
    }

    /** Returns what each package may import of the others. */
    static Map<String, List<String>> allowed() {
        return ALLOWED;
    }

    /** The boundaries alone: one rule per row, and that the table has a row for every package. */
    List<ArchRule> boundaries() {
        List<ArchRule> rules = new ArrayList<>();
        ALLOWED.forEach((name, allowed) -> rules.add(boundary(name, allowed)));
        rules.add(classes()
                .should()
                .resideInAnyPackage(withBase(rows()))
                .because("every package has a row in the table of docs/architecture.md"));
        return rules;
    }

    /** Returns the rows that name no package of these classes: what they allow or forbid would be about nothing. */
    List<String> rowsWithoutAPackage(JavaClasses classes) {
        return ALLOWED.keySet().stream()
                .filter(name ->
                        classes.stream().noneMatch(type -> type.getPackageName().equals(in(name))))
                .toList();
    }

    private ArchRule boundary(String name, List<String> allowed) {
        DescribedPredicate<JavaClass> others = resideInAPackage(base + "..")
                .and(not(resideInAnyPackage(in(name))))
                .and(not(resideInAnyPackage(withBase(allowed))))
                .and(not(resideInAnyPackage(withBase(EVERYWHERE))));
        return noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(others.as("other packages than %s", allowed))
                .because("arrows between packages point down only")
                .allowEmptyShould(true);
    }

    ArchRule noCycles() {
        return slices().matching(base + ".(**)").should().beFreeOfCycles();
    }

    ArchRule timeKnowsTheJdkOnly() {
        return classes()
                .that()
                .resideInAPackage(in("time"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("time"), "java..", "org.apiguardian.api", "org.jspecify.annotations")
                .allowEmptyShould(true);
    }

    ArchRule snapshotsHoldKafkaValueTypesOnly() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("view"), in("event") + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..")
                        .and(not(resideInAnyPackage("org.apache.kafka.common", "org.apache.kafka.clients.consumer"))))
                .because("views and events outlive the protocol version that they were seen in")
                .allowEmptyShould(true);
    }

    /** Threads, locks and monitors: the TCP listener's own, and those of clients under the schedule's baton. */
    List<ArchRule> threads() {
        String[] home = {
            in("internal.net.tcp"),
            in("internal.client") + "..",
            in("internal.schedule"),
            in("internal.thread"),
            in("internal.real") + ".."
        };
        String reason = "everything else runs on one loop in virtual time";
        return List.of(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(home)
                        .should()
                        .callConstructorWhere(CallsTo.constructorOf(Thread.class))
                        .orShould()
                        .beAssignableTo(Thread.class)
                        .orShould()
                        .dependOnClassesThat(CallsTo.concurrency())
                        .because(reason),
                methods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideOutsideOfPackages(home)
                        .should()
                        .notHaveModifier(JavaModifier.SYNCHRONIZED)
                        .because(reason));
    }

    ArchRule reflection() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        in("internal.client") + "..",
                        in("internal.log"),
                        in("internal.api.answer"),
                        in("internal.real") + "..")
                .should()
                .dependOnClassesThat(CallsTo.reflection())
                .orShould()
                .callMethodWhere(CallsTo.methodOf(Class.class, "forName"))
                .because("only the clients' seam, the gate of real clients, the log's shim and the reading of answers"
                        + " reach into kafka-clients");
    }

    ArchRule identityMaps() {
        DescribedPredicate<JavaClass> lookUpOnly =
                describe("only look up by identity", type -> LOOK_UP_BY_IDENTITY.contains(type.getName()));
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("internal.client") + "..")
                .and(not(lookUpOnly))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(IdentityHashMap.class)
                .because("identity hashes differ from run to run, so nothing may iterate in their order");
    }

    ArchRule publicTypesAreApi() {
        return classes()
                .that()
                .arePublic()
                .and()
                .resideOutsideOfPackage(base + ".internal..")
                .should()
                .beAnnotatedWith(API.class)
                .because("public is a decision");
    }

    /** The base package is what users see: a helper of it belongs below {@code internal}, or into the type it helps. */
    ArchRule baseHoldsNoHelpers() {
        return classes()
                .that()
                .resideInAPackage(base)
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .bePublic()
                .allowEmptyShould(true);
    }

    List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>(boundaries());
        rules.addAll(List.of(noCycles(), timeKnowsTheJdkOnly(), snapshotsHoldKafkaValueTypesOnly()));
        rules.addAll(threads());
        rules.addAll(List.of(reflection(), identityMaps(), publicTypesAreApi(), baseHoldsNoHelpers()));
        return rules;
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>(ALLOWED.keySet());
        rows.add("");
        return rows;
    }

    private String[] withBase(List<String> names) {
        return names.stream().map(this::in).toArray(String[]::new);
    }

    private String in(String name) {
        return name.isEmpty() ? base : base + "." + name;
    }
}
