package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.List;

/** Something that happened on a lane: one event, or several commits in a row at one moment. */
final class Mark {
    /** The kind of thing that happened; its symbol is the same in the page and in the text. */
    enum Kind {
        JOINED("J", "member joined"),
        LEFT("L", "member left"),
        EXPIRED("X", "member expired: the coordinator removed it after a timeout"),
        FENCED("F", "member fenced: its group instance id has a new holder"),
        ASSIGNED("A", "client was assigned partitions"),
        REVOKED("R", "client gave partitions up"),
        LOST("!", "client lost partitions: it learned late that they are not its own"),
        COMMITTED("C", "offsets committed"),
        STARTED("S", "rebalance started"),
        COMPLETED("D", "rebalance done: a new generation"),
        EMPTIED("E", "group is empty"),
        DISTURBED("#", "the test disturbed the client: heartbeats paused, crashed, cut off, slowed down"),
        RECOVERED("+", "the test let the client go on"),
        FAULT("%", "a fault fired on one of the client's requests"),
        FAILED_OVER("V", "coordinator failed over to another broker, or began anew"),
        BROKER_DISTURBED("B", "the test disturbed a broker: stopped, crashed or paused it"),
        BROKER_BACK("U", "the test brought a broker back"),
        FAILED("T", "the test failed"),
        RESET("P", "client's position was reset, as auto.offset.reset says"),
        ACQUIRED("Q", "share group: member acquired records"),
        REDELIVERED("2", "share group: member acquired records that had been delivered before"),
        ACKNOWLEDGED("K", "share group: records acknowledged, and done with"),
        RENEWED("N", "share group: member renewed its locks"),
        RELEASED("O", "share group: records given back"),
        LOCK_TIMED_OUT("Z", "share group: the locks on records ran out"),
        ARCHIVED("W", "share group: records archived; nobody accepted them, and they will not come again"),
        TOPOLOGY_STORED("G", "streams group: topology stored; no other is taken until the group is deleted"),
        TASKS_CHANGED("Y", "streams group: member has other tasks, as the coordinator sees it"),
        STATUS_TOLD("I", "streams group: member was told a status, such as missing topics"),
        STATUS_OVER("H", "streams group: member was told no status any more"),
        TOPIC_CREATED("M", "streams group: internal topic created"),
        TOPIC_REFUSED("?", "streams group: internal topic not created, so that nobody has tasks");

        private final String symbol;
        private final String meaning;

        Kind(String symbol, String meaning) {
            this.symbol = symbol;
            this.meaning = meaning;
        }

        String symbol() {
            return symbol;
        }

        String meaning() {
            return meaning;
        }

        boolean isTrouble() {
            return this == EXPIRED
                    || this == FENCED
                    || this == LOST
                    || this == DISTURBED
                    || this == FAULT
                    || this == FAILED_OVER
                    || this == BROKER_DISTURBED
                    || this == FAILED
                    || this == RESET
                    || this == LOCK_TIMED_OUT
                    || this == ARCHIVED
                    || this == STATUS_TOLD
                    || this == TOPIC_REFUSED;
        }

        String cssClass() {
            return "m" + ordinal();
        }
    }

    private final Kind kind;
    private final Place place;
    private final String text;
    private final List<String> details = new ArrayList<>();

    /** Takes what the text timeline adds to the symbol, and a line that tells all. */
    Mark(Kind kind, Place place, String text, String detail) {
        this.kind = kind;
        this.place = place;
        this.text = text;
        details.add(detail);
    }

    void repeat(String detail) {
        details.add(detail);
    }

    Kind kind() {
        return kind;
    }

    Place place() {
        return place;
    }

    String text() {
        return text;
    }

    int times() {
        return details.size();
    }

    List<String> details() {
        return details;
    }
}
