package io.github.groupcoordinator.event;

import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people call the members of a log; a member id says nothing to them, and there are several in a line. */
final class ShortNames {
    private record Name(MemberRef member, String text) {}

    private final List<RebalanceEvent> events;
    private final List<Name> names = new ArrayList<>();

    ShortNames(List<RebalanceEvent> events) {
        this.events = events;
        Map<String, MemberRef> members = new LinkedHashMap<>();
        for (RebalanceEvent event : events) {
            // Every member has joined, or has taken another one's place.
            if (event instanceof MemberJoined joined) {
                members.putIfAbsent(joined.member().memberId(), joined.member());
            } else if (event instanceof MemberFenced fenced) {
                members.putIfAbsent(fenced.replacedBy().memberId(), fenced.replacedBy());
            }
        }
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (MemberRef member : members.values()) {
            String name = member.groupInstanceId() == null ? member.clientId() : member.groupInstanceId();
            int number = taken.merge(name, 1, Integer::sum);
            names.add(new Name(member, number == 1 ? name : name + "#" + number));
        }
        // An id may begin like another.
        names.sort(Comparator.comparingInt(name -> -name.member().memberId().length()));
    }

    String render(EventLog log) {
        StringBuilder text = new StringBuilder();
        for (int first = 0; first < events.size(); ) {
            RebalanceEvent event = events.get(first);
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

    private static boolean isSame(RebalanceEvent first, RebalanceEvent second) {
        return first.groupId().equals(second.groupId()) && first.describe().equals(second.describe());
    }

    private String tell(RebalanceEvent event) {
        String told = in(event.describe());
        return event instanceof MemberJoined joined
                ? told + " = member " + Text.oneLine(joined.member().memberId())
                : told;
    }

    String in(String text) {
        String named = text;
        for (Name name : names) {
            named = named.replace(name.member().toString(), name.text());
        }
        for (Name name : names) {
            named = named.replace(name.member().memberId(), name.text());
        }
        return named;
    }
}
