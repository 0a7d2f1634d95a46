package io.github.groupcoordinator.junit5.internal.spring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * The connection details that Spring Boot takes the address from, whatever the application's properties say of its
 * consumers and producers. Boot 4 has moved them; so they are looked up by name, here and nowhere else.
 */
record BootConnection(List<String> bootstrapServers) implements InvocationHandler {
    private static final List<String> NAMES = List.of(
            "org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails",
            "org.springframework.boot.autoconfigure.kafka.KafkaConnectionDetails");

    /** Registers them, if there is a Spring Boot that knows them. */
    static void register(BeanDefinitionRegistry registry, String name, ContextCluster cluster) {
        ClassLoader loader = ClassUtils.getDefaultClassLoader();
        for (String candidate : NAMES) {
            if (ClassUtils.isPresent(candidate, loader)) {
                register(registry, name, cluster, ClassUtils.resolveClassName(candidate, loader));
                return;
            }
        }
    }

    private static <T> void register(
            BeanDefinitionRegistry registry, String name, ContextCluster cluster, Class<T> details) {
        List<String> servers = List.of(cluster.kafka().bootstrapServers().split(","));
        Object proxy =
                Proxy.newProxyInstance(details.getClassLoader(), new Class<?>[] {details}, new BootConnection(servers));
        RootBeanDefinition bean = new RootBeanDefinition(details, () -> details.cast(proxy));
        // An application's own would lead somewhere else.
        bean.setPrimary(true);
        registry.registerBeanDefinition(name, bean);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getBootstrapServers" -> bootstrapServers;
            // Whatever the application is configured for: nothing is encrypted here.
            case "getSecurityProtocol" -> "PLAINTEXT";
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> bootstrapServers.hashCode();
            case "toString" -> "the in-memory cluster at " + bootstrapServers;
            default -> InvocationHandler.invokeDefault(proxy, method, arguments);
        };
    }
}
