package io.github.groupcoordinator.internal.client.producer;

import java.util.Map;
import java.util.TreeMap;

/**
 * The ratios by which records of a topic compress, as the producers of one cluster have seen it: how many fit into
 * a batch depends on
 * it. Kafka's clients keep it by topic for the whole JVM, so that a run would depend on those before it and beside it.
 */
public final class CompressionRatios {
    private static final float UNKNOWN = 1.0f;
    private static final float IMPROVING_STEP = 0.005f;
    private static final float DETERIORATE_STEP = 0.05f;

    private final Map<String, Float> ratios = new TreeMap<>();

    /** Returns what is expected; a key names a topic and a codec. */
    float expected(String key) {
        return ratios.getOrDefault(key, UNKNOWN);
    }

    /** Learns from a batch: slowly when it compresses better than expected, at once when it does worse. */
    void saw(String key, float ratio) {
        float before = expected(key);
        if (ratio > before) {
            ratios.put(key, Math.max(before + DETERIORATE_STEP, ratio));
        } else if (ratio < before) {
            ratios.put(key, Math.max(before - IMPROVING_STEP, ratio));
        }
    }

    /** Begins anew with a batch that was too large for the broker. */
    void tooLarge(String key, float ratio) {
        ratios.put(key, Math.max(UNKNOWN, ratio));
    }
}
