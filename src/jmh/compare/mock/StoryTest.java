import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The part of the story that a mock can tell: the test itself says who owns what, no group decides anything. */
class StoryTest {
    @Test
    void survivorTakesOver() throws Exception {
        Repeated.run(() -> {
            try (MockConsumer<String, String> first = consumer();
                    MockConsumer<String, String> second = consumer()) {
                first.rebalance(partitions(0, 2));
                second.rebalance(partitions(2, 4));
                first.poll(Duration.ZERO);
                second.poll(Duration.ZERO);
                second.rebalance(partitions(0, 4));
                assertEquals(4, second.assignment().size());
            }
        });
    }

    private static MockConsumer<String, String> consumer() {
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        consumer.subscribe(List.of("orders"));
        Map<TopicPartition, Long> beginning = new LinkedHashMap<>();
        partitions(0, 4).forEach(partition -> beginning.put(partition, 0L));
        consumer.updateBeginningOffsets(beginning);
        return consumer;
    }

    private static List<TopicPartition> partitions(int from, int to) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = from; partition < to; partition++) {
            partitions.add(new TopicPartition("orders", partition));
        }
        return partitions;
    }
}
