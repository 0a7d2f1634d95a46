package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertNull;

import kafka.server.share.KafkaFetchSide;
import org.junit.jupiter.api.Test;

/** Random histories of share fetches on one broker against Kafka's; -Dshare.histories=10000 for the long run. */
class ShareFetchesAnswerLikeKafkaTest {
    static final int STEPS = 100;

    @Test
    void noHistoryTellsThemApart() {
        int histories = Integer.getInteger("share.histories", 300);
        long first = Long.getLong("share.first", 0L);
        for (long seed = first; seed < first + histories; seed++) {
            String divergence = new FetchHistory(
                            seed, KafkaFetchSide::new, (world, startMs, partitions) -> new OurFetchSide(world, startMs))
                    .play(STEPS);
            assertNull(divergence, "history " + seed);
        }
    }
}
