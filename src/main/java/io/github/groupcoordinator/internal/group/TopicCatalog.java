package io.github.groupcoordinator.internal.group;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The topics of the cluster as they are now. */
public interface TopicCatalog {

    /** A topic; one that was deleted and created again has another id. */
    record TopicInfo(Uuid id, String name, int partitionCount) {}

    /** Returns a topic by name, or null. */
    @Nullable
    TopicInfo find(String name);

    /** Returns a topic by id, or null. */
    @Nullable
    TopicInfo find(Uuid id);

    /** Returns the ids of those of the topics that exist. */
    default SortedSet<Uuid> ids(Collection<String> names) {
        SortedSet<Uuid> ids = new TreeSet<>();
        for (String name : names) {
            TopicInfo topic = find(name);
            if (topic != null) {
                ids.add(topic.id());
            }
        }
        return ids;
    }

    /** Returns the names of all topics in alphabetical order. */
    List<String> names();

    /** Returns a number that grows with every change. */
    long version();
}
