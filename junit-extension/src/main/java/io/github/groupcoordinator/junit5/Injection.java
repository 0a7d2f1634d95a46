package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.junit5.internal.ClientProperties;
import io.github.groupcoordinator.junit5.internal.InjectionPoint;
import io.github.groupcoordinator.time.VirtualClock;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** One parameter or field of a test, and what of its cluster belongs into it. */
final class Injection {
    private static final List<Class<?>> OWN_TYPES = List.of(InMemoryKafka.class, VirtualClock.class, EventLog.class);

    private final InjectionPoint point;
    private final ExtensionContext context;
    private final Cluster cluster;
    private final Class<?> type;

    Injection(InjectionPoint point, ExtensionContext context, Cluster cluster) {
        this.point = point;
        this.context = context;
        this.cluster = cluster;
        this.type = point.type();
    }

    /** Says whether a parameter is ours: by its type, or by our annotation whatever its type. */
    static boolean isClaimed(InjectionPoint point) {
        // An @Mock Admin belongs to Mockito and an @Autowired Admin to Spring: any annotation counts.
        boolean plain = point.element().getAnnotations().length == 0;
        return point.isMarked() || isOwn(point.type()) || (point.type() == Admin.class && plain);
    }

    /** Says whether nobody else has anything of this type to give. */
    static boolean isOwn(Class<?> type) {
        return OWN_TYPES.contains(type);
    }

    /** @throws IllegalArgumentException if the parameter or field is used wrongly; the message names the fix */
    Object resolve() {
        Optional<GroupMember> member = point.annotation(GroupMember.class);
        Optional<ShareMember> share = point.annotation(ShareMember.class);
        Optional<RecordProducer> producer = point.annotation(RecordProducer.class);
        requireOne(member, share, producer);
        if (member.isPresent()) {
            requireType("@GroupMember", Consumer.class, KafkaConsumer.class);
            return consumer(member.get());
        }
        if (share.isPresent()) {
            return new Shares().consumer(share.get());
        }
        if (producer.isPresent()) {
            requireType("@RecordProducer", Producer.class, KafkaProducer.class);
            return producer(producer.get());
        }
        if (type == InMemoryKafka.class) {
            return cluster.kafka();
        }
        if (type == VirtualClock.class) {
            return cluster.kafka().clock();
        }
        if (type == EventLog.class) {
            return cluster.kafka().events();
        }
        requireInstanceOutlivesNoTest();
        return injected(
                cluster.isInSystemTime()
                        ? Admin.create(withAddress(new LinkedHashMap<>()))
                        : cluster.kafka().admin());
    }

    private static void requireOne(Optional<?>... annotations) {
        List<String> given = new ArrayList<>();
        for (Optional<?> annotation : annotations) {
            annotation.ifPresent(
                    one -> given.add("@" + ((Annotation) one).annotationType().getSimpleName()));
        }
        if (given.size() > 1) {
            throw new IllegalArgumentException("it can't be both a " + String.join(" and a ", given) + "; keep one");
        }
    }

    /** The share consumers, which only newer kafka-clients have: linked when one is asked for. */
    private final class Shares {
        Object consumer(ShareMember member) {
            requireType("@ShareMember", ShareConsumer.class, KafkaShareConsumer.class);
            requireInstanceOutlivesNoTest();
            requireTopics(member.topics());
            ClientProperties properties =
                    new ClientProperties(point.genericType(), "@ShareMember properties", member.properties());
            properties.put("group.id", "group", requireNotBlank("group", member.group()));
            properties.putClientId(member.clientId(), () -> cluster.nextClientId(member.group()));
            Deserializer<?> key = properties.deserializer(true, member.keyDeserializer(), member.keySerde());
            Deserializer<?> value = properties.deserializer(false, member.valueDeserializer(), member.valueSerde());
            KafkaShareConsumer<?, ?> consumer = injected(made(properties.toMap(), key, value));
            if (member.topics().length > 0) {
                consumer.subscribe(List.of(member.topics()));
            }
            return consumer;
        }

        private KafkaShareConsumer<?, ?> made(
                Map<String, Object> properties, @Nullable Deserializer<?> key, @Nullable Deserializer<?> value) {
            return cluster.isInSystemTime()
                    ? new KafkaShareConsumer<>(withAddress(properties), key, value)
                    : cluster.kafka().shareConsumer(properties, key, value);
        }
    }

