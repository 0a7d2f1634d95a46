package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.MetadataUpdater;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/**
 * The brokers as a network client is told them, in the order of their ids. Kafka's {@code Cluster} shuffles them by a
 * source of randomness that is the JVM's, so that even a seeded choice among them would not be the same in two runs:
 * which broker is asked first, so in which order the connections are made, so in which order several brokers are read
 * from.
 *
 * <p>A proxy, because the methods of the interface differ between versions.
 */
record OrderedNodes(MetadataUpdater original) implements InvocationHandler {

    static boolean isOrdered(MetadataUpdater updater) {
        return Proxy.isProxyClass(updater.getClass()) && Proxy.getInvocationHandler(updater) instanceof OrderedNodes;
    }

    public static MetadataUpdater of(MetadataUpdater original) {
        return (MetadataUpdater) Proxy.newProxyInstance(
                MetadataUpdater.class.getClassLoader(),
                new Class<?>[] {MetadataUpdater.class},
                new OrderedNodes(original));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        if (method.getName().equals("fetchNodes")) {
            List<Node> nodes = new ArrayList<>(original.fetchNodes());
            nodes.sort(Comparator.comparingInt(Node::id));
            return nodes;
        }
        return arguments == null ? Reflect.invoke(method, original) : Reflect.invoke(method, original, arguments);
    }
}
