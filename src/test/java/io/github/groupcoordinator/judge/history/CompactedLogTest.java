package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A coordinator that loads a compacted {@code __consumer_offsets} is the one that loads all that was ever appended:
 * here ours compacts whatever it can at each failover, and Kafka's own coordinator replays everything.
 */
class CompactedLogTest {
    private static final int HISTORIES = Integer.getInteger("judge.compacted.histories", 250);

    @Test
    void failoversOverACompactedLogAnswerAsOverTheWholeOne() {
        List<BrokerUnderTest> brokers = new ArrayList<>();
        Campaign.Result result = Campaign.run(
                Family.FAILOVER,
                1,
                HISTORIES,
                properties -> {
                    Map<String, String> eager = new LinkedHashMap<>(properties);
                    eager.put("log.roll.ms", "1");
                    eager.put("log.cleaner.backoff.ms", "1");
                    eager.put("log.cleaner.min.cleanable.ratio", "0");
                    eager.put("log.cleaner.delete.retention.ms", "0");
                    BrokerUnderTest broker = new BrokerUnderTest(eager);
                    brokers.add(broker);
                    return broker;
                },
                new Coverage());
        int appended =
                brokers.stream().mapToInt(broker -> broker.appended().size()).sum();
        int kept = brokers.stream().mapToInt(BrokerUnderTest::recordsKept).sum();
        System.out.println("compacted: " + kept + " of " + appended + " records kept");

        assertThat(result.divergences()).as(result.toString()).isEmpty();
        assertThat(kept).isLessThan(appended * 9 / 10);
    }
}
