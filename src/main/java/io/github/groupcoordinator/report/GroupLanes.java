package io.github.groupcoordinator.report;

import io.github.groupcoordinator.internal.journal.Owners;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One group: its own lane and those of its members, in the order in which they first appear. */
final class GroupLanes {
    private final String groupId;
    private final Owners owners;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private final Map<String, Lane> byMemberId = new LinkedHashMap<>();
    private final Map<String, List<Lane>> byName = new LinkedHashMap<>();
    private final Map<Lane, Integer> lastStep = new LinkedHashMap<>();
    private int moment = -1;
    private int barrier;
    private int highest;
    private @Nullable Phase open;

    GroupLanes(String groupId, Owners owners) {
        this.groupId = groupId;
        this.owners = owners;
    }

    String groupId() {
        return groupId;
    }

    List<Lane> lanes() {
        return lanes;
    }

    List<Mark> marks() {
        return marks;
    }

    List<Phase> phases() {
        return phases;
    }

    /** Finds the lane of whoever does something as a member. */
    Lane lane(MemberRef member) {
        return lane(member, false);
    }

    /** Finds the lane of a member that joins: a client id that another member has now means another lane. */
    Lane joiningLane(MemberRef member) {
        return lane(member, true);
    }

    /** Finds the newest lane of a client that has taken part in the group, or null. */
    @Nullable
    Lane laneOf(String clientId) {
        Lane newest = null;
        for (Lane lane : lanes) {
            newest = lane.clientId().equals(clientId) ? lane : newest;
        }
        return newest;
    }

    /** Ends what the dead process of a client believed to own. */
    void processEnded(int now, String clientId) {
        Lane lane = laneOf(clientId);
        if (lane != null) {
            lane.processEnded(new Place(now, lastStep.getOrDefault(lane, 0)));
        }
    }

    private Lane lane(MemberRef member, boolean joins) {
        String instance = member.groupInstanceId();
        Lane known = byMemberId.get(member.memberId());
        if (known != null && instance == null) {
            return known;
        }
        List<Lane> sameName = byName.computeIfAbsent(
                instance == null ? "client " + member.clientId() : "static " + instance, name -> new ArrayList<>());
        Lane lane = null;
        for (Lane candidate : sameName) {
            if (lane == null && (!joins || instance != null || !candidate.isMember())) {
                lane = candidate;
            }
        }
        if (lane == null) {
            lane = new Lane(member, sameName.size(), groupId, owners);
            sameName.add(lane);
            lanes.add(lane);
        }
        if (!member.memberId().isEmpty()) {
            byMemberId.put(member.memberId(), lane);
        }
        return lane;
    }

    /** Returns the next place for an event on a member's lane: after its last one, and after the group's last one. */
    Place nextPlace(int now, Lane lane) {
        enter(now);
        int step = Math.max(barrier, lastStep.getOrDefault(lane, -1) + 1);
        lastStep.put(lane, step);
        highest = Math.max(highest, step);
        return new Place(now, step);
    }

    /** Returns the next place for an event of the whole group: after everything that happened before it. */
    private Place nextPlace(int now) {
        enter(now);
        highest++;
        barrier = highest + 1;
        return new Place(now, highest);
    }

    /** Returns the number of places that the current moment has so far. */
    int steps() {
        return highest + 1;
    }

    private void enter(int now) {
        if (moment != now) {
            moment = now;
            barrier = 0;
            highest = -1;
            lastStep.clear();
        }
    }

    void phase(int now, Mark.Kind kind, Phase.State state, String label, String cause, String detail) {
        Place place = nextPlace(now);
        marks.add(new Mark(kind, place, label.isEmpty() ? "" : " " + label, detail));
        end(place);
        open = new Phase(state, label.isEmpty() ? "rebalancing" : label, cause, place, place);
    }

    /** Marks something that happened to the whole group and did not end its phase. */
    void mark(int now, Mark.Kind kind, String text, String detail) {
        marks.add(new Mark(kind, nextPlace(now), text, detail));
    }

    /** Marks where the test failed. */
    void fail(Place place, String detail) {
        marks.add(new Mark(Mark.Kind.FAILED, place, "", detail));
    }

    private void end(Place place) {
        if (open != null) {
            phases.add(new Phase(open.state(), open.label(), open.cause(), open.from(), place));
            open = null;
        }
    }

    void endAll(Place place) {
        end(place);
        lanes.forEach(lane -> lane.end(place));
    }
}
