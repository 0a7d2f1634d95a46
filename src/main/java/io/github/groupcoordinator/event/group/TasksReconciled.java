package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A member of a streams group (KIP-1071) came one step closer to its target assignment. {@link MemberReconciled} beside
 * it tells the same in partitions.
 *
 * @param groupId the {@code group.id}, which is the {@code application.id} of Kafka Streams
 * @param member who it is and which tasks it has now
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TasksReconciled(Instant at, String groupId, StreamsMemberView member) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("tasks of " + MemberText.of(member.ref()) + ": active " + member.active() + ", standby "
                + member.standby()
                + (member.pendingRevocation().isEmpty() ? "" : ", to give up " + member.pendingRevocation()));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
