package io.github.groupcoordinator.internal.client.admin;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * The requests of an admin client, in an order that is the same in every run. It collects what it asks for in hash sets
 * and maps, some by keys whose hash code is another in each JVM: of enums, and in immutable sets of the JDK.
 */
final class OrderedRequests implements UnaryOperator<ByteBuffer> {
    /** Whatever they ask for, in whatever order they name it, they mean the same. */
    private static final Set<ApiKeys> SETS = EnumSet.of(
            ApiKeys.METADATA,
            ApiKeys.FIND_COORDINATOR,
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.LEAVE_GROUP,
            ApiKeys.DESCRIBE_CONFIGS,
            ApiKeys.DESCRIBE_GROUPS,
            ApiKeys.DELETE_GROUPS,
            ApiKeys.CONSUMER_GROUP_DESCRIBE,
            ApiKeys.OFFSET_FETCH,
            ApiKeys.OFFSET_DELETE,
            ApiKeys.LIST_OFFSETS,
            ApiKeys.DELETE_RECORDS,
            ApiKeys.DESCRIBE_PRODUCERS,
            ApiKeys.DESCRIBE_TRANSACTIONS,
            ApiKeys.LIST_GROUPS,
            ApiKeys.LIST_TRANSACTIONS,
            ApiKeys.CREATE_TOPICS,
            ApiKeys.DELETE_TOPICS,
            ApiKeys.CREATE_PARTITIONS,
            ApiKeys.ALTER_CONFIGS,
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            ApiKeys.ELECT_LEADERS,
            ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
            ApiKeys.LIST_PARTITION_REASSIGNMENTS,
            ApiKeys.DESCRIBE_LOG_DIRS);

    /** Below the topics of these the order means something: one list of replicas for each new partition. */
    private static final Set<ApiKeys> FLAT = EnumSet.of(ApiKeys.CREATE_PARTITIONS);

    /** Here numbers are replicas, of which the first leads. */
    private static final Set<ApiKeys> WITH_REPLICAS =
            EnumSet.of(ApiKeys.CREATE_TOPICS, ApiKeys.ALTER_PARTITION_REASSIGNMENTS);

    private static final ClassValue<List<Field>> COLLECTIONS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> found = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && Collection.class.isAssignableFrom(field.getType())) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
            return found;
        }
    };

    /** Returns the request as it goes out. */
    @Override
    public ByteBuffer apply(ByteBuffer frame) {
        ApiKeys api = ApiKeys.forId(frame.getShort(frame.position()));
        if (!SETS.contains(api)) {
            return frame;
        }
        short version = frame.getShort(frame.position() + 2);
        short headerVersion = api.requestHeaderVersion(version);
        ByteBufferAccessor in = new ByteBufferAccessor(frame.duplicate());
        RequestHeaderData header = new RequestHeaderData(in, headerVersion);
        ApiMessage body = api.messageType.newRequest();
        body.read(in, version);
        order(body, api);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        int size = header.size(cache, headerVersion) + body.size(cache, version);
        ByteBufferAccessor out = new ByteBufferAccessor(ByteBuffer.allocate(size));
        header.write(out, cache, headerVersion);
        body.write(out, cache, version);
        return out.buffer().flip();
    }

    private static void order(Object message, ApiKeys api) {
        for (Field field : COLLECTIONS.get(message.getClass())) {
            Object value = Reflect.getOrNull(field, message);
            if (value instanceof Collection<?> collection && !areReplicas(collection, api)) {
                if (!FLAT.contains(api)) {
                    collection.forEach(element -> order(element, api));
                }
                inOrder(collection);
            }
        }
    }

    private static boolean areReplicas(Collection<?> collection, ApiKeys api) {
        return WITH_REPLICAS.contains(api) && collection.stream().anyMatch(Integer.class::isInstance);
    }

    /** Sorts what has just been decoded, and so can be changed; Kafka's own collections only one by one. */
    private static <T> void inOrder(Collection<T> collection) {
        if (collection.size() < 2) {
            return;
        }
        List<T> sorted = new ArrayList<>(collection);
        sorted.sort(Comparator.comparing(String::valueOf));
        for (var each = collection.iterator(); each.hasNext(); ) {
            each.next();
            each.remove();
        }
        collection.addAll(sorted);
    }
}
