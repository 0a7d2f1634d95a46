package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.MetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.MetricNameTemplate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of parts that puts a newly made client on virtual time and on the in-memory wire. It walks the objects
 * of kafka-clients below the client and exchanges by field type, so that no list of holders has to be kept per version.
 *
 * <p>What is exchanged: {@link Time}, {@link Selectable}, {@link Random} (seeded), the jitter of back-offs (none), the
 * shuffled order of the brokers ({@link OrderedNodes}), and running {@link Timer}s and a reset by duration are set to
 * virtual time. The user's own objects (interceptors, deserializers, listeners) are not entered.
 */
public final class ClientPatch {
    private static final String KAFKA = "org.apache.kafka.";
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return relevantFields(type);
        }
    };
    private static final ClassValue<Boolean> KAFKAS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isKafkas(type);
        }
    };

    /** The types that clients have most of, and that hold nothing to exchange. */
    private static final List<Class<?>> LEAVES = List.of(
            String.class, Class.class, MetricName.class, MetricNameTemplate.class, MetricConfig.class, ConfigDef.class);

    private static final Field REQUEST_TIMEOUT = Reflect.field(NetworkClient.class, "defaultRequestTimeoutMs");
    private static final Field TIMER_TIME = Reflect.field(Timer.class, "time");
    private static final Field TIMER_START = Reflect.field(Timer.class, "startMs");
    private static final Field TIMER_NOW = Reflect.field(Timer.class, "currentTimeMs");
    private static final Field TIMER_DEADLINE = Reflect.field(Timer.class, "deadlineMs");

    private final Time time;
    private final MemorySelectable selectable;
    private final long seed;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private final Map<Object, Object> replacements = new IdentityHashMap<>();
    private final Set<Object> exchanged = Collections.newSetFromMap(new IdentityHashMap<>());
    private int selectables;

    public ClientPatch(Time time, MemorySelectable selectable, long seed) {
        this.time = time;
        this.selectable = selectable;
        this.seed = seed;
    }

    /** Puts one object in the place of another, wherever a field holds it. */
    public void replace(Object original, Object replacement) {
        replacements.put(original, replacement);
        exchanged.add(replacement);
    }

    /** Patches everything below the root. */
    public void apply(Object root) {
        enter(root);
        while (!open.isEmpty()) {
            visit(open.pop());
        }
    }

    /** Checks that the client had exactly one network to exchange. */
    public void requireOneNetwork(String client) {
        if (selectables != 1) {
            throw Reflect.missing("the one network of " + client + " (found " + selectables + ")", null);
        }
    }

    private void enter(@Nullable Object value) {
        if (value != null && seen.add(value)) {
            open.push(value);
        }
    }

    private void visit(Object object) {
        if (object instanceof Collection<?> collection) {
            collection.forEach(this::enter);
        } else if (object instanceof Map<?, ?> map) {
            map.values().forEach(this::enter);
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::enter);
        } else if (object instanceof AtomicReference<?> reference) {
            enter(reference.get());
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                enter(element);
            }
        } else if (!(object instanceof Enum) && (KAFKAS.get(object.getClass()) || exchanged.contains(object))) {
            // What we put in the place of an object of Kafka's has its fields.
            visitFields(object);
        }
    }

    private static boolean isKafkas(Class<?> type) {
        return type.getName().startsWith(KAFKA);
    }

    private void visitFields(Object object) {
        if (object instanceof Timer) {
            rebase(object);
        }
        DurationReset reset = DurationReset.of(object, time);
        if (reset != null) {
            selectable.onWayOut(reset);
        }
        for (Field field : FIELDS.get(object.getClass())) {
            if (field.getType() == double.class) {
                Reflect.set(field, object, 0.0d);
                continue;
            }
            if (field.getType() == OptionalDouble.class) {
                Reflect.set(field, object, OptionalDouble.of(0.0d));
                continue;
            }
            Object value = Reflect.getOrNull(field, object);
            Object replacement = value == null ? null : replacements.get(value);
            if (replacement != null) {
                Reflect.set(field, object, replacement);
                enter(replacement);
            } else if (value instanceof Time) {
                Reflect.set(field, object, time);
            } else if (value instanceof Selectable old && field.getType() == Selectable.class) {
                if (old != selectable) {
                    Reflect.set(field, object, selectable);
                    if (object instanceof NetworkClient) {
                        selectable.requestsTimeOutAfter(Reflect.<Integer>get(REQUEST_TIMEOUT, object));
                    }
                    old.close();
                    selectables++;
                }
            } else if (value instanceof Random && field.getType() == Random.class) {
                Reflect.set(field, object, new Random(seed));
            } else if (value instanceof MetadataUpdater updater
                    && object instanceof NetworkClient
                    // One broker is in order as it is, and a proxy is dear in a new JVM.
                    && selectable.reachesSeveralBrokers()) {
                if (!OrderedNodes.isOrdered(updater)) {
                    Reflect.set(field, object, OrderedNodes.of(updater));
                    enter(updater);
                }
            } else {
                enter(value);
            }
        }
    }

    /** A timer that was started in real time goes on in virtual time with what it has left. */
    private void rebase(Object timer) {
        if (Reflect.getOrNull(TIMER_TIME, timer) == time) {
            return;
        }
        long nowMs = time.milliseconds();
        long deadlineMs = Reflect.<Long>get(TIMER_DEADLINE, timer);
        long remainingMs = deadlineMs - Reflect.<Long>get(TIMER_START, timer);
        Reflect.set(TIMER_START, timer, nowMs);
        Reflect.set(TIMER_NOW, timer, nowMs);
        Reflect.set(TIMER_DEADLINE, timer, remainingMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + remainingMs);
    }

    private static List<Field> relevantFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        // A lambda's captured values are hidden from reflection; what matters is reachable by another way.
        if (type.isHidden()) {
            return fields;
        }
        Class<?> current = type;
        while (current != null && !isKafkas(current)) {
            current = current.getSuperclass();
        }
        for (; current != null && isKafkas(current); current = current.getSuperclass()) {
            for (Field field : current.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && isRelevant(field)) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static boolean isRelevant(Field field) {
        Class<?> fieldType = field.getType();
        if (fieldType.isPrimitive()) {
            return fieldType == double.class && field.getName().equals("jitter");
        }
        if (fieldType == OptionalDouble.class) {
            return field.getName().equals("jitter");
        }
        return !LEAVES.contains(fieldType)
                && !(fieldType.isArray() && fieldType.getComponentType().isPrimitive());
    }
}
