package io.github.groupcoordinator.micronaut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The application as it is, on a cluster that begins before its context. */
@io.micronaut.test.extensions.junit5.annotation.MicronautTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicronautTest implements TestPropertyProvider {
    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.builder()
            .listener(ListenerConfig.inSystemTime())
            .topic("orders", 2)
            .build());

    @Inject
    OrderClient client;

    @Inject
    OrderListener listener;

    @Override
    public Map<String, String> getProperties() {
        return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers());
    }

    @AfterAll
    void closeCluster() {
        kafka.close();
    }

    @Test
    void orderArrives() throws InterruptedException {
        client.order("order 7");

        assertEquals("order 7", listener.orders.poll(120, TimeUnit.SECONDS));
        assertEquals(1, kafka.group("billing").members().size());
    }
}
