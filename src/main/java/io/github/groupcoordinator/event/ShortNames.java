package io.github.groupcoordinator.event;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names that people give the members of a log; a member id says nothing to them, and a line has several. */
final class ShortNames {
    /** A member's name; its ids stand in texts in either form of {@link Text}. */
    private record Name(MemberRef member, String text) {
        String in(String text, String ids) {
            return text.replace(Text.oneLine(ids), this.text).replace(Text.shown(ids), this.text);
        }
    }

    private final List<ClusterEvent> events;
    private final List<Name> names = new ArrayList<>();

    ShortNames(List<ClusterEvent> events) {
        this.events = events;
        Map<String, MemberRef> members = new LinkedHashMap<>();
        for (ClusterEvent event : events) {
            event.newcomer().ifPresent(member -> members.putIfAbsent(member.memberId(), member));
        }
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (MemberRef member : members.values()) {
            String name = member.groupInstanceId() == null ? member.clientId() : member.groupInstanceId();
            int number = taken.merge(name, 1, Integer::sum);
            names.add(new Name(member, Text.shown(number == 1 ? name : name + "#" + number)));
        }
        // An id may begin like another.
        names.sort(Comparator.comparingInt(name -> -name.member().memberId().length()));
    }

    String render(EventLog log) {
        StringBuilder text = new StringBuilder();
        for (int first = 0; first < events.size(); ) {
            ClusterEvent event = events.get(first);
            text.append(log.line(tell(event), event)).append('\n');
            int last = first;
            while (last + 1 < events.size() && isSame(event, events.get(last + 1))) {
                last++;
            }
            if (last > first) {
                text.append("  the same ").append(last - first).append(" times more, the last time at ");
                text.append(log.elapsedAt(events.get(last).at())).append('\n');
            }
            first = last + 1;
        }
        return text.toString();
    }

    private static boolean isSame(ClusterEvent first, ClusterEvent second) {
        return first.groupId().equals(second.groupId()) && first.describe().equals(second.describe());
    }

    String tell(ClusterEvent event) {
        String told = in(event.describe());
        return event.newcomer()
                .map(member -> told + " = member " + Text.oneLine(member.memberId()))
                .orElse(told);
    }

    String in(String text) {
        String named = text;
        for (Name name : names) {
            named = name.in(named, MemberText.of(name.member()));
        }
        for (Name name : names) {
            named = name.in(named, name.member().memberId());
        }
        return PartitionRuns.shorten(named);
    }
}
