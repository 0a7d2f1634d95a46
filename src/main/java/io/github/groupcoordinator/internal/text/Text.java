package io.github.groupcoordinator.internal.text;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The words of events and their one canonical order, so that their text is the same on every JVM. */
public final class Text {
    private Text() {}

    /** Copies, so that an event can't change after it was recorded, whatever order the original had. */
    public static SortedSet<TopicPartition> canonical(Collection<TopicPartition> partitions) {
        SortedSet<TopicPartition> sorted = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        sorted.addAll(partitions);
        return Collections.unmodifiableSortedSet(sorted);
    }

    public static SortedMap<TopicPartition, OffsetAndMetadata> canonicalOffsets(
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        SortedMap<TopicPartition, OffsetAndMetadata> sorted = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        sorted.putAll(offsets);
        return Collections.unmodifiableSortedMap(sorted);
    }

    public static SortedMap<String, SortedSet<TopicPartition>> canonicalAssignment(
            Map<String, ? extends Collection<TopicPartition>> assignment) {
        if (assignment instanceof AssignmentReadLater later) {
            return later;
        }
        SortedMap<String, SortedSet<TopicPartition>> sorted = new TreeMap<>();
        assignment.forEach((memberId, partitions) -> sorted.put(memberId, canonical(partitions)));
        return Collections.unmodifiableSortedMap(sorted);
    }

    public static String elapsed(Instant start, Instant at) {
        Duration elapsed = Duration.between(start, at);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                elapsed.toHours(),
                elapsed.toMinutesPart(),
                elapsed.toSecondsPart(),
                elapsed.toMillisPart());
    }

    public static String partitions(SortedSet<TopicPartition> partitions) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        partitions.forEach(partition -> text.add(partition.toString()));
        return text.toString();
    }

    public static String assignment(SortedMap<String, SortedSet<TopicPartition>> assignment) {
        StringJoiner text = new StringJoiner(" ");
        assignment.forEach((memberId, partitions) -> text.add(memberId + "=" + partitions(partitions)));
        return text.toString();
    }

    public static String offsets(SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        StringJoiner text = new StringJoiner(" ");
        offsets.forEach((partition, offset) -> {
            String metadata =
                    offset.metadata() == null || offset.metadata().isEmpty() ? "" : '"' + offset.metadata() + '"';
            text.add(partition + "@" + offset.offset() + metadata);
        });
        return text.toString();
    }

    /** Ids and reasons may hold any character; an event must stay on its line. */
    public static String oneLine(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Unicode's own separators (0x2028, 0x2029) end a line in some viewers too.
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else if (c == '\\') {
                escaped.append("\\\\");
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    public static String event(Instant at, String groupId, String what) {
        return at + " " + oneLine(groupId) + " | " + what;
    }
}
