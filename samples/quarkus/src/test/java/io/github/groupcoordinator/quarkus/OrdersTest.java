package io.github.groupcoordinator.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.InMemoryKafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(InMemoryKafkaResource.class)
class OrdersTest {
    InMemoryKafka kafka;

    @Inject
    Orders orders;

    @Test
    void orderArrives() throws InterruptedException {
        orders.place("order 7");

        assertEquals("order 7", orders.received().poll(120, TimeUnit.SECONDS));
        assertEquals(1, kafka.group("billing").members().size());
    }
}
