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
import org.jspecify.annotations.Nullable;

/** The words of events and their one canonical order, so that their text is the same on every JVM. */
public final class Text {
    private Text() {}

    /** Copies, so that an event can't change after it was recorded, whatever order the original had. */
    public static SortedSet<TopicPartition> canonical(Collection<TopicPartition> partitions) {
        if (partitions instanceof PartitionsReadLater later) {
            return later;
        }
        SortedSet<TopicPartition> sorted = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        sorted.addAll(partitions);
        return Collections.unmodifiableSortedSet(sorted);
    }

    public static SortedMap<TopicPartition, OffsetAndMetadata> canonicalOffsets(
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets instanceof OffsetsReadLater later) {
            return later;
        }
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

    /**
     * Returns text that stays on its line: ids and reasons may hold any character. A backslash is doubled, so that it
     * is one.
     */
    public static String oneLine(String text) {
        return shown(text.indexOf('\\') < 0 ? text : text.replace("\\", "\\\\"));
    }

    /**
     * Returns text of one line as people may see it: what would steer their terminal, end the line, or turn the
     * direction of writing around stands as {@code \\u001b}.
     */
    public static String shown(String text) {
        return escaped(text, false);
    }

    /** Returns text of many lines as {@link #shown} does; the ends of the lines stay. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean keepsLines) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            boolean plain = c >= ' ' && c < 0x7f || keepsLines && c == '\n' || isPlain(c);
            if (!plain && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (escaped != null) {
                escaped.append(plain ? text.substring(i, i + length) : String.format(Locale.ROOT, "\\u%04x", c));
            }
            i += length;
        }
        return escaped == null ? text : escaped.toString();
    }

    /** Unicode's own ends of lines, its marks of direction and other formats, and halves of pairs are not plain. */
    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            // XML can't hold these two at all. What else is unassigned depends on the JVM's version.
            default -> c != 0xfffe && c != 0xffff;
        };
    }

    /** Returns how events name a member, before its ids are escaped. */
    public static String member(String memberId, String clientId, @Nullable String groupInstanceId) {
        String member = memberId.isEmpty() ? "no member" : "member " + memberId;
        String instance = groupInstanceId == null ? "" : ", static " + groupInstanceId;
        return clientId + " (" + member + instance + ")";
    }

    public static String event(Instant at, String groupId, String what) {
        return at + " " + oneLine(groupId) + " | " + what;
    }
}
