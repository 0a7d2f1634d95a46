package io.github.groupcoordinator.report;

import io.github.groupcoordinator.internal.journal.Owners;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The lane of one member: a client by its client id, or a static member by its group instance id. */
final class Lane {
    private final String label;
    private final String kind;
    private final String clientId;
    private final String groupId;
    private final Owners owners;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();
    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** The id under which the coordinator has it in the group, or null. */
    private @Nullable String memberId;

    Lane(MemberRef member, int sameName, String groupId, Owners owners) {
        this.groupId = groupId;
        this.owners = owners;
        this.clientId = member.clientId();
        String number = sameName == 0 ? "" : " (" + (sameName + 1) + ")";
        String instance = member.groupInstanceId();
        String client = member.clientId().isEmpty() ? "(no client id)" : member.clientId();
        this.label = (instance == null ? client : instance) + number;
        this.kind = instance == null ? "" : "static, " + client;
    }

    String label() {
        return label;
    }

    /** Empty for a dynamic member. */
    String kind() {
        return kind;
    }

    String clientId() {
        return clientId;
    }

    List<Mark> marks() {
        return marks;
    }

    List<Bar> bars() {
        return bars;
    }

    int rows() {
        return rows.size();
    }

    boolean isMember() {
        return memberId != null;
    }

    void joined(String id) {
        memberId = id;
    }

    void add(Mark mark) {
        marks.add(mark);
    }

    @Nullable
    Mark lastMark() {
        return marks.isEmpty() ? null : marks.get(marks.size() - 1);
    }

    /** The coordinator has taken the member out; what its client still believes to own is a zombie's. */
    void removed(String id, Place place) {
        if (id.equals(memberId)) {
            memberId = null;
        }
        Holder holder = holders.get(id);
        if (holder != null && !holder.zombie) {
            holder.redraw(place);
        }
    }

    void assigned(String id, Collection<TopicPartition> partitions, Place place) {
        holders.computeIfAbsent(id, Holder::new).redraw(place, partitions);
    }

    void unassigned(String id, Collection<TopicPartition> partitions, Place place) {
        Holder holder = holders.get(id);
        if (holder != null) {
            holder.redraw(place, partitions);
        } else {
            // A client may have lost its member id before its listener learned what it has lost with it.
            holders.values().forEach(other -> other.redraw(place, partitions));
        }
    }

    /** The process ends, and with it what it believed to own; the next one believes nothing yet. */
    void processEnded(Place place) {
        end(place);
        holders.clear();
    }

    void end(Place place) {
        holders.values().forEach(holder -> holder.end(place));
    }

    /** Returns a row for a bar of a topic, in which no other is drawn until it is given back. */
    int takeRow(String topic) {
        Row row = freeRow(topic);
        row.busy = true;
        return row.index;
    }

    /** Draws a bar, unless it begins where it ends, and gives its row back. */
    void draw(Bar bar) {
        rows.get(bar.row()).busy = false;
        if (bar.from().compareTo(bar.to()) < 0) {
            bars.add(bar);
        }
    }

    private Row freeRow(String topic) {
        for (Row row : rows) {
            if (!row.busy && row.topic.equals(topic)) {
                return row;
            }
        }
        Row row = new Row(topic, rows.size());
        rows.add(row);
        return row;
    }

    /** A row of bars of one topic. */
    private static final class Row {
        private final String topic;
        private final int index;
        private boolean busy;

        Row(String topic, int index) {
            this.topic = topic;
            this.index = index;
        }
    }

    /** The bars of one holder of the lane's name; a static member's name may have an old and a new one at once. */
    private final class Holder {
        private final String id;
        private final SortedMap<String, SortedSet<Integer>> drawn = new TreeMap<>();
        private final Map<String, Row> open = new TreeMap<>();
        private final Map<String, Place> since = new TreeMap<>();
        private boolean zombie;

        Holder(String id) {
            this.id = id;
        }

        /** Draws new bars for the topics of these partitions, as the holder owns them now. */
        void redraw(Place place, Collection<TopicPartition> partitions) {
            SortedMap<String, SortedSet<Integer>> changed = Partitions.byTopic(partitions);
            changed.keySet().forEach(topic -> end(topic, place));
            zombie = owners.hasEnded(groupId, id);
            changed.forEach((topic, numbers) -> {
                SortedSet<Integer> now = drawn.computeIfAbsent(topic, newTopic -> new TreeSet<>());
                now.addAll(numbers);
                now.removeIf(number -> !owners.owns(groupId, id, new TopicPartition(topic, number)));
                begin(topic, place);
            });
        }

        /** Draws new bars for all that it owns: it has become a zombie. */
        void redraw(Place place) {
            end(place);
            zombie = owners.hasEnded(groupId, id);
            drawn.keySet().forEach(topic -> begin(topic, place));
        }

        void end(Place place) {
            drawn.keySet().forEach(topic -> end(topic, place));
        }

        private void begin(String topic, Place place) {
            if (!drawn.getOrDefault(topic, new TreeSet<>()).isEmpty()) {
                Row row = freeRow(topic);
                row.busy = true;
                open.put(topic, row);
                since.put(topic, place);
            }
        }

        private void end(String topic, Place place) {
            Row row = open.remove(topic);
            Place from = since.remove(topic);
            if (row == null || from == null) {
                return;
            }
            row.busy = false;
            String numbers = Partitions.numbers(drawn.getOrDefault(topic, new TreeSet<>()));
            String detail = topic + " " + numbers + ": "
                    + (zombie ? label + " believes to own it, but is no member any more" : "owned by " + label);
            bars.add(new Bar(row.index, topic, numbers, zombie, from, place, detail));
        }
    }
}
