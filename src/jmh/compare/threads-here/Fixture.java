import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;

/** This library's cluster, which controls the application's threads. */
record Fixture(InMemoryKafka kafka) implements AutoCloseable {

    static Fixture start() {
        return new Fixture(InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.CONTROLLED)
                .topic("orders", 4)
                .topic("orders-dlt", 4)
                .build()));
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
