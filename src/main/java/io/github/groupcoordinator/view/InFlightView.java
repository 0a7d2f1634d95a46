package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Neighbouring records of a share partition that fare alike.
 *
 * @param firstOffset the offset of the first record
 * @param lastOffset the offset of the last record, which may be the first one
 * @param state the state of each; where an acknowledgement is still being stored, the one that it is to come into
 * @param deliveryCount how many times each has been acquired, this time included
 * @param member who has them; empty if they are not acquired
 * @param lockedUntil when the lock runs out; empty if they are not acquired
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record InFlightView(
        long firstOffset,
        long lastOffset,
        ShareRecordState state,
        int deliveryCount,
        Optional<MemberRef> member,
        Optional<Instant> lockedUntil) {

    /** Returns how many offsets there are. */
    public long count() {
        return lastOffset - firstOffset + 1;
    }

    /** Returns the offsets, the state and the number of deliveries, and who has them, on one line. */
    @Override
    public String toString() {
        String offsets = firstOffset == lastOffset ? "" + firstOffset : firstOffset + "-" + lastOffset;
        String by = member.map(who -> " by " + who).orElse("");
        return Text.shown(offsets + " " + state + " x" + deliveryCount + by);
    }
}
