package io.github.groupcoordinator.onreal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.real.RealClusterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real clusters that do not let the tests in, or are too old; and one that lets them do just what they need. */
@Timeout(120)
class UnfitClustersTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void clusterThatIsTooOldIsNamedWithItsVersion() throws Exception {
        try (KafkaInProcess kafka = KafkaInProcess.ofMetadataVersion(MetadataVersion.IBP_3_8_IV0)) {
            assertThatThrownBy(() -> start(kafka, Map.of()))
                    .isInstanceOf(UnsupportedVersionException.class)
                    .hasMessage("The cluster at " + kafka.bootstrapServers() + " is at metadata.version 20; tests need"
                            + " a KRaft cluster of Kafka 3.9 (metadata.version 21) or newer");
            assertThat(topics(kafka, Map.of())).isEmpty();
        }
    }

    @Test
    void securedClusterIsUsedAsFarAsItsPrincipalMay() throws Exception {
        try (KafkaInProcess kafka = KafkaInProcess.secured();
                Admin admin = Admin.create(config(kafka, KafkaInProcess.ADMIN))) {
            admin.createTopics(List.of(new NewTopic("theirs", 1, (short) 1)))
                    .all()
                    .get();
            assertThatSpeechOfAnotherKindIsNamed(kafka);
            assertThatStrangersAreNotLetIn(kafka);
            for (AclOperation missing : List.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.DELETE)) {
                assertThatMissingPermissionIsNamed(kafka, admin, missing);
            }
            allow(admin, needed());
            assertThatTestsRun(kafka);
            assertThat(topics(kafka, KafkaInProcess.ADMIN))
                    .containsExactlyInAnyOrder("theirs", "embedded-group-coordinator-marker");
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    /** Without {@code security.protocol}. */
    private static void assertThatSpeechOfAnotherKindIsNamed(KafkaInProcess kafka) {
        assertThatThrownBy(() -> start(kafka, Map.of("default.api.timeout.ms", "3000", "request.timeout.ms", "2000")))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("3000 ms (default.api.timeout.ms)")
                .hasMessageContaining("does its listener speak what security.protocol says?");
    }

    private static void assertThatStrangersAreNotLetIn(KafkaInProcess kafka) {
        assertThatThrownBy(() -> start(kafka, KafkaInProcess.STRANGER))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageStartingWith("the cluster at " + kafka.bootstrapServers() + " does not let the tests in")
                .hasMessageContaining("Invalid username or password");
    }

    private static void assertThatMissingPermissionIsNamed(KafkaInProcess kafka, Admin admin, AclOperation missing)
            throws Exception {
        List<AclBinding> allButOne = new ArrayList<>(needed());
        allButOne.removeIf(each -> each.entry().operation() == missing);
        allow(admin, allButOne);
        assertThatThrownBy(() -> start(kafka, KafkaInProcess.USER).close())
                .isInstanceOf(AuthorizationException.class)
                .hasMessageStartingWith("The tests' principal may not " + what(missing))
                .hasMessageContaining("at the cluster at " + kafka.bootstrapServers())
                .hasMessageContaining("It needs Create, Delete, Describe, Read and Write on topics");
        assertThat(topics(kafka, KafkaInProcess.ADMIN)).contains("theirs");
    }

    private static String what(AclOperation missing) {
        return switch (missing) {
            case CREATE -> "create topic 'embedded-group-coordinator-marker'";
            case WRITE -> "write to topic 'embedded-group-coordinator-marker'";
            default -> "delete topic 'orders'";
        };
    }

    /** Allows the user just that, and waits until the broker knows. */
    private static void allow(Admin admin, List<AclBinding> wanted) throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        admin.createAcls(wanted).all().get();
        Set<AclBinding> expected = Set.copyOf(wanted);
        while (!Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get())
                .equals(expected)) {
            Thread.onSpinWait();
        }
    }

    private static void assertThatTestsRun(KafkaInProcess kafka) throws Exception {
        // The run that may not delete has left its topic there.
        RealClusterConfig there = at(kafka, KafkaInProcess.USER).deletingLeftovers();
        try (InMemoryKafka cluster = start(there)) {
            Map<String, Object> config = new HashMap<>(KafkaInProcess.USER);
            config.put("group.id", "billing");
            config.put("auto.offset.reset", "earliest");
            try (KafkaConsumer<String, String> consumer =
                            cluster.consumer(config, new StringDeserializer(), new StringDeserializer());
                    KafkaProducer<String, String> producer =
                            cluster.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
                consumer.subscribe(List.of("orders"));
                cluster.awaitStable("billing", SOON);
                producer.send(new ProducerRecord<>("orders", "value")).get();
                assertThat(consumer.poll(SOON).count()).isEqualTo(1);
                consumer.commitSync();
                assertThat(cluster.group("billing").committedOffsets()).hasSize(1);
            }
            config.putAll(KafkaInProcess.STRANGER);
            try (KafkaConsumer<String, String> stranger =
                    cluster.consumer(config, new StringDeserializer(), new StringDeserializer())) {
                assertThatThrownBy(() -> stranger.partitionsFor("orders"))
                        .as("the application's own configuration is used")
                        .isInstanceOf(AuthenticationException.class);
            }
        }
    }

    /** Returns the permissions that the guide says the principal of the tests needs. */
    private static List<AclBinding> needed() {
        List<AclBinding> needed = new ArrayList<>();
        for (AclOperation operation : List.of(
                AclOperation.CREATE,
                AclOperation.DELETE,
                AclOperation.DESCRIBE,
                AclOperation.READ,
                AclOperation.WRITE)) {
            needed.add(allowed(ResourceType.TOPIC, operation));
        }
        for (AclOperation operation : List.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.DELETE)) {
            needed.add(allowed(ResourceType.GROUP, operation));
        }
        return needed;
    }

    private static AclBinding allowed(ResourceType type, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, "*", PatternType.LITERAL),
                new AccessControlEntry("User:plain-user1", "*", operation, AclPermissionType.ALLOW));
    }

    private static InMemoryKafka start(KafkaInProcess kafka, Map<String, String> properties) {
        return start(at(kafka, properties));
    }

    private static RealClusterConfig at(KafkaInProcess kafka, Map<String, String> properties) {
        return RealClusterConfig.at(kafka.bootstrapServers()).withClientProperties(properties);
    }

    private static InMemoryKafka start(RealClusterConfig cluster) {
        return InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .cluster(cluster)
                .topic("orders", 1)
                .build());
    }

    private static Map<String, Object> config(KafkaInProcess kafka, Map<String, String> properties) {
        Map<String, Object> config = new HashMap<>(properties);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        return config;
    }

    private static List<String> topics(KafkaInProcess kafka, Map<String, String> properties) throws Exception {
        try (Admin admin = Admin.create(config(kafka, properties))) {
            return List.copyOf(admin.listTopics().names().get());
        }
    }
}
