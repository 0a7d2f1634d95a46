package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Answers to what admin tools ask about a cluster's own affairs: Kafka's broker and ours give the same. */
class ClusterApisAgainstKRaftTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);

    private interface Call {
        Object answer(Admin admin) throws Exception;
    }

    private final Map<String, Call> calls = new LinkedHashMap<>();

    ClusterApisAgainstKRaftTest() {
        reassignments();
        features();
        calls.put(
                "ACLs",
                admin -> admin.describeAcls(AclBindingFilter.ANY).values().get());
        for (ConfigResource.Type type : ConfigResource.Type.values()) {
            calls.put("resources of type " + type, admin -> resources(admin, Set.of(type)));
        }
        calls.put("resources", admin -> resources(admin, Set.of()));
        calls.put("replicas and sizes", ClusterApisAgainstKRaftTest::replicas);
        calls.put(
                "quorum",
                admin -> quorum(admin.describeMetadataQuorum().quorumInfo().get()));
    }

    private void reassignments() {
        calls.put(
                "list",
                admin -> admin.listPartitionReassignments().reassignments().get());
        calls.put("list what is not there", admin -> admin.listPartitionReassignments(
                        Set.of(new TopicPartition("nope", 0), new TopicPartition("orders", 9)))
                .reassignments()
                .get());
        calls.put("cancel", admin -> reassign(admin, FIRST, null));
        calls.put("cancel what is not there", admin -> reassign(admin, new TopicPartition("orders", 9), null));
        calls.put("reassign an unknown topic", admin -> reassign(admin, new TopicPartition("nope", 0), List.of(0)));
        calls.put("reassign to an unknown broker", admin -> reassign(admin, FIRST, List.of(0, 9)));
        calls.put("reassign to a negative broker", admin -> reassign(admin, FIRST, List.of(0, -1)));
        calls.put("reassign to one broker twice", admin -> reassign(admin, FIRST, List.of(0, 0)));
        calls.put("reassign to where it is", admin -> reassign(admin, FIRST, List.of(0)));
    }

    private static Object reassign(Admin admin, TopicPartition partition, List<Integer> replicas) throws Exception {
        return admin.alterPartitionReassignments(
                        Map.of(partition, Optional.ofNullable(replicas).map(NewPartitionReassignment::new)))
                .all()
                .get();
    }

    private void features() {
        for (String feature : List.of("group.version", "transaction.version", "nope")) {
            for (short level = 0; level < 4; level++) {
                for (UpgradeType type :
                        List.of(UpgradeType.UPGRADE, UpgradeType.SAFE_DOWNGRADE, UpgradeType.UNSAFE_DOWNGRADE)) {
                    if (level == 0 && type == UpgradeType.UPGRADE) {
                        continue;
                    }
                    FeatureUpdate update = new FeatureUpdate(level, type);
                    calls.put(feature + " " + level + " " + type, admin -> admin.updateFeatures(
                                    Map.of(feature, update), new UpdateFeaturesOptions().validateOnly(true))
                            .all()
                            .get());
                }
            }
        }
    }

    private static Object resources(Admin admin, Set<ConfigResource.Type> types) throws Exception {
        return admin.listConfigResources(types, new ListConfigResourcesOptions()).all().get().stream()
                .map(Object::toString)
                .filter(resource -> !resource.contains("'__"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Object replicas(Admin admin) throws Exception {
        SortedMap<String, String> replicas = new TreeMap<>();
        admin.describeLogDirs(List.of(0))
                .allDescriptions()
                .get()
                .get(0)
                .values()
                .forEach(directory -> directory.replicaInfos().forEach((partition, info) -> {
                    if (!partition.topic().startsWith("__")) {
                        replicas.put(partition.toString(), info.toString());
                    }
                }));
        return replicas;
    }

    /** The leader votes, has a log, and is known to have just read it; the rest is each cluster's own. */
    private static Object quorum(QuorumInfo quorum) {
        return quorum.voters().size() + " voter, the leader "
                + (quorum.voters().get(0).replicaId() == quorum.leaderId()) + ", has a log "
                + (quorum.highWatermark() > 0) + ", read lately "
                + quorum.voters().get(0).lastFetchTimestamp().isPresent();
    }

    private SortedMap<String, String> answers(Target target) throws Exception {
        SortedMap<String, String> answers = new TreeMap<>();
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("orders", 1, "key", "value")).get();
            for (Map.Entry<String, Call> call : calls.entrySet()) {
                answers.put(call.getKey(), answer(admin, call.getValue()));
            }
        }
        return answers;
    }

    private static String answer(Admin admin, Call call) throws Exception {
        try {
            return String.valueOf(call.answer(admin));
        } catch (ExecutionException e) {
            String message = String.valueOf(e.getCause().getMessage());
            // Which node is the controller is each cluster's own.
            return e.getCause().getClass().getSimpleName() + ": " + message.replaceAll("controller \\d+", "controller");
        }
    }

    @Test
    void adminToolsGetTheSameAnswers() throws Exception {
        SortedMap<String, String> kafkas;
        SortedMap<String, String> ours;
        try (Target kraft = Target.kraft()) {
            kafkas = answers(kraft);
        }
        try (Target listener = Target.listener()) {
            ours = answers(listener);
        }

        assertEquals(kafkas, ours);
    }
}
