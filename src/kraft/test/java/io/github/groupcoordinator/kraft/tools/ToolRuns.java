package io.github.groupcoordinator.kraft.tools;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;

/** The command lines of {@link ToolCalls} on one cluster, with clients that come and go between them. */
final class ToolRuns implements AutoCloseable {
    private static final int RETRIES = 50;
    private static final Pattern READING = Pattern.compile("^get-offsets|describe|list|--verify|--dry-run");
    private static final Pattern FILE = Pattern.compile("FILE\\((.*?)\\)(?= --|$)");

    private final String bootstrapServers;
    private final Path folder;
    private final Map<String, String> expected;
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private KafkaConsumer<String, String> classic;
    private KafkaConsumer<String, String> modern;
    private KafkaShareConsumer<String, String> shared;
    private KafkaStreams streams;

    private ToolRuns(String bootstrapServers, Path folder, Map<String, String> expected) {
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
        this.expected = expected;
    }

    /**
     * Returns what each tool printed and how it ended, by its number and command line.
     *
     * @param expected what those that only read will print as soon as the cluster's metadata has come to its brokers;
     *     empty if it is there at once
     */
    static Map<String, String> outputs(String bootstrapServers, Path folder, Map<String, String> expected)
            throws Exception {
        try (ToolRuns runs = new ToolRuns(bootstrapServers, Files.createDirectory(folder), expected)) {
            for (String line : ToolCalls.all()) {
                switch (line) {
                    case "@produce" -> runs.produce();
                    case "@commit" -> runs.commit();
                    case "@join" -> runs.join();
                    case "@leave" -> runs.close();
                    default -> runs.call(line);
                }
            }
            return runs.outputs;
        }
    }

    private void call(String line) throws Exception {
        List<String> arguments = new ArrayList<>();
        Matcher file = FILE.matcher(line);
        String plain = line;
        if (file.find()) {
            Path path = folder.resolve("file");
            Files.writeString(path, file.group(1).replace("/", "\n"), StandardCharsets.UTF_8);
            plain = line.replace(file.group(), path.toString());
        }
        arguments.addAll(List.of(plain.split(" ")));
        String tool = arguments.remove(0);
        boolean isInOwnWords = tool.equals("~");
        if (isInOwnWords) {
            tool = arguments.remove(0);
        }
        String call = outputs.size() + " " + line;
        String output = output(tool, arguments, isInOwnWords);
        for (int i = 0; i < RETRIES && READING.matcher(line).find() && !isExpected(call, output); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            output = output(tool, arguments, isInOwnWords);
        }
        outputs.put(call, output);
    }

    private boolean isExpected(String call, String output) {
        return expected.isEmpty() || output.equals(expected.get(call));
    }

    private String output(String tool, List<String> arguments, boolean isInOwnWords) throws Exception {
        String output = Normalised.of(tool, Tool.run(bootstrapServers, tool, arguments), bootstrapServers);
        return isInOwnWords ? output.substring(output.lastIndexOf('\n') + 1) : output;
    }

    private void produce() throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "billing");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("payments", 0, 3000L, "key", "in a transaction"))
                    .get();
            producer.commitTransaction();
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 7; i++) {
                producer.send(new ProducerRecord<>("orders", i % 3, 1000L + 500 * i, "key", "value " + i))
                        .get();
            }
        }
    }

    private Map<String, Object> consumerOf(String group) {
        return Map.of("bootstrap.servers", bootstrapServers, "group.id", group, "client.id", group + "-client");
    }

    private void commit() {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(consumerOf("billing"), new StringDeserializer(), new StringDeserializer())) {
            consumer.commitSync(Map.of(
                    new TopicPartition("orders", 0), new OffsetAndMetadata(3, "the third"),
                    new TopicPartition("orders", 1), new OffsetAndMetadata(1)));
        }
    }

    private void join() throws Exception {
        classic = new KafkaConsumer<>(consumerOf("classic"), new StringDeserializer(), new StringDeserializer());
        Map<String, Object> config = new LinkedHashMap<>(consumerOf("modern"));
        config.put("group.protocol", "consumer");
        modern = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        for (KafkaConsumer<String, String> consumer : List.of(classic, modern)) {
            consumer.subscribe(List.of("orders"));
            while (consumer.assignment().size() < 4) {
                consumer.poll(Duration.ofMillis(20));
            }
            consumer.commitSync(Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(2)));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "shared"),
                            List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        shared = new KafkaShareConsumer<>(consumerOf("shared"), new StringDeserializer(), new StringDeserializer());
        shared.subscribe(List.of("orders"));
        // One may come twice where the machine is busy.
        Set<String> records = new TreeSet<>();
        while (records.size() < 7) {
            shared.poll(Duration.ofMillis(20))
                    .forEach(record -> records.add(record.partition() + " " + record.offset()));
        }
        shared.commitSync();
        streams = stream();
    }

    private KafkaStreams stream() throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        CountDownLatch read = new CountDownLatch(7);
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .foreach((key, value) -> read.countDown());
        Properties config = new Properties();
        config.putAll(Map.of(
                "bootstrap.servers", bootstrapServers,
                "application.id", "app",
                "client.id", "app-client",
                "group.protocol", "streams",
                "commit.interval.ms", "100",
                "state.dir", folder.toString()));
        KafkaStreams application = new KafkaStreams(builder.build(), config);
        application.start();
        read.await();
        return application;
    }

    @Override
    public void close() {
        if (classic != null) {
            classic.close();
            modern.close();
            shared.close();
            streams.close();
            classic = null;
        }
    }
}
