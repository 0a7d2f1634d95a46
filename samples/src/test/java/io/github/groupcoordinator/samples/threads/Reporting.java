package io.github.groupcoordinator.samples.threads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** An application of Kafka Streams: every ten minutes by the wall clock, each task makes a report. */
class Reporting extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final String instance;
    private final List<String> reports;

    Reporting(String instance, List<String> reports) {
        this.instance = instance;
        this.reports = reports;
    }

    static KafkaStreams start(String instance, List<String> reports, String bootstrapServers, Path directory) {
        Topology topology = new Topology();
        topology.addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "orders");
        topology.addProcessor("reports", () -> new Reporting(instance, reports), "source");
        Properties config = new Properties();
        config.put("application.id", "reporting");
        config.put("client.id", instance);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("state.dir", directory.resolve(instance).toString());
        KafkaStreams streams = new KafkaStreams(topology, config);
        streams.start();
        return streams;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        String report = instance + " reports for " + context.taskId();
        context.schedule(Duration.ofMinutes(10), PunctuationType.WALL_CLOCK_TIME, at -> reports.add(report));
    }

    @Override
    public void process(Record<byte[], byte[]> order) {
        // Counted, in an application that does more than a sample.
    }
}
