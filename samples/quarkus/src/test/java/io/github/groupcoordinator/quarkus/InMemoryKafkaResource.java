package io.github.groupcoordinator.quarkus;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A cluster that begins before the application and ends after it. */
public class InMemoryKafkaResource implements QuarkusTestResourceLifecycleManager {
    private InMemoryKafka kafka;

    @Override
    public Map<String, String> start() {
        kafka = InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inSystemTime())
                .topic("orders", 2)
                .build());
        return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers());
    }

    @Override
    public void stop() {
        kafka.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(kafka, new TestInjector.MatchesType(InMemoryKafka.class));
    }
}
