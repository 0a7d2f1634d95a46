package io.github.groupcoordinator.judge.contract;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The contract as our broker keeps it. */
class OursKeepsTheContractTest {

    private static CoordinatorUnderTest ours(Map<String, String> brokerProperties) {
        return new BrokerUnderTest(brokerProperties);
    }

    @Nested
    class ClassicGroups extends ClassicGroupContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }

    @Nested
    class SyncsAndSessions extends SyncAndSessionContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }

    @Nested
    class StaticMembers extends StaticMemberContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }

    @Nested
    class Offsets extends OffsetContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }

    @Nested
    class Administration extends AdminContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }

    @Nested
    class Failovers extends FailoverContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }

    @Nested
    class ConsumerGroups extends ConsumerGroupContract {
        @Override
        CoordinatorUnderTest start(Map<String, String> brokerProperties) {
            return ours(brokerProperties);
        }
    }
}
