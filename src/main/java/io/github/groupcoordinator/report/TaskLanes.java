package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.broker.InternalTopicCreated;
import io.github.groupcoordinator.event.broker.InternalTopicRefused;
import io.github.groupcoordinator.event.group.StatusesTold;
import io.github.groupcoordinator.event.group.TasksReconciled;
import io.github.groupcoordinator.event.group.TopologyStored;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of streams groups on the lanes of their members, as the coordinator has given them: a bar for each kind of
 * tasks. Marks for these, for what members are told, for the group's topology and its internal topics.
 */
final class TaskLanes {
    private static final int LONGEST_STATUS = 48;

    private final Map<Lane, Map<Kind, Open>> open = new LinkedHashMap<>();

    /** The kinds of tasks; there are no warm-up tasks in Kafka 4.3. No topic can have such a name. */
    enum Kind {
        ACTIVE("active tasks", "may run"),
        STANDBY("standby tasks", "keeps the state up to date of"),
        REVOKED("tasks to give up", "is to give up");

        private final String label;
        private final String verb;

        Kind(String label, String verb) {
            this.label = label;
            this.verb = verb;
        }

        /** Returns the name by which its bars are told from others. */
        String label() {
            return label;
        }
    }

    /** The bar that is being drawn: these tasks, from here on. */
    private record Open(int row, String tasks, Place from) {}

    static boolean isKind(String label) {
        for (Kind kind : Kind.values()) {
            if (kind.label.equals(label)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether an event is one of those that are told here. */
    static boolean areAbout(ClusterEvent event) {
        return event instanceof TasksReconciled
                || event instanceof StatusesTold
                || event instanceof TopologyStored
                || event instanceof InternalTopicCreated
                || event instanceof InternalTopicRefused;
    }

    /** Takes the next event; returns whether it is marked. */
    boolean tell(int moment, GroupLanes group, ClusterEvent event, String detail) {
        if (event instanceof TasksReconciled reconciled) {
            return tasks(moment, group, reconciled.member(), detail);
        }
        if (event instanceof StatusesTold told) {
            Lane lane = group.lane(new MemberRef(told.memberId(), "", null));
            boolean isOver = told.statuses().isEmpty();
            String text = isOver ? "" : " " + Labels.shortened(String.join(" ", told.statuses()), LONGEST_STATUS);
            lane.add(new Mark(
                    isOver ? Mark.Kind.STATUS_OVER : Mark.Kind.STATUS_TOLD,
                    group.nextPlace(moment, lane),
                    text,
                    detail));
        } else if (event instanceof TopologyStored stored) {
            group.mark(moment, Mark.Kind.TOPOLOGY_STORED, " epoch " + stored.topologyEpoch(), detail);
        } else if (event instanceof InternalTopicCreated created) {
            group.mark(moment, Mark.Kind.TOPIC_CREATED, " " + created.topic(), detail);
        } else if (event instanceof InternalTopicRefused refused) {
            group.mark(moment, Mark.Kind.TOPIC_REFUSED, " " + refused.topic(), detail);
        }
        return true;
    }

    private boolean tasks(int moment, GroupLanes group, StreamsMemberView member, String detail) {
        Lane lane = group.lane(member.ref());
        Map<Kind, String> now = new TreeMap<>();
        put(now, Kind.ACTIVE, member.active());
        put(now, Kind.STANDBY, member.standby());
        put(now, Kind.REVOKED, member.pendingRevocation());
        if (now.equals(drawn(lane))) {
            return false;
        }
        Place place = group.nextPlace(moment, lane);
        lane.add(new Mark(Mark.Kind.TASKS_CHANGED, place, " " + text(now), detail));
        for (Kind kind : Kind.values()) {
            redraw(lane, kind, now.get(kind), place);
        }
        return true;
    }

    private static void put(Map<Kind, String> tasks, Kind kind, Collection<String> of) {
        if (!of.isEmpty()) {
            tasks.put(kind, names(of));
        }
    }

    /** Returns the names of the kinds of tasks that anyone has now. */
    List<String> kinds() {
        return Stream.of(Kind.values())
                .filter(kind -> open.values().stream().anyMatch(bars -> bars.containsKey(kind)))
                .map(Kind::label)
                .toList();
    }

    private Map<Kind, String> drawn(Lane lane) {
        Map<Kind, String> drawn = new TreeMap<>();
        open.getOrDefault(lane, new TreeMap<>()).forEach((kind, bar) -> drawn.put(kind, bar.tasks()));
        return drawn;
    }

    private static String text(Map<Kind, String> tasks) {
        if (tasks.isEmpty()) {
            return "none";
        }
        StringJoiner text = new StringJoiner(", ");
        tasks.forEach((kind, names) -> text.add(
                switch (kind) {
                    case ACTIVE -> names;
                    case STANDBY -> "standby " + names;
                    case REVOKED -> "gives up " + names;
                }));
        return text.toString();
    }

    /** Returns tasks with runs of numbers by their ends, for example {@code 0_0-2 0_5 1_0}. */
    static String names(Collection<String> tasks) {
        SortedMap<String, SortedSet<Integer>> bySubtopology = new TreeMap<>();
        for (String task : tasks) {
            int at = task.lastIndexOf('_');
            bySubtopology
                    .computeIfAbsent(task.substring(0, at), id -> new TreeSet<>())
                    .add(Integer.valueOf(task.substring(at + 1)));
        }
        StringJoiner names = new StringJoiner(" ");
        bySubtopology.forEach((id, numbers) -> {
            for (String run : Partitions.numbers(numbers).split(", ")) {
                names.add(id + "_" + run);
            }
        });
        return names.toString();
    }

    private void redraw(Lane lane, Kind kind, @Nullable String tasks, Place place) {
        Map<Kind, Open> ofLane = open.computeIfAbsent(lane, unused -> new TreeMap<>());
        Open before = ofLane.get(kind);
        if (before != null && before.tasks().equals(tasks)) {
            return;
        }
        if (before != null) {
            String detail = lane.label() + " " + kind.verb + " " + before.tasks();
            lane.draw(new Bar(before.row(), kind.label, before.tasks(), false, before.from(), place, detail));
            ofLane.remove(kind);
        }
        if (tasks != null) {
            ofLane.put(kind, new Open(lane.takeRow(kind.label), tasks, place));
        }
    }

    /** Ends the bars of a member that the group has no more: to the coordinator its tasks are free. */
    void removed(Lane lane, Place place) {
        if (open.containsKey(lane)) {
            for (Kind kind : Kind.values()) {
                redraw(lane, kind, null, place);
            }
            open.remove(lane);
        }
    }

    void endAll(Place place) {
        new LinkedHashSet<>(open.keySet()).forEach(lane -> removed(lane, place));
    }
}
