package io.github.groupcoordinator.micronaut;

import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.configuration.kafka.annotation.Topic;

/** The application's producer. */
@KafkaClient
interface OrderClient {

    @Topic("orders")
    void order(String order);
}
