package io.github.groupcoordinator.samples.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of an application of Kafka Streams; when one is closed, the other does its work, too. */
class StreamsRebalanceTest {

    @Test
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2), threads = ApplicationThreads.CONTROLLED)
    void oneTakesOverFromTheOther(InMemoryKafka kafka, VirtualClock clock, @TempDir Path directory) {
        List<String> reports = new ArrayList<>();
        String address = kafka.bootstrapServers();
        try (KafkaStreams one = Reporting.start("one", reports, address, directory);
                KafkaStreams two = Reporting.start("two", reports, address, directory)) {
            clock.advance(Duration.ofMinutes(12));
            assertThat(two.state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(reports).containsExactlyInAnyOrder("one reports for 0_0", "two reports for 0_1");

            reports.clear();
            one.close(); // it does not leave the group, as Streams does; its session ends 45 s later
            clock.advance(Duration.ofMinutes(12));
            assertThat(reports).containsExactlyInAnyOrder("two reports for 0_0", "two reports for 0_1");
        }
    }
}
