package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.StreamsGroupView;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An observed streams group together with the events that led to it. */
public final class StreamsGroupWithHistory implements StreamsGroupView {
    private static final String STREAMS = "streams";

    private final GroupView group;
    private final List<StreamsMemberView> members;
    private final History history;
    private final Instant at;
    private final Function<Object, SortedSet<String>> consumers;

    /**
     * Makes it of the group, its members and the cluster's log as they are now.
     *
     * @param consumers knows the client ids of the consumers of an instance of Kafka Streams; none of anything else
     */
    public StreamsGroupWithHistory(
            GroupView group,
            List<StreamsMemberView> members,
            Instant at,
            EventLog log,
            Function<Object, SortedSet<String>> consumers) {
        this.consumers = consumers;
        this.group = group;
        this.members = Collections.unmodifiableList(new ArrayList<>(members));
        this.history = History.until(log);
        this.at = at;
    }

    private boolean isStreamsGroup() {
        return STREAMS.equals(group.protocolType());
    }

    @Override
    public String groupId() {
        return group.groupId();
    }

    @Override
    public GroupState state() {
        return isStreamsGroup() ? group.state() : GroupState.DEAD;
    }

    @Override
    public int groupEpoch() {
        return isStreamsGroup() ? group.generation() : -1;
    }

    @Override
    public List<StreamsMemberView> members() {
        return members;
    }

    @Override
    public Instant at() {
        return at;
    }

    /** Returns the client ids of the consumers of an instance of Kafka Streams; none of anything else. */
    public SortedSet<String> consumersOf(Object instance) {
        return consumers.apply(instance);
    }

    /** Returns the group's events until the snapshot was taken, and what was done to brokers, oldest first. */
    public List<ClusterEvent> events() {
        return history.of(groupId());
    }

    /** Returns the cluster's log, which goes on after the snapshot. */
    public EventLog log() {
        return history.log();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamsGroupWithHistory that
                && group.equals(that.group)
                && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return group.hashCode();
    }

    @Override
    public String toString() {
        return "streams group '" + groupId() + "': " + state().kafkaName() + ", " + members;
    }
}
