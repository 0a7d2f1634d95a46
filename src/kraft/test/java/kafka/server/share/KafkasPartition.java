package kafka.server.share;

import io.github.groupcoordinator.kraft.share.Made;
import io.github.groupcoordinator.kraft.share.SharedLogs;
import java.util.Optional;
import kafka.cluster.Partition;
import org.apache.kafka.storage.internals.log.LogOffsetMetadata;
import org.apache.kafka.storage.internals.log.LogOffsetSnapshot;

/** The part of one of a broker's partitions that fetches for share groups ask. Its constructor is never run. */
final class KafkasPartition extends Partition {
    private SharedLogs.Led led;

    private KafkasPartition() {
        super(null, 0L, 0, null, null, null, null, null, null, null, null);
    }

    static KafkasPartition make(SharedLogs.Led led) {
        KafkasPartition made = Made.withoutConstructor(KafkasPartition.class);
        made.led = led;
        return made;
    }

    @Override
    public boolean isLeader() {
        return led.leads;
    }

    @Override
    public int getLeaderEpoch() {
        return led.leaderEpoch;
    }

    @Override
    public LogOffsetSnapshot fetchOffsetSnapshot(Optional<Integer> leaderEpoch, boolean fromLeader) {
        led.requireLeader();
        LogOffsetMetadata end = KafkasBroker.metadata(led.position(led.log.end()));
        return new LogOffsetSnapshot(
                led.log.start(), end, end, KafkasBroker.metadata(led.position(led.log.lastStableOffset())));
    }
}
