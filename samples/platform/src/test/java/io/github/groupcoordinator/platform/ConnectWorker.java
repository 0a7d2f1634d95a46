package io.github.groupcoordinator.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;

/** A worker of Connect in distributed mode, as {@code connect-distributed.sh} starts it, in a process with others. */
final class ConnectWorker implements AutoCloseable {
    private final Connect<DistributedHerder> connect;
    private final HttpClient http = HttpClient.newHttpClient();

    private ConnectWorker(Connect<DistributedHerder> connect) {
        this.connect = connect;
    }

    /** Starts a worker of the group {@code connect}, with what is not Connect's default. */
    static ConnectWorker start(String bootstrapServers, Map<String, String> others) {
        Map<String, String> config = new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "connect",
                "listeners", "http://127.0.0.1:0",
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter"));
        for (String topic : new String[] {"config", "offset", "status"}) {
            config.put(topic + ".storage.topic", "connect-" + topic);
            config.put(topic + ".storage.replication.factor", "1");
        }
        config.put("offset.storage.partitions", "1");
        config.put("status.storage.partitions", "1");
        // The connectors of these tests name themselves in META-INF/services: nothing need be searched for.
        config.put("plugin.discovery", "service_load");
        config.putAll(others);
        return new ConnectWorker(new ConnectDistributed().startConnect(config));
    }

    /** Returns the name by which the group's members know it, as {@code 127.0.0.1:8083}. */
    String id() {
        return connect.rest().advertisedUrl().getAuthority();
    }

    /** Creates a connector by the worker's REST interface, as soon as the worker has joined. */
    void create(String connector, Map<String, String> config) throws Exception {
        String json = config.entrySet().stream()
                .map(entry -> '"' + entry.getKey() + "\":\"" + entry.getValue() + '"')
                .collect(Collectors.joining(",", "{", "}"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + id() + "/connectors/" + connector + "/config"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build();
        Conditions.await(() -> created(request));
    }

    /** A worker that is about to join answers 409, 404 or 503; anything else is a mistake of the test. */
    private boolean created(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        int status = response.statusCode();
        if (status == 400 || status == 500) {
            throw new IllegalStateException(response.body());
        }
        return status == 201;
    }

    /** Returns the workers of those tasks of a connector that run, by the task's number. */
    SortedMap<Integer, String> runningTasks(String connector) {
        SortedMap<Integer, String> workers = new TreeMap<>();
        if (connect.herder().connectors().contains(connector)) {
            ConnectorStateInfo status = connect.herder().connectorStatus(connector);
            status.tasks().stream()
                    .filter(task -> task.state().equals("RUNNING"))
                    .forEach(task -> workers.put(task.id(), task.workerId()));
        }
        return workers;
    }

    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }
}
