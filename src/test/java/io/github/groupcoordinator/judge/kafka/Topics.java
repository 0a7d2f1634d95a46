package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RemoveTopicRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.image.TopicImage;

/** The topics of the judge's cluster, as a real metadata image. Their ids are those that our broker gives. */
final class Topics {
    private static final long ID_PREFIX = 0x6b61666b612d0000L;

    private final BiConsumer<MetadataDelta, MetadataImage> onUpdate;
    private MetadataImage image = MetadataImage.EMPTY;
    /** Our broker's first topic is {@code __consumer_offsets}. */
    private long ids = 1;

    Topics(BiConsumer<MetadataDelta, MetadataImage> onUpdate) {
        this.onUpdate = onUpdate;
    }

    /** Tells of a cluster without topics: before that, some requests are not answered. */
    void begin() {
        update(List.of());
    }

    /** Sets the level of a feature. */
    void finalizeFeature(String name, int level) {
        update(List.of(new FeatureLevelRecord().setName("metadata.version").setFeatureLevel((short) 25)));
        update(List.of(new FeatureLevelRecord().setName(name).setFeatureLevel((short) level)));
    }

    void create(String name, int partitions) {
        List<ApiMessage> records = new ArrayList<>();
        Uuid id = new Uuid(ID_PREFIX, ++ids);
        records.add(new TopicRecord().setName(name).setTopicId(id));
        records.addAll(partitions(id, 0, partitions));
        update(records);
    }

    public void grow(String name, int partitions) {
        TopicImage topic = image.topics().getTopic(name);
        update(partitions(topic.id(), topic.partitions().size(), partitions));
    }

    private static List<ApiMessage> partitions(Uuid id, int from, int to) {
        List<ApiMessage> records = new ArrayList<>();
        for (int p = from; p < to; p++) {
            records.add(new PartitionRecord()
                    .setTopicId(id)
                    .setPartitionId(p)
                    .setReplicas(List.of(0))
                    .setIsr(List.of(0))
                    .setLeader(0));
        }
        return records;
    }

    public void delete(String name) {
        update(List.of(new RemoveTopicRecord().setTopicId(id(name))));
    }

    private void update(List<ApiMessage> records) {
        MetadataDelta delta = new MetadataDelta.Builder().setImage(image).build();
        records.forEach(delta::replay);
        image = delta.apply(new MetadataProvenance(image.offset() + 1, 0, 0, true));
        onUpdate.accept(delta, image);
    }

    Uuid id(String name) {
        TopicImage topic = image.topics().getTopic(name);
        return topic == null ? Uuid.ZERO_UUID : topic.id();
    }

    /** Returns the name of a topic, or an empty one if the id is unknown. */
    String name(Uuid id) {
        TopicImage topic = image.topics().getTopic(id);
        return topic == null ? "" : topic.name();
    }

    boolean contains(String name) {
        return image.topics().getTopic(name) != null;
    }

    boolean contains(String name, int partition) {
        TopicImage topic = image.topics().getTopic(name);
        return topic != null && topic.partitions().containsKey(partition);
    }
}
