package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.util.Collection;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Declarations that a person writes wrongly, each refused in words that name the fix. */
class BadInputTest {

    @Test
    void unknownTopicIsRefused() {
        refused(UnknownTopic.class, "@GroupMember", "topic \"order\" does not exist", "[orders]", "Add @Topic");
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class UnknownTopic {
        @Test
        void test(@GroupMember(group = "billing", topics = "order") Consumer<String, String> consumer) {}
    }

    @Test
    void whyKafkaCouldNotMakeTheClientIsTold() {
        refused(
                SessionShorterThanHeartbeat.class,
                "@GroupMember",
                "Failed to construct kafka consumer: Heartbeat must be set lower than the session timeout");
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class SessionShorterThanHeartbeat {
        @Test
        void test(
                @GroupMember(group = "billing", topics = "orders", properties = "session.timeout.ms=1000")
                        Consumer<String, String> consumer) {}
    }

    @Test
    void partitionCountZeroIsRefused() {
        misconfigured(NoPartitions.class, "NoPartitions", "partitions = 0", "at least one partition");
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 0))
    static class NoPartitions {
        @Test
        void test() {}
    }

    @Test
    void negativeNumberOfBrokersIsRefused() {
        misconfigured(NoBrokers.class, "brokers = -1", "at least one broker");
    }

    @EmbeddedGroupCoordinator(brokers = -1)
    static class NoBrokers {
        @Test
        void test() {}
    }

    @Test
    void topicNamedTwiceIsRefused() {
        misconfigured(TopicTwice.class, "\"orders\" twice", "keep one");
    }

    @EmbeddedGroupCoordinator(topics = {@Topic(name = "orders"), @Topic(name = "orders", partitions = 2)})
    static class TopicTwice {
        @Test
        void test() {}
    }

    @Test
    void wrongBrokerPropertyNameIsRefused() {
        misconfigured(
                WrongBrokerProperty.class,
                "WrongBrokerProperty.test()",
                "nearest known one is",
                "group.initial.rebalance.delay.ms");
    }

    @EmbeddedGroupCoordinator(brokerProperties = "group.initial.rebalance.delay=0")
    static class WrongBrokerProperty {
        @Test
        void test() {}
    }

    @Test
    void brokerPropertyWithoutValueIsRefused() {
        misconfigured(
                BrokerPropertyWithoutValue.class,
                "brokerProperties holds \"group.max.size\", which is not name=value",
                "write it as");
    }

    @EmbeddedGroupCoordinator(brokerProperties = "group.max.size")
    static class BrokerPropertyWithoutValue {
        @Test
        void test() {}
    }

    @Test
    void brokerPropertyGivenTwiceIsRefused() {
        misconfigured(BrokerPropertyTwice.class, "gives group.max.size twice; keep one");
    }

    @EmbeddedGroupCoordinator(brokerProperties = {"group.max.size=1", "group.max.size=2"})
    static class BrokerPropertyTwice {
        @Test
        void test() {}
    }

    @Test
    void wrongStartTimeIsRefused() {
        misconfigured(WrongStartTime.class, "startTime = \"yesterday\"", "2026-01-01T00:00:00Z");
    }

    @EmbeddedGroupCoordinator(startTime = "yesterday")
    static class WrongStartTime {
        @Test
        void test() {}
    }

    @Test
    void perClassOnAMethodIsRefused() {
        misconfigured(PerClassOnMethod.class, "PerClassOnMethod.test(", "lifecycle = PER_CLASS", "leave it out");
    }

    static class PerClassOnMethod {
        @Test
        @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS)
        void test(InMemoryKafka kafka) {}
    }

    @Test
    void clientPropertyWithoutValueIsRefused() {
        refused(ClientPropertyWithoutValue.class, "@GroupMember properties holds \"session.timeout.ms\"", "name=value");
    }

