package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.invariant.Zombies;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The report of a failed test: what happened, who owns what, and how to see it again.
 *
 * <p>It is made before the test's clients and perhaps the cluster are closed, since a group can't be looked at
 * afterwards, and closing may be what fails.
 */
final class FailureReport {
    /**
     * The exception that Jupiter takes for an assumption, too, where JUnit 4 is on the class path; AssertJ throws it
     * there.
     */
    private static final String ASSUMPTION_OF_JUNIT_4 = "org.junit.internal.AssumptionViolatedException";

    private final Cluster cluster;
    private final InMemoryKafka kafka;
    private final ExtensionContext context;
    private final Instant failedAt;
    private final List<GroupView> groups = new ArrayList<>();
    private final List<String> neverPolled = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable RuntimeException unseen;

    FailureReport(Cluster cluster, ExtensionContext context) {
        this.cluster = cluster;
        this.kafka = cluster.kafka();
        this.failedAt = cluster.takeFailedAt();
        this.context = context;
        try {
            groups.addAll(cluster.groups());
            neverPolled.addAll(cluster.neverPolled());
        } catch (RuntimeException e) {
            // The test's own failure is what matters; a broken report must not stand in its way.
            unseen = e;
        }
    }

    /** Tells a failure from a test that gave itself up because an assumption did not hold. */
    static boolean isFailure(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(ASSUMPTION_OF_JUNIT_4)) {
                return false;
            }
        }
        return !(thrown instanceof TestAbortedException);
    }

    /** Returns the virtual instant at which the test failed, if it did. */
    Instant failedAt() {
        return failedAt;
    }

    void publish(String how) {
        try {
            write(how);
        } catch (RuntimeException e) {
            line("(the report ends here: " + e + ")");
        }
        String report = text.toString();
        // Build tools seldom show report entries, and people seldom look for them.
        System.err.println(report);
        context.publishReportEntry("embedded-group-coordinator", report);
    }

    private void write(String how) {
        EventLog events = cluster.events();
        line(testName() + " " + how + " at " + events.elapsedAt(failedAt) + " of " + time() + " time (" + failedAt
                + ")");
        line("");
        line(
                cluster.eventsBefore() == 0
                        ? "What happened:"
                        : "What happened since the test began (kafka.events() has the " + cluster.eventsBefore()
                                + " events before it, too):");
        text.append(events.size() == 0 ? "(nothing)\n" : events.renderInShort());
        line("");
        if (!cluster.isReal() && !kafka.faults().all().isEmpty()) {
            line("Faults:");
            kafka.faults().all().forEach(fault -> line(fault.describe()));
            line("");
        }
        line("Who owns what, as the test left it:");
        groups.forEach(this::group);
        Zombies.in(kafka.events()).forEach(zombie -> line(kafka.events().inShort(zombie)));
        if (unseen != null) {
            line("(the cluster could not be asked: " + unseen + ")");
        } else if (groups.isEmpty()) {
            line("(no group)");
        }
        neverPolled.forEach(who -> line(who + " has subscribed and was never polled, so it has not joined"));
        line("");
        line(howToReplay());
        line("Its unique id: " + context.getUniqueId());
    }

    private String time() {
        if (cluster.isReal()) {
            return "real";
        }
        return cluster.isInSystemTime() ? "system" : "virtual";
    }

    private String howToReplay() {
        if (cluster.isReal()) {
            return "How to replay: it ran on " + kafka + ", in real time; another run may differ. Runs repeat in"
                    + " memory, without embedded-group-coordinator.cluster";
        }
        if (!cluster.repeats()) {
            return "How to replay: the cluster's clients came over TCP, in real time; another run may differ."
                    + " Runs repeat without a listener: in a Spring test, with time = TimeMode.VIRTUAL";
        }
        return "How to replay: run the test again; with seed " + kafka.seed() + ", virtual time from "
                + kafka.clock().startTime() + " and kafka-clients " + SupportedVersions.present()
                + " it gives the same events, event-log sha256: "
                + cluster.events().digest();
    }

    private void group(GroupView group) {
        line(group.groupId() + ": " + group.state().kafkaName() + ", generation " + group.generation()
                + (group.protocol() == null ? "" : ", protocol " + group.protocol()));
        for (MemberView member : group.members()) {
            String leads = member.memberId().equals(group.leaderId()) ? ", the leader," : "";
            inShort(member.ref() + leads + " owns " + member.assignment());
            stop(member).ifPresent(this::inShort);
        }
        group.awaiting().forEach(who -> inShort("waiting for " + who));
        group.committedOffsets()
                .forEach((partition, offset) -> line("  committed " + partition + "@" + offset.offset()));
    }

    /** The coordinator does not know of it until the member's session is over. */
    private Optional<String> stop(MemberView member) {
        Optional<ClientDisturbed> last = kafka.events().of(ClientDisturbed.class).stream()
                .filter(event -> event.client().memberId().equals(member.memberId()))
                .filter(event -> stops(event) || event.what().equals("resume"))
                .reduce((before, after) -> after)
                .filter(FailureReport::stops);
        return last.map(event -> {
            Instant end = event.at().plus(member.sessionTimeout());
            return member.ref() + (event.what().equals("pause") ? " was paused at " : " crashed at ")
                    + kafka.events().elapsedAt(event.at())
                    + ", its session ends at " + kafka.events().elapsedAt(end) + " at the latest";
        });
    }

    /** In the words of the client's handle. */
    private static boolean stops(ClientDisturbed event) {
        return event.what().equals("crash") || event.what().equals("pause");
    }

    private void inShort(String line) {
        line("  " + kafka.events().inShort(line));
    }

    private String testName() {
        String type = context.getTestClass().map(Class::getSimpleName).orElse("");
        return context.getTestMethod()
                .map(method -> type + "." + method.getName() + " \"" + context.getDisplayName() + "\"")
                .orElse(type);
    }

    private void line(String line) {
        text.append(Text.shown(line)).append('\n');
    }
}
