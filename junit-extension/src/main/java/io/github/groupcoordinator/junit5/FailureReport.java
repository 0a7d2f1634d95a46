package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.client.SupportedVersions;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** What a person wants to see when a test fails: what happened, who owns what, and how to see it again. */
final class FailureReport {
    private final InMemoryKafka kafka;
    private final ExtensionContext context;
    private final StringBuilder text = new StringBuilder();

    private FailureReport(InMemoryKafka kafka, ExtensionContext context) {
        this.kafka = kafka;
        this.context = context;
    }

    /** Tells a failure from a test that gave itself up because an assumption did not hold. */
    static boolean isFailure(Throwable thrown) {
        return !(thrown instanceof TestAbortedException);
    }

    static void publish(InMemoryKafka kafka, ExtensionContext context) {
        String report = of(kafka, context);
        // Build tools seldom show report entries, and people seldom look for them.
        System.err.println(report);
        context.publishReportEntry("embedded-group-coordinator", report);
    }

    private static String of(InMemoryKafka kafka, ExtensionContext context) {
        FailureReport report = new FailureReport(kafka, context);
        try {
            report.write();
        } catch (RuntimeException e) {
            // The test's own failure is what matters; a broken report must not stand in its way.
            report.line("(the report ends here: " + e + ")");
        }
        return report.text.toString();
    }

    private void write() {
        EventLog events = kafka.events();
        line(testName() + " failed at " + events.elapsedAt(kafka.clock().now()) + " of virtual time ("
                + kafka.clock().now() + ")");
        line("");
        line("What happened:");
        text.append(events.size() == 0 ? "(nothing)\n" : events.render());
        line("");
        if (!kafka.faults().all().isEmpty()) {
            line("Faults:");
            kafka.faults().all().forEach(fault -> line(fault.describe()));
            line("");
        }
        line("Who owns what:");
        kafka.groupIds().forEach(group -> group(kafka.group(group)));
        if (kafka.groupIds().isEmpty()) {
            line("(no group)");
        }
        line("");
        line("How to replay: run the test again; with seed " + kafka.seed() + ", virtual time from "
                + kafka.clock().startTime() + " and kafka-clients " + SupportedVersions.present()
                + " it gives the same events, event-log sha256: " + events.digest());
        line("Its unique id: " + context.getUniqueId());
    }

    private void group(GroupView group) {
        line(group.groupId() + ": " + group.state() + ", generation " + group.generation() + ", leader "
                + group.leaderId() + ", protocol " + group.protocol());
        for (MemberView member : group.members()) {
            line("  " + member.ref() + " owns " + member.assignment());
        }
        if (!group.awaiting().isEmpty()) {
            line("  waiting for " + String.join(", ", group.awaiting()));
        }
        group.committedOffsets()
                .forEach((partition, offset) -> line("  committed " + partition + "@" + offset.offset()));
    }

    private String testName() {
        String type = context.getTestClass().map(Class::getSimpleName).orElse("");
        return context.getTestMethod()
                .map(method -> type + "." + method.getName() + " \"" + context.getDisplayName() + "\"")
                .orElse(type);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
