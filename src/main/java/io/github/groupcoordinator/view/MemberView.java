package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * One member of a group as the coordinator sees it.
 *
 * @param ref member id, client id and group instance id
 * @param clientHost the address it joined from
 * @param sessionTimeout its {@code session.timeout.ms}
 * @param rebalanceTimeout its {@code max.poll.interval.ms}
 * @param protocols the assignors that it offered, in its own order of preference
 * @param assignment what the leader last assigned to it; empty while a rebalance is under way
 * @param subscribedTopics what it subscribed to; empty if the group is not a consumer group
 * @param memberEpoch the epoch that it is in, in the consumer protocol; in the classic one the group's generation
 * @param state how far it is with its assignment
 * @param pendingRevocation what it was asked to give up and has not yet; only in the consumer protocol
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberView(
        MemberRef ref,
        String clientHost,
        Duration sessionTimeout,
        Duration rebalanceTimeout,
        List<String> protocols,
        SortedSet<TopicPartition> assignment,
        SortedSet<String> subscribedTopics,
        int memberEpoch,
        MemberState state,
        SortedSet<TopicPartition> pendingRevocation) {

    /** Returns the id that the coordinator gave to the member. */
    public String memberId() {
        return ref.memberId();
    }

    @Override
    public String toString() {
        return Text.shown("MemberView[ref="
                + Text.member(ref.memberId(), ref.clientId(), ref.groupInstanceId()) + ", clientHost=" + clientHost
                + ", sessionTimeout="
                + sessionTimeout + ", rebalanceTimeout=" + rebalanceTimeout + ", protocols=" + protocols
                + ", assignment=" + assignment + ", subscribedTopics=" + subscribedTopics + ", memberEpoch="
                + memberEpoch + ", state=" + state + ", pendingRevocation=" + pendingRevocation + "]");
    }
}
