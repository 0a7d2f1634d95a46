package kafka.server.share;

import io.github.groupcoordinator.kraft.share.FetchWorld;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;

/** A persister for all share partitions of a broker, each with answers of its own. */
final class KafkasPersisters extends ReadsAndWrites {
    private final FetchWorld world;
    private final List<TopicIdPartition> partitions;

    KafkasPersisters(FetchWorld world, List<TopicIdPartition> partitions) {
        this.world = world;
        this.partitions = partitions;
    }

    private KafkasPersister of(String groupId, int number) {
        TopicIdPartition partition = partitions.get(number);
        return new KafkasPersister(world.of(groupId, partition), partition);
    }

    @Override
    public CompletableFuture<ReadShareGroupStateResult> readState(ReadShareGroupStateParameters request) {
        var data = request.groupTopicPartitionData();
        return of(data.groupId(), data.topicsData().get(0).partitions().get(0).partition())
                .readState(request);
    }

    @Override
    public CompletableFuture<WriteShareGroupStateResult> writeState(WriteShareGroupStateParameters request) {
        var data = request.groupTopicPartitionData();
        return of(data.groupId(), data.topicsData().get(0).partitions().get(0).partition())
                .writeState(request);
    }
}