    @EmbeddedGroupCoordinator
    static class ClientPropertyWithoutValue {
        @Test
        void test(@GroupMember(group = "billing", properties = "session.timeout.ms") Consumer<String, String> c) {}
    }

    @Test
    void groupGivenTwiceIsRefused() {
        refused(GroupTwice.class, "group.id is given twice", "audit", "group (billing)", "keep one");
    }

    @EmbeddedGroupCoordinator
    static class GroupTwice {
        @Test
        void test(@GroupMember(group = "billing", properties = "group.id=audit") Consumer<String, String> c) {}
    }

    @Test
    void blankGroupIsRefused() {
        refused(BlankGroup.class, "group is blank", "name the group.id");
    }

    @EmbeddedGroupCoordinator
    static class BlankGroup {
        @Test
        void test(@GroupMember(group = " ") Consumer<String, String> c) {}
    }

    @Test
    void bootstrapServersOfAnotherClusterAreRefused() {
        refused(OtherBootstrapServers.class, "bootstrap.servers", "kafka.example:9092");
    }

    @EmbeddedGroupCoordinator
    static class OtherBootstrapServers {
        @Test
        void test(
                @GroupMember(group = "billing", properties = "bootstrap.servers=kafka.example:9092")
                        Consumer<String, String> c) {}
    }

    @Test
    void unsupportedParameterTypeIsRefused() {
        refused(UnsupportedType.class, "@GroupMember goes with", "KafkaConsumer", "not with java.lang.String");
        refused(UnsupportedProducerType.class, "@RecordProducer goes with", "KafkaProducer", "not with");
    }

