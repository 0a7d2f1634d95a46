package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.MetadataSnapshot;
import org.apache.kafka.clients.producer.internals.ProducerBatch;
import org.apache.kafka.clients.producer.internals.RecordAccumulator;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.jspecify.annotations.Nullable;

/** The batches of a producer that compresses, filled by what its own cluster has seen of how records compress. */
final class DrivenAccumulator extends RecordAccumulator {
    private static final Field BUILDER = Reflect.field(ProducerBatch.class, "recordsBuilder");
    private static final Field PARTITION = Reflect.field(ProducerBatch.class, "topicPartition");
    private static final Method SET_RATIO =
            Reflect.method(BUILDER.getType(), "setEstimatedCompressionRatio", float.class);

    private @Nullable CompressionRatios ratios;
    private String codec = "";

    /** Never run: {@link Shadow} makes the instance. */
    private DrivenAccumulator() {
        super(null, 0, (Compression) null, 0, 0, 0, 0, null, "", null, null, null);
        throw new AssertionError("made by Shadow only");
    }

    static DrivenAccumulator shadowOf(Object original, CompressionRatios ratios, String codec) {
        DrivenAccumulator shadow = Shadow.of(DrivenAccumulator.class, original);
        shadow.ratios = ratios;
        shadow.codec = codec;
        return shadow;
    }

    private CompressionRatios ratios() {
        if (ratios == null) {
            throw new IllegalStateException("made by Shadow only");
        }
        return ratios;
    }

    private String key(ProducerBatch batch) {
        return Reflect.<TopicPartition>get(PARTITION, batch).topic() + " " + codec;
    }

    /**
     * Returns the set of batches that are not done; each that is new is told what to expect, before it is looked
     * at.
     */
    Set<ProducerBatch> incomplete() {
        return new Incomplete(this);
    }

    @Override
    public Map<Integer, List<ProducerBatch>> drain(
            MetadataSnapshot metadata, Set<Node> nodes, int maxSize, long nowMs) {
        Map<Integer, List<ProducerBatch>> drained = super.drain(metadata, nodes, maxSize, nowMs);
        drained.values()
                .forEach(batches ->
                        batches.forEach(batch -> ratios().saw(key(batch), (float) batch.compressionRatio())));
        return drained;
    }

    @Override
    public int splitAndReenqueue(ProducerBatch tooLarge) {
        ratios().tooLarge(key(tooLarge), (float) tooLarge.compressionRatio());
        return super.splitAndReenqueue(tooLarge);
    }

    private static final class Incomplete extends LinkedHashSet<ProducerBatch> {
        private static final long serialVersionUID = 1L;

        private final transient DrivenAccumulator accumulator;

        Incomplete(DrivenAccumulator accumulator) {
            this.accumulator = accumulator;
        }

        @Override
        public boolean add(ProducerBatch batch) {
            float expected = accumulator.ratios().expected(accumulator.key(batch));
            Reflect.invoke(SET_RATIO, Reflect.get(BUILDER, batch), expected);
            return super.add(batch);
        }
    }
}
