package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertNull;

import kafka.server.share.KafkaSide;
import org.junit.jupiter.api.Test;

/** Random histories of our share partition against Kafka's; -Dshare.histories=10000 for the long run. */
class SharePartitionAnswersLikeKafkaTest {
    private static final int STEPS = 80;

    @Test
    void noHistoryTellsThemApart() {
        int histories = Integer.getInteger("share.histories", 400);
        long first = Long.getLong("share.first", 0L);
        for (long seed = first; seed < first + histories; seed++) {
            String divergence = new History(seed, KafkaSide::new, OurSide::new).play(STEPS);
            assertNull(divergence, "history " + seed);
        }
    }
}
