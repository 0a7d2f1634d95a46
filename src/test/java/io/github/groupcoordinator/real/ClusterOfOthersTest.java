package io.github.groupcoordinator.real;

import static io.github.groupcoordinator.real.ClusterOverTcp.MARKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster that does not let the tests do what they have to, or that somebody else uses meanwhile. */
@Timeout(60)
class ClusterOfOthersTest {
    private InMemoryKafka there;

    @BeforeEach
    void start() {
        there = InMemoryKafka.start(ClusterOverTcp.config().build());
    }

    @AfterEach
    void stop() {
        there.close();
    }

    private InMemoryKafkaConfig.Builder onIt() {
        return ClusterOverTcp.testOn(there);
    }

    private void assertThatStartIsNotPermitted(String what) {
        assertThatThrownBy(() -> InMemoryKafka.start(onIt().topic("orders", 1).build()))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageStartingWith(
                        "The tests' principal may not " + what + " at the cluster at " + there.bootstrapServers())
                .hasMessageContaining("It needs Create, Delete, Describe, Read and Write on topics");
    }

    @Test
    void topicsMayNotBeCreated() {
        there.faults().on(ApiKeys.CREATE_TOPICS).respond(Errors.TOPIC_AUTHORIZATION_FAILED);

        assertThatStartIsNotPermitted("create topic '" + MARKER + "'");

        assertThat(there.topicNames()).isEmpty();
    }

    @Test
    void topicsOfTheTestMayNotBeCreated() {
        there.faults().on(ApiKeys.CREATE_TOPICS).onCall(2).respond(Errors.TOPIC_AUTHORIZATION_FAILED);

        assertThatStartIsNotPermitted("create topic 'orders'");

        assertThat(there.topicNames()).containsExactly(MARKER);
    }

    @Test
    void markerMayNotBeWritten() {
        there.faults().on(ApiKeys.PRODUCE).respond(Errors.TOPIC_AUTHORIZATION_FAILED);

        assertThatStartIsNotPermitted("write to topic '" + MARKER + "', where what tests have made is noted,");

        assertThat(there.topicNames()).containsExactly(MARKER);
    }

    @Test
    void markerMayNotBeRead() {
        try (InMemoryKafka first = InMemoryKafka.start(onIt().topic("orders", 1).build())) {
            assertThat(first.topicNames()).containsExactly("orders");
        }
        there.faults().on(ApiKeys.FETCH).respond(Errors.TOPIC_AUTHORIZATION_FAILED);
        RealClusterConfig deleting = ClusterOverTcp.at(there).deletingLeftovers();

        assertThatThrownBy(() -> InMemoryKafka.start(
                        InMemoryKafkaConfig.builder().cluster(deleting).build()))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageStartingWith("The tests' principal may not read topic '" + MARKER + "'");
    }

    @Test
    void topicsThatMayNotBeDeletedStayInTheMarker() {
        InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
        there.faults().on(ApiKeys.DELETE_TOPICS).respond(Errors.TOPIC_AUTHORIZATION_FAILED);

        assertThatThrownBy(kafka::close)
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("may not delete topic 'orders'");
        assertThat(there.topicNames()).containsExactly(MARKER, "orders");

        RealClusterConfig deleting = ClusterOverTcp.at(there).deletingLeftovers();
        InMemoryKafka.start(InMemoryKafkaConfig.builder().cluster(deleting).build())
                .close();
        assertThat(there.topicNames()).containsExactly(MARKER);
    }

    @Test
    void groupsMayNotBeDescribed() {
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
                KafkaConsumer<String, String> consumer = kafka.consumer(ClusterOverTcp.member("billing"))) {
            consumer.assign(List.of(new TopicPartition("orders", 0)));
            there.faults()
                    .on(ApiKeys.DESCRIBE_GROUPS)
                    .respond(Errors.GROUP_AUTHORIZATION_FAILED)
                    .lenient();
            there.faults()
                    .on(ApiKeys.CONSUMER_GROUP_DESCRIBE)
                    .respond(Errors.GROUP_AUTHORIZATION_FAILED)
                    .lenient();

            assertThatThrownBy(() -> kafka.group("billing"))
                    .isInstanceOf(AuthorizationException.class)
                    .hasMessageStartingWith("The tests' principal may not describe group 'billing'");
        }
    }

    @Test
    void producerOfTheMarkerEndsWithAStartThatFailed() {
        there.faults().on(ApiKeys.CREATE_TOPICS).onCall(2).respond(Errors.POLICY_VIOLATION);

        assertThatThrownBy(() -> InMemoryKafka.start(onIt().topic("orders", 1).build()))
                .isInstanceOf(KafkaException.class);

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("kafka-producer-network-thread | embedded-group-coordinator"));
    }

    @Test
    void topicThatSomebodyElseCreatesMeanwhileStays() {
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
                Admin admin = kafka.admin(new Properties())) {
            there.createTopic("theirs", 1);
            there.createTopic("theirs-too", 1);

            assertThatThrownBy(() -> kafka.createTopic("theirs", 2))
                    .isInstanceOf(TopicExistsException.class)
                    .hasMessageContaining("Topic 'theirs' exists already");
            NewTopic again = new NewTopic("theirs-too", Optional.of(1), Optional.empty());
            assertThatThrownBy(() -> admin.createTopics(List.of(again)).all().get())
                    .hasCauseInstanceOf(TopicExistsException.class);
        }

        assertThat(there.topicNames()).containsExactly(MARKER, "theirs", "theirs-too");
    }

    @Test
    void addressThatIsNoneIsNamed() {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.builder()
                .cluster(RealClusterConfig.at("localhost"))
                .build();

        assertThatThrownBy(() -> InMemoryKafka.start(config))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("No client of the cluster at localhost can be made")
                .hasMessageContaining("Invalid url in bootstrap.servers: localhost");
    }

    @Test
    void securityOfTheApplicationsOwnConfigurationIsUsed() {
        Map<String, Object> secure = ClusterOverTcp.member("billing");
        secure.put("security.protocol", "SSL");
        secure.put("ssl.truststore.location", "no-such.jks");
        Map<String, String> ofAll = new TreeMap<>();
        ofAll.put("security.protocol", "SSL");
        ofAll.put("ssl.truststore.location", "no-such-either.jks");
        RealClusterConfig cluster = ClusterOverTcp.at(there);

        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().build())) {
            assertThatThrownBy(() -> kafka.consumer(secure))
                    .hasStackTraceContaining("Failed to load SSL keystore no-such.jks");
        }
        assertThatThrownBy(() -> InMemoryKafka.start(InMemoryKafkaConfig.builder()
                        .cluster(cluster.withClientProperties(ofAll))
                        .build()))
                .hasMessageContaining("No client of the cluster at " + there.bootstrapServers() + " can be made")
                .hasMessageContaining("Failed to load SSL keystore no-such-either.jks");
        try (InMemoryKafka inMemory = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer = inMemory.consumer(secure)) {
            assertThat(consumer.assignment()).isEmpty();
        }
    }
}
