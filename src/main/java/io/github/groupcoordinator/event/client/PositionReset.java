package io.github.groupcoordinator.event.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A consumer's client gave up a position, or had none and began behind records, as {@code auto.offset.reset} says.
 * Where it had none and begins with the first record that there is, nothing was reset; nor is it where the application
 * seeks. Consumers that come over a listener are not seen.
 *
 * @param groupId the {@code group.id}; empty for a consumer without one
 * @param client the consumer; with its member id, if it has one
 * @param partition the partition
 * @param from the offset of the next record that it would have read; empty if it had no position
 * @param to the offset of the next record that it reads now
 * @param skipped how many records it never reads: those that the log holds between the two, or before {@code to} if it
 *     had no position, and as many as there were offsets if they have been deleted meanwhile; 0 if it goes back
 * @param policy the consumer's {@code auto.offset.reset}
 * @param reason why the position was reset
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PositionReset(
        Instant at,
        String groupId,
        MemberRef client,
        TopicPartition partition,
        OptionalLong from,
        long to,
        long skipped,
        String policy,
        Reason reason)
        implements ClusterEvent {

    /** The reasons for which a client resets a position. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public enum Reason {
        /** Nothing was committed, or the consumer has no group. */
        NO_OFFSET("nothing was committed"),
        /** The log does not hold the offset. */
        OUT_OF_RANGE("out of range"),
        /** The log was truncated before the offset, and nobody knows to where. */
        LOG_TRUNCATED("the log was truncated"),
        /** The log was truncated before the offset; the client goes on where it diverges, whatever the policy. */
        LOG_DIVERGED("the log was truncated; it goes on where it diverges");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    @Override
    public String describe() {
        String by = reason == Reason.LOG_DIVERGED ? "" : "auto.offset.reset=" + policy + ": ";
        String records = skipped == 1 ? "1 record" : skipped + " records";
        return Text.oneLine("position reset of " + MemberText.of(client) + ": " + partition
                + (from.isPresent() ? " from " + from.getAsLong() : "") + " to " + to
                + (skipped == 0 ? "" : ", skips " + records) + " (" + by + reason.words + ")");
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
