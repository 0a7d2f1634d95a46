package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.internal.journal.LastEvents;
import io.github.groupcoordinator.internal.journal.ShareGroupWithHistory;
import io.github.groupcoordinator.internal.journal.UndeclaredTopics;
import io.github.groupcoordinator.view.InFlightView;
import io.github.groupcoordinator.view.MemberView;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.SharePartitionView;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The story of a share group in a failure message: its members, its records, and its last events. */
final class ShareStory {
    private static final int MOST_RANGES = 8;

    private ShareStory() {}

    static String of(ShareGroupView group) {
        ShareGroupWithHistory observed = group instanceof ShareGroupWithHistory history ? history : null;
        StringBuilder text = new StringBuilder("Share group '" + group.groupId() + "'")
                .append(observed == null ? "" : " at " + observed.log().elapsedAt(observed.at()))
                .append(": ")
                .append(group.state().kafkaName())
                .append(", epoch ")
                .append(group.groupEpoch())
                .append('\n');
        for (MemberView member : group.members()) {
            text.append("  ")
                    .append(member.ref())
                    .append(": ")
                    .append(member.assignment())
                    .append('\n');
        }
        for (SharePartitionView partition : group.partitions().values()) {
            tell(partition, observed, text);
        }
        if (observed != null) {
            UndeclaredTopics.in(observed.log())
                    .forEach(topic -> text.append(topic).append('\n'));
            text.append(LastEvents.tell(observed.events(), observed.log()));
            if (observed.events().isEmpty() && observed.members().isEmpty()) {
                text.append(" A share consumer joins when it is polled; its first records come some 5 s later.");
            }
        }
        return text.toString();
    }

    private static void tell(
            SharePartitionView partition, @Nullable ShareGroupWithHistory observed, StringBuilder text) {
        text.append("  ")
                .append(partition.partition())
                .append(": start offset ")
                .append(text(partition.startOffset()));
        text.append(", end offset ").append(partition.endOffset());
        text.append(", lag ").append(text(partition.lag())).append('\n');
        int told = Math.min(MOST_RANGES, partition.records().size());
        for (InFlightView range : partition.records().subList(0, told)) {
            text.append("    ").append(range);
            if (observed != null) {
                range.lockedUntil().ifPresent(until -> text.append(" until ")
                        .append(observed.log().elapsedAt(until)));
            }
            text.append('\n');
        }
        if (told < partition.records().size()) {
            text.append("    and ").append(partition.records().size() - told).append(" more ranges\n");
        }
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "unknown";
    }
}
