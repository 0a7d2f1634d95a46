package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.internal.journal.GroupWithHistory;
import io.github.groupcoordinator.internal.journal.LastEvents;
import io.github.groupcoordinator.internal.journal.UndeclaredTopics;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;

/** The story in a failure message, besides expected and actual; told only when something failed. */
interface Story {
    String tell();

    /** Tells of a group: its members, who is waited for, and its last events. */
    static String of(GroupView group) {
        String at = group instanceof GroupWithHistory observed
                ? " at " + observed.log().elapsedAt(observed.at())
                : "";
        StringBuilder text = new StringBuilder("Group '" + group.groupId() + "'" + at + ": ")
                .append(group.state().kafkaName())
                .append(", generation ")
                .append(group.generation())
                .append(group.protocol() == null ? "" : ", protocol " + group.protocol())
                .append('\n');
        for (MemberView member : group.members()) {
            text.append("  ").append(member.ref());
            text.append(member.memberId().equals(group.leaderId()) ? ", leader: " : ": ");
            text.append(member.assignment()).append('\n');
        }
        group.awaiting().forEach(who -> text.append("Waiting for ").append(who).append('\n'));
        if (group instanceof GroupWithHistory observed) {
            UndeclaredTopics.in(observed.log())
                    .forEach(topic -> text.append(topic).append('\n'));
            text.append(LastEvents.tell(observed.events(), observed.log()));
            if (observed.events().isEmpty() && observed.members().isEmpty()) {
                text.append(" A consumer joins when it is polled, or by kafka.awaitStable(\"")
                        .append(group.groupId())
                        .append("\").");
            }
        }
        return text.toString();
    }
}
