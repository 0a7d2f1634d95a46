package io.github.groupcoordinator.micronaut;

import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The application's consumer. */
@KafkaListener(groupId = "billing", offsetReset = OffsetReset.EARLIEST)
class OrderListener {
    final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    @Topic("orders")
    void ordered(String order) {
        orders.add(order);
    }
}
