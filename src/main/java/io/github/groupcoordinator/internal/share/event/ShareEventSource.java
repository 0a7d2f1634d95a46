package io.github.groupcoordinator.internal.share.event;

import io.github.groupcoordinator.event.share.StartOffsetAltered;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The events of the share partitions of one cluster, whichever of its brokers leads them. */
public final class ShareEventSource {
    private final SeenMembers members;
    private final Timers timers;
    private final Map<SharePartitionKey, SharePartitionEvents> current = new LinkedHashMap<>();

    public ShareEventSource(SeenMembers members, Timers timers) {
        this.members = members;
        this.timers = timers;
    }

    /** Returns who tells of a share partition that a broker has begun to keep in its memory. */
    public RecordChange.Observer of(int brokerId, SharePartitionKey key) {
        return new SharePartitionEvents(this, brokerId, key);
    }

    /** An administrator set a start offset, or -1 to begin anew; or deleted it, which is the same. */
    public void altered(String groupId, TopicPartition partition, long startOffset) {
        members.append(new StartOffsetAltered(
                now(),
                groupId,
                partition,
                startOffset == ShareStatePersister.UNINITIALIZED_START_OFFSET
                        ? OptionalLong.empty()
                        : OptionalLong.of(startOffset)));
    }

    SeenMembers members() {
        return members;
    }

    Instant now() {
        return Instant.ofEpochMilli(timers.nowMs());
    }

    /** Returns who tells of the share partition as it was loaded last, unless it has been dropped since. */
    @Nullable
    SharePartitionEvents current(SharePartitionKey key) {
        return current.get(key);
    }

    void loaded(SharePartitionKey key, SharePartitionEvents events) {
        current.put(key, events);
    }

    void dropped(SharePartitionKey key) {
        current.remove(key);
    }
}
