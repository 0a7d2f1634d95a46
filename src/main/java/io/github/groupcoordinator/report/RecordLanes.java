package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.share.AcknowledgementRolledBack;
import io.github.groupcoordinator.event.share.RecordLocksRenewed;
import io.github.groupcoordinator.event.share.RecordLocksTimedOut;
import io.github.groupcoordinator.event.share.RecordsAcquired;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.RecordsEvent;
import io.github.groupcoordinator.event.share.RecordsReleased;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records of share groups on the lanes of their members: marks for what became of them, bars while in flight. */
final class RecordLanes {
    private final Map<Key, Map<Long, Lane>> holders = new LinkedHashMap<>();
    private final Map<Held, Open> open = new LinkedHashMap<>();

    private record Key(String groupId, TopicPartition partition) {}

    private record Held(Lane lane, TopicPartition partition) {}

    /** The bar that is being drawn: so many records in flight, from here on. */
    private record Open(int row, long count, Place from) {}

    /** Takes the next event; returns whether it is marked. */
    boolean tell(int moment, GroupLanes group, RecordsEvent event, String detail) {
        Mark.Kind kind = kind(event);
        if (kind == null) {
            return false;
        }
        String text = " " + event.partition().topic() + " " + event.partition().partition() + "@" + event.firstOffset()
                + (event.lastOffset() == event.firstOffset() ? "" : ".." + event.lastOffset());
        Key key = new Key(event.groupId(), event.partition());
        if (event.member().memberId().isEmpty()) {
            group.mark(moment, kind, text, detail);
            held(key, event, null, new Place(moment, group.steps() - 1));
            return true;
        }
        Lane lane = group.lane(event.member());
        Mark last = lane.lastMark();
        Place place;
        if (last != null && last.kind() == kind && last.place().moment() == moment) {
            last.repeat(detail);
            place = last.place();
        } else {
            place = group.nextPlace(moment, lane);
            lane.add(new Mark(kind, place, text, detail));
        }
        if (kind != Mark.Kind.RENEWED) {
            held(key, event, event instanceof RecordsAcquired ? lane : null, place);
        }
        return true;
    }

    private static Mark.@Nullable Kind kind(RecordsEvent event) {
        if (event instanceof RecordsAcquired) {
            return event.deliveryCount() > 1 ? Mark.Kind.REDELIVERED : Mark.Kind.ACQUIRED;
        }
        if (event instanceof RecordsReleased) {
            return Mark.Kind.RELEASED;
        }
        if (event instanceof RecordsArchived) {
            return Mark.Kind.ARCHIVED;
        }
        if (event instanceof RecordLocksTimedOut) {
            return Mark.Kind.LOCK_TIMED_OUT;
        }
        if (event instanceof RecordLocksRenewed) {
            return Mark.Kind.RENEWED;
        }
        return event instanceof AcknowledgementRolledBack ? null : Mark.Kind.ACKNOWLEDGED;
    }

    private void held(Key key, RecordsEvent event, @Nullable Lane holder, Place place) {
        Map<Long, Lane> byOffset = holders.computeIfAbsent(key, unused -> new TreeMap<>());
        Set<Lane> changed = new LinkedHashSet<>();
        for (long offset = event.firstOffset(); offset <= event.lastOffset(); offset++) {
            Lane before = holder == null ? byOffset.remove(offset) : byOffset.put(offset, holder);
            if (before != null) {
                changed.add(before);
            }
        }
        if (holder != null) {
            changed.add(holder);
        }
        changed.forEach(lane -> redraw(lane, key.partition(), count(byOffset, lane), place));
    }

    private static long count(Map<Long, Lane> byOffset, Lane lane) {
        return byOffset.values().stream().filter(holder -> holder == lane).count();
    }

    /** Ends the bars of a partition whose leader has forgotten who has what. */
    void drop(Place place, String groupId, TopicPartition partition) {
        Map<Long, Lane> byOffset = holders.remove(new Key(groupId, partition));
        if (byOffset != null) {
            new LinkedHashSet<>(byOffset.values()).forEach(lane -> redraw(lane, partition, 0, place));
        }
    }

    void endAll(Place place) {
        new LinkedHashSet<>(open.keySet()).forEach(held -> redraw(held.lane(), held.partition(), 0, place));
    }

    private void redraw(Lane lane, TopicPartition partition, long count, Place place) {
        Open before = open.remove(new Held(lane, partition));
        int row = before == null ? -1 : before.row();
        if (before != null) {
            String numbers = partition.partition() + ": " + before.count() + " in flight";
            String detail = partition + ": " + before.count() + (before.count() == 1 ? " record" : " records")
                    + " in flight at " + lane.label();
            lane.draw(new Bar(row, partition.topic(), numbers, false, before.from(), place, detail));
        }
        if (count > 0) {
            open.put(new Held(lane, partition), new Open(lane.takeRow(partition.topic()), count, place));
        }
    }
}
