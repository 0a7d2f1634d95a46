package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;

/** The words in which events name records and who has them. */
final class RecordText {
    private RecordText() {}

    /** Returns what happened by whom to which records, on one line. */
    static String of(String what, RecordsEvent event) {
        return of(what, event, "");
    }

    /** Returns the same with something to add. */
    static String of(String what, RecordsEvent event, String more) {
        return Text.oneLine(what + " " + MemberText.of(event.member()) + ": " + records(event) + more);
    }

    /** Returns the records of an event, and how many times they have been delivered. */
    static String records(RecordsEvent event) {
        String offsets = event.firstOffset() == event.lastOffset()
                ? " offset " + event.firstOffset()
                : " offsets " + event.firstOffset() + "-" + event.lastOffset();
        return event.partition() + offsets + ", delivery " + event.deliveryCount();
    }
}
