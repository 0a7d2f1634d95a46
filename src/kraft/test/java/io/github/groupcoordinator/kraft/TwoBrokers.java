package io.github.groupcoordinator.kraft;

import org.apache.kafka.common.test.KafkaClusterTestKit;

/** Two of Kafka's own brokers in this process, of which the second can be shut down. */
final class TwoBrokers implements AutoCloseable {
    /** Those of each topic of coordinators. */
    static final int PARTITIONS_OF_COORDINATORS = 3;

    private final KafkaClusterTestKit kit;

    private TwoBrokers(KafkaClusterTestKit kit) {
        this.kit = kit;
    }

    static TwoBrokers start() throws Exception {
        String partitions = Integer.toString(PARTITIONS_OF_COORDINATORS);
        return new TwoBrokers(Target.started(Target.builder(2)
                .setConfigProp("offsets.topic.num.partitions", partitions)
                .setConfigProp("transaction.state.log.num.partitions", partitions)));
    }

    /** Returns the address of the first. */
    String first() {
        return Target.addressOf(kit, 0);
    }

    void shutDownTheSecond() {
        kit.brokers().get(1).shutdown();
        kit.brokers().get(1).awaitShutdown();
    }

    @Override
    public void close() throws Exception {
        kit.close();
    }
}
