package io.github.groupcoordinator.platform;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink connector: what its tasks are given is in {@link #VALUES}. */
public final class ListSink extends SinkConnector {
    static final Queue<String> VALUES = new ConcurrentLinkedQueue<>();

    @Override
    public void start(Map<String, String> config) {}

    @Override
    public List<Map<String, String>> taskConfigs(int tasks) {
        return Collections.nCopies(tasks, Map.of());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Writer.class;
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
    public static final class Writer extends SinkTask {

        @Override
        public void start(Map<String, String> config) {}

        @Override
        public void put(Collection<SinkRecord> records) {
            records.forEach(record -> VALUES.add((String) record.value()));
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }
}
