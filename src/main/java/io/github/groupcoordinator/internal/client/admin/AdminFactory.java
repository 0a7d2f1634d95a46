package io.github.groupcoordinator.internal.client.admin;

import io.github.groupcoordinator.internal.client.seam.ClientCall;
import io.github.groupcoordinator.internal.client.seam.ClientKind;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientPatch;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.KafkaAdminClient;
import org.apache.kafka.clients.admin.internals.AdminMetadataManager;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/** The maker of real admin clients: the parts that Kafka's own factory method makes, on virtual time. */
public final class AdminFactory {
    private static final Method CREATE = Reflect.method(
            KafkaAdminClient.class,
            "createInternal",
            AdminClientConfig.class,
            AdminMetadataManager.class,
            KafkaClient.class,
            Time.class);
    private static final Field RUNNABLE = Reflect.field(KafkaAdminClient.class, "runnable");
    private static final Field NEW_CALLS = Reflect.field(
            Reflect.type("org.apache.kafka.clients.admin.KafkaAdminClient$AdminClientRunnable"), "newCalls");
    private static final Constructor<?> METADATA_MANAGER =
            AdminMetadataManager.class.getConstructors()[0];
    private static final Class<?> LOG_CONTEXT = METADATA_MANAGER.getParameterTypes()[0];
    private static final Method CREATE_NETWORK_CLIENT = networkClientFactory();
    private static final int REQUEST_TIMEOUT_MS = 3_600_000;

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final String clientHost;
    private final String bootstrapServers;

    public AdminFactory(EventLoop loop, Timers timers, Network network, String clientHost, String bootstrapServers) {
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.clientHost = clientHost;
        this.bootstrapServers = bootstrapServers;
    }

    // The one that takes everything; its parameters differ between versions and are told apart by type.
    private static Method networkClientFactory() {
        for (Method method : ClientUtils.class.getDeclaredMethods()) {
            if (method.getName().equals("createNetworkClient") && method.getParameterCount() >= 14) {
                method.setAccessible(true);
                return method;
            }
        }
        throw Reflect.missing("ClientUtils.createNetworkClient", null);
    }

    public AdminClient make(Map<String, Object> settings, long seed) {
        String clientId = String.valueOf(settings.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        AdminClientConfig config = new AdminClientConfig(settings);
        ForeignThread ioThread = new ForeignThread(loop, "I/O thread of admin client " + clientId);
        ClientLife life = new ClientLife(loop, ClientKind.ADMIN, clientId);
        ClientTime time = new ClientTime(loop, life::describeWait, ioThread);

        Object logContext = Reflect.create(publicConstructor(LOG_CONTEXT), "[AdminClient clientId=" + clientId + "] ");
        AdminMetadataManager metadata = metadataManager(config, logContext);
        Object networkClient = networkClient(config, clientId, logContext, metadata, time);
        MemorySelectable selectable = new MemorySelectable(network, clientHost, time, timers, clientId);
        ClientPatch patch = new ClientPatch(time, selectable, seed);
        patch.apply(networkClient);
        patch.requireOneNetwork(clientId);

        Object made = Reflect.invoke(CREATE, null, config, metadata, networkClient, time);
        if (!(made instanceof KafkaAdminClient real)) {
            throw Reflect.missing("KafkaAdminClient.createInternal", null);
        }
        ioThread.awaitParked();
        patch.apply(real);
        selectable.onWayOut(new OrderedRequests());
        Reflect.set(NEW_CALLS, Reflect.get(RUNNABLE, real), new OrderedCalls());
        AdminClient client =
                new AdminClient(life, real, selectable, ioThread, time, new ClientCall(life, time, ioThread));
        selectable.onChange(ioThread::touch);
        loop.register(ioThread);
        return client;
    }

    private static Constructor<?> publicConstructor(Class<?> type) {
        try {
            return type.getConstructor(String.class);
        } catch (NoSuchMethodException e) {
            throw Reflect.missing("constructor of " + type.getName(), e);
        }
    }

    private AdminMetadataManager metadataManager(AdminClientConfig config, Object logContext) {
        AdminMetadataManager metadata = (AdminMetadataManager) Reflect.create(
                METADATA_MANAGER,
                logContext,
                config.getLong(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG),
                config.getLong(AdminClientConfig.METADATA_MAX_AGE_CONFIG),
                false);
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String server : bootstrapServers.split(",")) {
            int colon = server.lastIndexOf(':');
            addresses.add(
                    new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))));
        }
        metadata.update(Cluster.bootstrap(addresses), loop.nowMs());
        return metadata;
    }

    private Object networkClient(
            AdminClientConfig config, String clientId, Object logContext, AdminMetadataManager metadata, Time time) {
        Class<?>[] types = CREATE_NETWORK_CLIENT.getParameterTypes();
        Object[] arguments = new Object[types.length];
        int strings = 0;
        int ints = 0;
        for (int i = 0; i < types.length; i++) {
            arguments[i] = switch (types[i].getSimpleName()) {
                case "AbstractConfig" -> config;
                case "List" -> List.of(bootstrapServers.split(","));
                case "String" -> strings++ == 0 ? clientId : "admin-client";
                case "Metrics" -> new Metrics(time);
                case "LogContext" -> logContext;
                case "ApiVersions" -> new ApiVersions();
                case "Time" -> time;
                case "int" -> ints++ == 0 ? 1 : REQUEST_TIMEOUT_MS;
                case "MetadataUpdater" -> metadata.updater();
                case "HostResolver" -> hostResolver();
                default -> null;
            };
        }
        Object client = Reflect.invoke(CREATE_NETWORK_CLIENT, null, arguments);
        if (client == null) {
            throw Reflect.missing("ClientUtils.createNetworkClient", null);
        }
        return client;
    }

    private static Object hostResolver() {
        try {
            Constructor<?> constructor =
                    Reflect.type("org.apache.kafka.clients.DefaultHostResolver").getDeclaredConstructor();
            constructor.setAccessible(true);
            return Reflect.create(constructor);
        } catch (NoSuchMethodException e) {
            throw Reflect.missing("DefaultHostResolver", e);
        }
    }
}