    @EmbeddedGroupCoordinator
    static class UnsupportedType {
        @Test
        void test(@GroupMember(group = "billing") String consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class UnsupportedProducerType {
        @Test
        void test(@RecordProducer Consumer<String, String> consumer) {}
    }

    @Test
    void memberAndProducerAtOnceIsRefused() {
        refused(MemberAndProducer.class, "both a @GroupMember and a @RecordProducer", "keep one");
    }

    @EmbeddedGroupCoordinator
    static class MemberAndProducer {
        @Test
        void test(@GroupMember(group = "billing") @RecordProducer Consumer<String, String> consumer) {}
    }

    @Test
    void valueTypeWithoutADeserializerIsRefused() {
        refused(UnknownValueType.class, "nothing to read or write a java.lang.Thread", "valueDeserializer = ...");
        refused(UnknownProducerType.class, "nothing to read or write a java.lang.Thread", "keySerializer = ...");
    }

    @EmbeddedGroupCoordinator
    static class UnknownValueType {
        @Test
        void test(@GroupMember(group = "billing") Consumer<String, Thread> consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class UnknownProducerType {
        @Test
        void test(@RecordProducer Producer<Thread, String> producer) {}
    }

    @Test
    void protocolGivenTwiceIsRefused() {
        refused(ProtocolTwice.class, "group.protocol is given twice", "classic", "protocol (consumer)", "keep one");
    }

    @EmbeddedGroupCoordinator
    static class ProtocolTwice {
        @Test
        void test(
                @GroupMember(
                                group = "billing",
                                protocol = GroupProtocol.CONSUMER,
                                properties = "group.protocol=classic")
                        Consumer<String, String> consumer) {}
    }

    @Test
    void deserializerGivenTwiceIsRefused() {
        refused(DeserializerTwice.class, "key.deserializer is given twice", "keyDeserializer", "keep one");
    }

    @EmbeddedGroupCoordinator
    static class DeserializerTwice {
        @Test
        void test(
                @GroupMember(
                                group = "billing",
                                keyDeserializer = LongDeserializer.class,
                                properties =
                                        "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer")
                        Consumer<Long, String> consumer) {}
    }

    @Test
    void listenerThatCannotBeMadeIsRefused() {
        refused(ListenerWithParameters.class, "NeedsParameters.class can't be made", "takes no parameters");
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class ListenerWithParameters {
        @Test
        void test(
                @GroupMember(group = "billing", topics = "orders", listener = NeedsParameters.class)
                        Consumer<String, String> consumer) {}
    }

    @Test
    void listenerWithoutTopicsIsRefused() {
        refused(ListenerWithoutTopics.class, "has no subscription to listen to", "name the topics");
    }

    @EmbeddedGroupCoordinator
    static class ListenerWithoutTopics {
        @Test
        void test(@GroupMember(group = "billing", listener = NeedsParameters.class) Consumer<String, String> c) {}
    }

    record NeedsParameters(String name) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }

    @Test
    void memberWithoutAClusterIsRefused() {
        refused(NoCluster.class, "there is no cluster here", "@EmbeddedGroupCoordinator");
        refused(NoClusterForProducer.class, "there is no cluster here", "@EmbeddedGroupCoordinator");
    }

    static class NoCluster {
        @Test
        void test(@GroupMember(group = "billing") Consumer<String, String> consumer) {}
    }

    @Test
    void clusterBesideAMemberWithoutAClusterIsRefused() {
        refused(NoClusterBesideMember.class, "InMemoryKafka kafka", "there is no cluster here");
    }

    static class NoClusterBesideMember {
        @Test
        void test(InMemoryKafka kafka, @GroupMember(group = "billing") Consumer<String, String> consumer) {}
    }

    static class NoClusterForProducer {
        @Test
        void test(@RecordProducer Producer<String, String> producer) {}
    }

    @Test
    void parameterBeforeTheClusterIsThereIsRefused() {
        refused(TooEarly.class, "the cluster starts for each test", "PER_CLASS");
        refused(ConstructorTooEarly.class, "the cluster starts for each test", "PER_CLASS");
        refused(MemberTooEarly.class, "there is no cluster here", "static field");
    }

    @EmbeddedGroupCoordinator
    static class TooEarly {
        @BeforeAll
        static void before(InMemoryKafka kafka) {}

        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator
    static class ConstructorTooEarly {
        ConstructorTooEarly(@GroupMember(group = "billing") Consumer<String, String> consumer) {}

        @Test
        void test() {}
    }

    static class MemberTooEarly {
        @RegisterExtension
        final GroupCoordinatorExtension kafka =
                GroupCoordinatorExtension.builder().build();

        @BeforeAll
        static void before(@GroupMember(group = "billing") Consumer<String, String> consumer) {}

        @Test
        void test() {}
    }

    @Test
    void clientOfAClusterThatOutlivesTheTestIsRefusedInAConstructor() {
        refused(ConstructorOfPerClass.class, "a constructor runs for each test", "@TestInstance");
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS)
    static class ConstructorOfPerClass {
        ConstructorOfPerClass(Admin admin) {}

        @Test
        void test() {}
    }

    @Test
    void parameterThatCouldBelongToTwoClustersIsRefused() {
        refused(TwoClusters.class, "any of the 2 clusters", "kafka() of that GroupCoordinatorExtension");
        refused(AnnotationAndField.class, "any of the 2 clusters", "kafka() of that GroupCoordinatorExtension");
    }

    static class TwoClusters {
        @RegisterExtension
        static final GroupCoordinatorExtension here =
                GroupCoordinatorExtension.builder().build();

        @RegisterExtension
        final GroupCoordinatorExtension there =
                GroupCoordinatorExtension.builder().build();

        @Test
        void test(@GroupMember(group = "billing") Consumer<String, String> consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class AnnotationAndField {
        @RegisterExtension
        final GroupCoordinatorExtension there =
                GroupCoordinatorExtension.builder().build();

        @Test
        void test(InMemoryKafka kafka) {}
    }

    private static void refused(Class<?> testClass, String... inMessage) {
        assertThat(Run.of(testClass).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll(inMessage);
    }

    private static void misconfigured(Class<?> testClass, String... inMessage) {
        assertThat(Run.of(testClass).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContainingAll(inMessage);
    }
}
