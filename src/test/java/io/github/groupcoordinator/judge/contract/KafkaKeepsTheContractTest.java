package io.github.groupcoordinator.judge.contract;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.kafka.KafkaCoordinator;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The contract as Kafka's own coordinator keeps it: what the tests claim about Kafka is true. */
class KafkaKeepsTheContractTest {

    private static CoordinatorUnderTest kafka(Map<String, String> brokerProperties) {
        return new KafkaCoordinator(brokerProperties);
    }

    @Nested
    class ClassicGroups extends ClassicGroupContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }

    @Nested
    class SyncsAndSessions extends SyncAndSessionContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }

    @Nested
    class StaticMembers extends StaticMemberContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }

    @Nested
    class Offsets extends OffsetContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }

    @Nested
    class Administration extends AdminContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }

    @Nested
    class Failovers extends FailoverContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }

    @Nested
    class ConsumerGroups extends ConsumerGroupContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return kafka(brokerProperties);
        }
    }
}
