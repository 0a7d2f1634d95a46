package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** An instance of Kafka Streams, of which nothing need be on the class path: its public methods tell of its threads. */
public final class StreamsInstance {
    private static final String THREADS = "metadataForLocalThreads";
    private static final String CONSUMER = "consumerClientId";

    private StreamsInstance() {}

    /**
     * Returns the client ids of the consumers of an instance's threads; none if it has no threads, or is something
     * else than an instance of Kafka Streams.
     */
    public static SortedSet<String> consumers(Object instance) {
        SortedSet<String> consumers = new TreeSet<>();
        Method threads = Reflect.methodOrNull(instance.getClass(), THREADS);
        if (threads != null && Reflect.invoke(threads, instance) instanceof Collection<?> all) {
            for (Object thread : all) {
                consumers.add(String.valueOf(Reflect.invoke(Reflect.method(thread.getClass(), CONSUMER), thread)));
            }
        }
        return Collections.unmodifiableSortedSet(consumers);
    }
}
