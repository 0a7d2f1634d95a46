package io.github.groupcoordinator.internal.group;

import java.util.Objects;
import java.util.SortedSet;

/** The hash of topics, by which a group notices that one of them was created, deleted, made anew or grown. */
public final class MetadataHash {

    private MetadataHash() {}

    /**
     * Returns a number that changes with any of the topics; 0 if none of them exists. Kafka has another hash (XXH3),
     * which is compared with nothing but itself either.
     */
    public static long of(SortedSet<String> names, TopicCatalog catalog) {
        long hash = 0;
        for (String name : names) {
            TopicCatalog.TopicInfo topic = catalog.find(name);
            if (topic != null) {
                hash = 31 * hash + Objects.hash(topic.name(), topic.id(), topic.partitionCount());
                // A 32-bit hash alone would collide too easily; spread it over the whole number.
                hash = Long.rotateLeft(hash * 0x9e3779b97f4a7c15L, 29) + 1;
            }
        }
        return hash;
    }
}
