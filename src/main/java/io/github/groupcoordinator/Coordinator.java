package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.ClientRef;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberView;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apiguardian.api.API;

/**
 * A handle on a group's coordinator: a test makes it fail over, or ends one member's session and touches nobody else.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Coordinator {
    private final String groupId;
    private final Broker broker;
    private final EventLoop loop;
    private final Function<Object, ClientRef> clients;

    Coordinator(String groupId, Broker broker, EventLoop loop, Function<Object, ClientRef> clients) {
        this.groupId = groupId;
        this.broker = broker;
        this.loop = loop;
        this.clients = clients;
    }

    /**
     * Ends a member's session now, as if its {@code session.timeout.ms} had passed without a heartbeat; time does not
     * move. The member learns of it by UNKNOWN_MEMBER_ID when it next asks for something, and joins anew.
     *
     * @param member its member id, {@code group.instance.id} or {@code client.id}, or one of the cluster's clients
     * @throws IllegalArgumentException if the group has no such member, or several
     * @throws IllegalStateException if the member waits for the answer to a JoinGroup or SyncGroup and so has no
     *     session, or if the group has no coordinator at the moment
     */
    public void expire(Object member) {
        guarded("expire", () -> broker.expire(groupId, find(member)));
    }

    /**
     * Lets somebody else join with a static member's {@code group.instance.id} now, as a second process that was
     * started by mistake does, and never be heard of again. The member learns of it by FENCED_INSTANCE_ID when it next
     * asks for something; the newcomer's session runs out after the member's {@code session.timeout.ms}.
     *
     * @param member its member id, {@code group.instance.id} or {@code client.id}, or one of the cluster's clients
     * @throws IllegalArgumentException if the group has no such member, or several, if it is not a static one, or if
     *     the group uses the consumer protocol, where the newcomer would be refused instead
     */
    public void fence(Object member) {
        guarded("fence", () -> broker.fence(groupId, find(member)));
    }

    /**
     * Returns the partition of {@code __consumer_offsets} that the group is in: {@code abs(hash(group.id)) %
     * offsets.topic.num.partitions}. The broker that leads it is the group's coordinator.
     */
    public PartitionHandle partition() {
        int partition =
                Calls.ask(loop, this + ".partition()", () -> broker.control().partitionFor(groupId));
        return new PartitionHandle(
                loop, broker.control(), new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, partition));
    }

    /**
     * Makes the coordinator fail over to the next broker that keeps its partition, is alive and in sync, or to the same
     * one after a break if there is no other. The old one answers NOT_COORDINATOR from now on, joins that are parked
     * included; the new one answers COORDINATOR_LOAD_IN_PROGRESS until it has loaded the log, which takes {@link
     * InMemoryKafkaConfig#coordinatorLoadTime}. Other groups of the same partition fail over with it.
     *
     * @throws IllegalStateException if there is no coordinator that could fail
     */
    public void failover() {
        partition().failover();
    }

    private String find(Object named) {
        List<MemberView> members = broker.group(groupId).members();
        List<MemberView> found =
                members.stream().filter(member -> isNamed(member.ref(), named)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException((found.isEmpty() ? "No member" : "More than one member") + " of group '"
                    + groupId + "' is " + (named instanceof String ? "named " + named : "that client") + " at "
                    + loop.describeNow() + ". Its members are: "
                    + members.stream().map(member -> member.ref().toString()).toList());
        }
        return found.get(0).memberId();
    }

    private boolean isNamed(MemberRef member, Object named) {
        if (named instanceof String name) {
            return name.equals(member.memberId())
                    || name.equals(member.clientId())
                    || Objects.equals(name, member.groupInstanceId());
        }
        return clients.apply(named).is(member);
    }

    private void guarded(String what, Runnable action) {
        Calls.run(loop, "coordinator(" + groupId + ")." + what + "()", action);
    }

    @Override
    public String toString() {
        return Text.shown("coordinator of group '" + groupId + "'");
    }
}