    private Object consumer(GroupMember member) {
        requireInstanceOutlivesNoTest();
        requireTopics(member.topics());
        ClientProperties properties =
                new ClientProperties(point.genericType(), "@GroupMember properties", member.properties());
        properties.put("group.id", "group", requireNotBlank("group", member.group()));
        if (member.protocol() == GroupProtocol.CONSUMER) {
            properties.put("group.protocol", "protocol", "consumer");
        }
        properties.putClientId(member.clientId(), () -> cluster.nextClientId(member.group()));
        Deserializer<?> key = properties.deserializer(true, member.keyDeserializer(), member.keySerde());
        Deserializer<?> value = properties.deserializer(false, member.valueDeserializer(), member.valueSerde());
        Optional<ConsumerRebalanceListener> listener = listener(member);
        KafkaConsumer<?, ?> consumer = injected(consumer(properties.toMap(), key, value));
        List<String> topics = List.of(member.topics());
        if (listener.isPresent()) {
            consumer.subscribe(topics, listener.get());
        } else if (!topics.isEmpty()) {
            consumer.subscribe(topics);
        }
        return consumer;
    }

    private Object producer(RecordProducer producer) {
        requireInstanceOutlivesNoTest();
        ClientProperties properties =
                new ClientProperties(point.genericType(), "@RecordProducer properties", producer.properties());
        properties.putClientId(producer.clientId(), () -> cluster.nextClientId("producer"));
        Serializer<?> key = properties.serializer(true, producer.keySerializer(), producer.keySerde());
        Serializer<?> value = properties.serializer(false, producer.valueSerializer(), producer.valueSerde());
        if (cluster.isInSystemTime()) {
            return injected(new KafkaProducer<>(withAddress(properties.toMap()), key, value));
        }
        return injected(cluster.kafka().producer(properties.toMap(), key, value));
    }

    private KafkaConsumer<?, ?> consumer(
            Map<String, Object> properties, @Nullable Deserializer<?> key, @Nullable Deserializer<?> value) {
        return cluster.isInSystemTime()
                ? new KafkaConsumer<>(withAddress(properties), key, value)
                : cluster.kafka().consumer(properties, key, value);
    }

    /** In system time the cluster has no clients of its own: those of tests come over the listener, too. */
    private Map<String, Object> withAddress(Map<String, Object> properties) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put("bootstrap.servers", cluster.kafka().bootstrapServers());
        return all;
    }

    private <C extends AutoCloseable> C injected(C client) {
        cluster.inject(client, context);
        return client;
    }

    private Optional<ConsumerRebalanceListener> listener(GroupMember member) {
        Class<? extends ConsumerRebalanceListener> listener = member.listener();
        if (listener == ConsumerRebalanceListener.class) {
            return Optional.empty();
        }
        if (member.topics().length == 0) {
            throw new IllegalArgumentException("listener = " + listener.getSimpleName() + ".class has no subscription"
                    + " to listen to; name the topics, or subscribe with it in the test");
        }
        try {
            return Optional.of(ReflectionSupport.newInstance(listener));
        } catch (Exception e) { // JUnit throws even checked exceptions here, undeclared
            throw new IllegalArgumentException(
                    "listener = " + listener.getSimpleName() + ".class can't be made; it must be a top-level or static"
                            + " class with a constructor that takes no parameters",
                    e);
        }
    }

    private void requireTopics(String... topics) {
        for (String topic : topics) {
            if (!cluster.kafka().topicNames().contains(topic)) {
                throw new IllegalArgumentException("topic \"" + topic + "\" does not exist; the cluster has "
                        + cluster.kafka().topicNames() + ". Add @Topic(name = \"" + topic
                        + "\", partitions = ...) to @EmbeddedGroupCoordinator, or create it in a @BeforeEach method"
                        + " by kafka.createTopic(\"" + topic + "\", ...) and subscribe in the test");
            }
        }
    }

    /** A constructor runs for each test, but what it takes would live as long as the class. */
    private void requireInstanceOutlivesNoTest() {
        boolean perClass = context.getTestInstanceLifecycle()
                .filter(lifecycle -> lifecycle == TestInstance.Lifecycle.PER_CLASS)
                .isPresent();
        if (point.inConstructor() && !perClass) {
            throw new IllegalArgumentException("a constructor runs for each test, but the cluster outlives the test;"
                    + " move the parameter to the test or a @BeforeEach method, or add"
                    + " @TestInstance(TestInstance.Lifecycle.PER_CLASS)");
        }
    }

    private void requireType(String annotation, Class<?> interfaceType, Class<?> clientType) {
        if (type != interfaceType && type != clientType) {
            throw new IllegalArgumentException(annotation + " goes with " + interfaceType.getName() + " or "
                    + clientType.getSimpleName() + ", not with " + type.getName());
        }
    }

    private static String requireNotBlank(String attribute, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(attribute + " is blank; name the group.id of the consumer");
        }
        return value;
    }
}
