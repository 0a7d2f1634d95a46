package io.github.groupcoordinator.internal.real;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a test's admin client on a real cluster: what they create belongs to the test, and what belongs to
 * others they leave alone.
 */
final class AdminCalls implements InvocationHandler {
    private static final String FOR_OTHERS = "it would change the cluster for everybody else there, too";

    /** The calls that change topics, which their first argument names. */
    private static final List<String> OF_TOPICS = List.of(
            "deleteTopics", "deleteRecords", "createPartitions", "alterPartitionReassignments", "abortTransaction");

    /** The calls that change groups, which their first argument names. */
    private static final List<String> OF_GROUPS = List.of(
            "alterConsumerGroupOffsets",
            "deleteConsumerGroupOffsets",
            "removeMembersFromConsumerGroup",
            "deleteConsumerGroups",
            "alterShareGroupOffsets",
            "deleteShareGroupOffsets",
            "deleteShareGroups",
            "alterStreamsGroupOffsets",
            "deleteStreamsGroupOffsets",
            "deleteStreamsGroups");

    /** The calls that change properties; the second one was there before 4.0. */
    private static final List<String> OF_CONFIGURATIONS = List.of("incrementalAlterConfigs", "alterConfigs");

    private static final List<String> OF_THE_CLUSTER = List.of(
            "addRaftVoter",
            "alterClientQuotas",
            "alterReplicaLogDirs",
            "alterUserScramCredentials",
            "createAcls",
            "deleteAcls",
            "electLeaders",
            "removeRaftVoter",
            "unregisterBroker",
            "updateFeatures");

    private final Scene scene;
    private final Admin kafkas;
    private final Admin admin;
    private @Nullable UnguardedClient client;

    AdminCalls(Scene scene, Admin kafkas) {
        this.scene = scene;
        this.kafkas = kafkas;
        this.admin = (Admin) Proxy.newProxyInstance(Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, this);
    }

    /** Returns the admin client for the test. */
    Admin admin() {
        return admin;
    }

    /** Says whose calls these are. */
    void of(UnguardedClient whose) {
        client = whose;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return switch (name) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> kafkas.hashCode();
                default -> kafkas.toString();
            };
        }
        if (client != null) {
            if (name.equals("close")) {
                client.markClosed();
            } else {
                client.requireNotStopped(name + "(..)");
            }
        }
        if (OF_THE_CLUSTER.contains(name)) {
            throw scene.refusals().notPortable("Admin." + name, FOR_OTHERS);
        }
        Set<String> created = new LinkedHashSet<>();
        Set<String> firstSeen = new TreeSet<>();
        if (arguments != null && arguments.length > 0) {
            look(name, arguments[0], created, firstSeen);
        }
        Object result = call(method, arguments);
        if (result instanceof CreateTopicsResult topics) {
            created.forEach(
                    topic -> scene.belongings().created(topic, topics.topicId(topic), firstSeen.contains(topic)));
        }
        return result;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(kafkas, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void look(String call, Object first, Set<String> created, Set<String> firstSeen) {
        if (call.equals("createTopics")) {
            ((Collection<?>) first).forEach(topic -> created.add(((NewTopic) topic).name()));
            firstSeen.addAll(scene.belongings().creates(created));
        } else if (OF_TOPICS.contains(call)) {
            names(first).forEach(topic -> scene.belongings().requireOwnTopic("Admin." + call, topic));
        } else if (OF_GROUPS.contains(call)) {
            names(first).forEach(group -> scene.belongings().usesGroup(group));
        } else if (OF_CONFIGURATIONS.contains(call)) {
            ((Map<?, ?>) first).keySet().forEach(resource -> configured(call, (ConfigResource) resource));
        }
    }

    private void configured(String name, ConfigResource resource) {
        String call = "Admin." + name + " of a " + resource.type();
        if (resource.type() == ConfigResource.Type.TOPIC) {
            scene.belongings().requireOwnTopic(call, resource.name());
        } else if (resource.type().name().equals("GROUP")) {
            scene.belongings().configuresGroup(resource.name());
        } else {
            throw scene.refusals().notPortable(call, FOR_OTHERS);
        }
    }

    /** Returns the names that an argument holds, in whatever shape; of ids, only those of topics of others. */
    private Set<String> names(Object argument) {
        Set<String> names = new LinkedHashSet<>();
        if (argument instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> names.addAll(names(key)));
        } else if (argument instanceof Collection<?> all) {
            all.forEach(each -> names.addAll(names(each)));
        } else if (argument instanceof TopicCollection.TopicNameCollection topics) {
            names.addAll(topics.topicNames());
        } else if (argument instanceof TopicCollection.TopicIdCollection topics) {
            scene.admin().topicIds(scene.belongings().topicsBefore()).forEach((name, id) -> {
                if (topics.topicIds().contains(id)) {
                    names.add(name);
                }
            });
        } else if (argument instanceof TopicPartition partition) {
            names.add(partition.topic());
        } else if (argument instanceof AbortTransactionSpec transaction) {
            names.add(transaction.topicPartition().topic());
        } else if (argument instanceof String name) {
            names.add(name);
        }
        return names;
    }
}
