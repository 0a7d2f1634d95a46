package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The main scenario again and again, without the extension: each run gives the same event log, to the byte. */
class SameEveryTimeTest {

    @Test
    void everyRunOfTheMainScenarioGivesTheSameEventLog() {
        int runs = Integer.getInteger("scenario.runs", 200);
        String expected = eventLogOfOneRun();
        List<Long> nanos = new ArrayList<>();
        for (int run = 2; run <= runs; run++) {
            long started = System.nanoTime();
            assertThat(eventLogOfOneRun()).as("event log of run %d", run).isEqualTo(expected);
            nanos.add(System.nanoTime() - started);
        }
        List<Long> warm = new ArrayList<>(nanos.subList(nanos.size() / 2, nanos.size()));
        warm.sort(null);
        System.out.printf(
                "%d runs of the main scenario, one event log; of the second half median %.1f ms, fastest %.1f ms%n",
                runs, warm.get(warm.size() / 2) / 1e6, warm.get(0) / 1e6);
    }

    private static String eventLogOfOneRun() {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 8)
                .topic("payments", 8)
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config);
                Consumer<String, String> first = member(kafka, "billing-1");
                Consumer<String, String> second = member(kafka, "billing-2");
                Producer<String, String> producer =
                        kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            MainScenarioTest scenario = new MainScenarioTest();
            scenario.setUp(kafka, first, second);
            scenario.story(producer);
            return kafka.events().render();
        }
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, String clientId) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("client.id", clientId);
        config.put("auto.offset.reset", "earliest");
        Consumer<String, String> consumer = kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders", "payments"));
        return consumer;
    }
}
