package io.github.groupcoordinator.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source connector: the rows of {@link Table}, of which each of n tasks reads every n-th. */
public final class TableSource extends SourceConnector {
    private String topic = "";

    @Override
    public void start(Map<String, String> config) {
        topic = config.get("topic");
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(task -> Map.of("topic", topic, "task", "" + task, "tasks", "" + tasks))
                .toList();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Reader.class;
    }

    /** A row's number is its offset, and a task that starts goes on behind the last that was stored. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> config) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }

    /** One of the tasks. */
    public static final class Reader extends SourceTask {
        private String topic = "";
        private Map<String, String> place = Map.of();
        private int next;
        private int step;

        @Override
        public void start(Map<String, String> config) {
            topic = config.get("topic");
            place = Map.of("task", config.get("task"));
            step = Integer.parseInt(config.get("tasks"));
            Map<String, Object> stored = context.offsetStorageReader().offset(place);
            next = stored == null
                    ? Integer.parseInt(config.get("task"))
                    : ((Number) stored.get("row")).intValue() + step;
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            List<SourceRecord> records = new ArrayList<>();
            List<String> rows = Table.instance().awaitRow(next);
            for (; next < rows.size(); next += step) {
                records.add(new SourceRecord(place, Map.of("row", next), topic, Schema.STRING_SCHEMA, rows.get(next)));
            }
            return records;
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }
}
