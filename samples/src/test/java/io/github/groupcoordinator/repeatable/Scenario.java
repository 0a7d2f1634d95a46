package io.github.groupcoordinator.repeatable;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.RequestLog;
import java.time.Duration;

/** A scenario: much of one subject, in a cluster of its own. Its application draws nothing and looks at no clock. */
enum Scenario {
    CLASSIC_PROTOCOL(ProtocolScenarios::classic),
    CONSUMER_PROTOCOL(ProtocolScenarios::consumer),
    PATTERNS(ProtocolScenarios::patterns),
    TRANSACTIONS(RecordScenarios::transactions),
    CODECS(RecordScenarios::codecs),
    SEVERAL_BROKERS(BrokerScenarios::severalBrokers),
    ADMIN(BrokerScenarios::admin),
    WORKERS_AND_FAULTS(BrokerScenarios::workersAndFaults);

    private interface Story {
        void tell(InMemoryKafka kafka) throws Exception;
    }

    private final Story story;

    Scenario(Story story) {
        this.story = story;
    }

    /**
     * The digests of a run.
     *
     * @param records of decoded records and where their batches begin
     * @param size how many events, requests, records and batches they are of
     */
    record Digests(String events, String requests, String records, int size) {
        @Override
        public String toString() {
            return "events " + events + ", requests " + requests + ", records " + records + ", of " + size;
        }
    }

    private InMemoryKafkaConfig config(long seed) {
        InMemoryKafkaConfig.Builder config = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 6)
                .topic("payments", 4)
                .pollEvery(Duration.ofSeconds(2))
                .seed(seed);
        return this == SEVERAL_BROKERS || this == WORKERS_AND_FAULTS
                ? config.brokers(3)
                        .brokerProperty("default.replication.factor", "3")
                        .brokerProperty("min.insync.replicas", "1")
                        .build()
                : config.build();
    }

    /** Runs it in a fresh cluster. */
    Digests run(long seed) throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(config(seed))) {
            story.tell(kafka);
            RequestLog requests = kafka.requests();
            return new Digests(
                    kafka.events().digest(),
                    requests.digest(),
                    kafka.storedRecordsDigest(),
                    kafka.events().size()
                            + requests.count()
                            + kafka.storedRecords().size());
        }
    }
}
