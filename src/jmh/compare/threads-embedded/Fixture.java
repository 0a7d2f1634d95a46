import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** Kafka's own broker in this process, as {@code @EmbeddedKafka} starts it. */
record Fixture(EmbeddedKafkaKraftBroker broker) implements AutoCloseable {

    static Fixture start() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 4, "orders", "orders-dlt");
        broker.afterPropertiesSet();
        return new Fixture(broker);
    }

    String bootstrapServers() {
        return broker.getBrokersAsString();
    }

    @Override
    public void close() {
        broker.destroy();
    }
}
