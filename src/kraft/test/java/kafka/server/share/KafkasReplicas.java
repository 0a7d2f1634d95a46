package kafka.server.share;

import io.github.groupcoordinator.kraft.share.KafkasClock;
import io.github.groupcoordinator.kraft.share.Made;
import io.github.groupcoordinator.kraft.share.World;
import java.util.Optional;
import kafka.server.ReplicaManager;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.server.share.fetch.DelayedShareFetchKey;
import org.apache.kafka.storage.internals.log.OffsetResultHolder;

/** The part of a broker's replicas that a share partition asks. Its constructor is never run. */
final class KafkasReplicas extends ReplicaManager {
    private static final long SECOND_MS = 1_000;

    private World world;
    private KafkasClock clock;

    private KafkasReplicas() {
        super(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    static KafkasReplicas make(World world, KafkasClock clock) {
        KafkasReplicas made = Made.withoutConstructor(KafkasReplicas.class);
        made.world = world;
        made.clock = clock;
        return made;
    }

    @Override
    public void completeDelayedShareFetchRequest(DelayedShareFetchKey key) {
        world.note("wakes fetches");
    }

    @Override
    public OffsetResultHolder fetchOffsetForTimestamp(
            TopicPartition partition,
            long timestamp,
            scala.Option<IsolationLevel> isolation,
            Optional<Integer> leaderEpoch,
            boolean fromLeader) {
        long offset;
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP) {
            offset = world.log.start();
        } else if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            offset = world.log.end();
        } else {
            // Kafka counts durations, which are of whole seconds here, from the wall clock.
            long agoMs = Math.round((System.currentTimeMillis() - timestamp) / (double) SECOND_MS) * SECOND_MS;
            offset = world.log.firstAtOrAfter(clock.time().milliseconds() - agoMs);
        }
        return offset < 0
                ? new OffsetResultHolder(Optional.<FileRecords.TimestampAndOffset>empty())
                : new OffsetResultHolder(new FileRecords.TimestampAndOffset(0, offset, Optional.of(0)));
    }
}
