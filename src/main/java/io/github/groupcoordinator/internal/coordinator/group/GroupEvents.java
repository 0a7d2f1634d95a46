package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.internal.coordinator.group.event.ClassicEvents;
import io.github.groupcoordinator.internal.coordinator.group.event.ConsumerEvents;
import io.github.groupcoordinator.internal.coordinator.group.event.ShareEvents;
import io.github.groupcoordinator.internal.coordinator.group.event.StreamsEvents;
import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.share.ShareGroup;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord;
import io.github.groupcoordinator.internal.group.share.ShareRoster;
import io.github.groupcoordinator.internal.group.streams.StreamsGroup;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord;
import io.github.groupcoordinator.internal.group.streams.StreamsRoster;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.text.OffsetsReadLater;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The events of groups: tells the event log what is about to be applied, or has been, in the words of each protocol.
 */
final class GroupEvents {
    private final EventSink sink;
    private final Timers timers;
    private final ClassicEvents classic;
    private final ConsumerEvents consumer;
    private final ShareEvents share;
    private final StreamsEvents streams;

    GroupEvents(EventSink sink, Timers timers, TopicCatalog topics) {
        this.sink = sink;
        this.timers = timers;
        this.classic = new ClassicEvents(sink);
        this.consumer = new ConsumerEvents(sink, timers, new TopicNames(topics));
        this.share = new ShareEvents(sink, timers, new TopicNames(topics));
        this.streams = new StreamsEvents(sink, timers, topics);
    }

    /** Tells what a change means to a group that it has not been applied to yet. */
    void tell(VolatileRecord change, Group<?> group) {
        switch (group.type()) {
            case CLASSIC -> classic.tell(change, ((ClassicGroup) group).roster(), timers.nowMs());
            case CONSUMER, SHARE, STREAMS -> {
                // All that is told of is in records.
            }
        }
    }

    /** Tells of records that have been stored together, and applies them. */
    void tellAndApply(List<? extends PersistentRecord> records, GroupShard shard) {
        SortedSet<String> changed = Collections.emptySortedSet();
        for (PersistentRecord record : records) {
            if (record instanceof GroupRecord each) {
                switch (each.type()) {
                    // A classic group has told of it when it made the changes.
                    case CLASSIC -> shard.apply(each);
                    case CONSUMER -> {
                        ConsumerGroupRecord told = (ConsumerGroupRecord) each;
                        consumer.before(told, roster(shard, each.groupId()));
                        shard.apply(each);
                        consumer.after(told, roster(shard, each.groupId()));
                        changed = with(changed, each.groupId());
                    }
                    case SHARE -> {
                        ShareGroupRecord told = (ShareGroupRecord) each;
                        share.before(told, shareRoster(shard, each.groupId()));
                        shard.apply(each);
                        share.after(told, shareRoster(shard, each.groupId()));
                    }
                    case STREAMS -> {
                        StreamsGroupRecord told = (StreamsGroupRecord) each;
                        streams.before(told, streamsRoster(shard, each.groupId()));
                        shard.apply(each);
                        streams.after(told, streamsRoster(shard, each.groupId()));
                        changed = with(changed, each.groupId());
                    }
                }
            } else {
                shard.apply(record);
            }
        }
        for (String groupId : changed) {
            ConsumerRoster consumers = roster(shard, groupId);
            if (consumers != null) {
                consumer.settled(consumers);
            }
            StreamsRoster instances = streamsRoster(shard, groupId);
            if (instances != null) {
                streams.settled(instances);
            }
        }
    }

    private static SortedSet<String> with(SortedSet<String> groupIds, String groupId) {
        if (!groupIds.isEmpty() && groupIds.last().equals(groupId)) {
            return groupIds;
        }
        SortedSet<String> more = groupIds.isEmpty() ? new TreeSet<>() : groupIds;
        more.add(groupId);
        return more;
    }

    private static @Nullable ConsumerRoster roster(GroupShard shard, String groupId) {
        ConsumerGroup group = shard.groups().find(groupId, ConsumerGroup.class);
        return group == null ? null : group.roster();
    }

    private static @Nullable ShareRoster shareRoster(GroupShard shard, String groupId) {
        ShareGroup group = shard.groups().find(groupId, ShareGroup.class);
        return group == null ? null : group.roster();
    }

    private static @Nullable StreamsRoster streamsRoster(GroupShard shard, String groupId) {
        StreamsGroup group = shard.groups().find(groupId, StreamsGroup.class);
        return group == null ? null : group.roster();
    }

    /** Tells that the members of a group are gone with it: the group could not be stored. */
    void tellLost(Group<?> group) {
        switch (group.type()) {
            case CLASSIC -> classic.tellLost(((ClassicGroup) group).roster(), timers.nowMs());
            case CONSUMER, SHARE, STREAMS -> {
                // Nobody is in a group of these protocols before it is stored.
            }
        }
    }

    /** Tells of offsets that have been appended; other records are not told here. */
    void tellCommitted(String groupId, MemberRef member, List<? extends PersistentRecord> records) {
        List<OffsetCommit> commits = new ArrayList<>(records.size());
        for (PersistentRecord record : records) {
            if (record instanceof OffsetCommit commit) {
                commits.add(commit);
            }
        }
        if (!commits.isEmpty()) {
            Instant at = Instant.ofEpochMilli(timers.nowMs());
            sink.append(new OffsetsCommitted(at, groupId, member, new OffsetsReadLater(() -> offsets(commits))));
        }
    }

    private static SortedMap<TopicPartition, OffsetAndMetadata> offsets(List<OffsetCommit> commits) {
        SortedMap<TopicPartition, OffsetAndMetadata> offsets = Assignments.byPartition();
        for (OffsetCommit commit : commits) {
            offsets.put(new TopicPartition(commit.topic(), commit.partition()), offset(commit.offset()));
        }
        return offsets;
    }

    /** Returns an offset in the form of the clients; one below zero, which a broker stores as it comes, as zero. */
    static OffsetAndMetadata offset(CommittedOffset offset) {
        Optional<Integer> leaderEpoch = offset.leaderEpoch() < 0 ? Optional.empty() : Optional.of(offset.leaderEpoch());
        return new OffsetAndMetadata(Math.max(0, offset.offset()), leaderEpoch, offset.metadata());
    }
}
