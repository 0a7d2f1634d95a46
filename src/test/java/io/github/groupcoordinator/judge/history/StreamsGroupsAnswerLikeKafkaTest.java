package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import java.util.Set;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Streams groups (KIP-1071): Kafka's own coordinator and ours must give the same answers, append the same records and
 * ask for the same internal topics, over topics that come and go, failovers, and failed appends.
 * {@code -Djudge.histories=10000} plays that many, {@code -Djudge.from} from another one on, {@code -Djudge.seed} a
 * single one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsGroupsAnswerLikeKafkaTest {
    /** So many histories come upon every error. */
    private static final int MANY = 300;

    private static final double MAX_CUT_SHORT_PERCENT = 2;

    @Test
    void noHistoryTellsOursFromKafkas() {
        Coverage coverage = new Coverage();
        Campaign.Result result = Campaign.run(
                Family.STREAMS,
                Long.getLong("judge.seed", Long.getLong("judge.from", 1)),
                System.getProperty("judge.seed") == null ? Integer.getInteger("judge.histories", 80) : 1,
                BrokerUnderTest::new,
                coverage);
        System.out.println(result);

        result.divergences().forEach(System.out::println);
        assertThat(result.divergences()).isEmpty();
        assertThat(result.cutShortPercent()).isLessThanOrEqualTo(MAX_CUT_SHORT_PERCENT);
        if (System.getProperty("judge.seed") == null) {
            Set<Errors> ofHeartbeats =
                    coverage.byApi().get(ApiKeys.STREAMS_GROUP_HEARTBEAT).keySet();
            assertThat(ofHeartbeats)
                    .contains(
                            Errors.NONE,
                            Errors.INVALID_REQUEST,
                            Errors.GROUP_ID_NOT_FOUND,
                            Errors.UNKNOWN_MEMBER_ID,
                            Errors.FENCED_MEMBER_EPOCH);
            assertThat(coverage.byApi().get(ApiKeys.STREAMS_GROUP_DESCRIBE)).containsKey(Errors.NONE);
            if (result.histories() >= MANY) {
                assertThat(ofHeartbeats)
                        .contains(
                                Errors.STREAMS_INVALID_TOPOLOGY,
                                Errors.GROUP_MAX_SIZE_REACHED,
                                Errors.UNKNOWN_SERVER_ERROR,
                                Errors.NOT_COORDINATOR,
                                Errors.COORDINATOR_NOT_AVAILABLE);
                assertThat(coverage.byApi().get(ApiKeys.STREAMS_GROUP_DESCRIBE).keySet())
                        .contains(Errors.GROUP_ID_NOT_FOUND, Errors.INVALID_GROUP_ID);
                assertThat(coverage.byApi().get(ApiKeys.OFFSET_COMMIT).keySet())
                        .contains(Errors.NONE, Errors.STALE_MEMBER_EPOCH, Errors.UNSUPPORTED_VERSION);
            }
        }
    }
}
