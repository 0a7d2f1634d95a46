package io.github.groupcoordinator.internal.broker;

import static io.github.groupcoordinator.internal.broker.StreamsSamples.GROUP;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.beat;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.internal;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.join;
import static io.github.groupcoordinator.internal.broker.StreamsSamples.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.broker.InternalTopicCreated;
import io.github.groupcoordinator.event.broker.InternalTopicRefused;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.event.group.StatusesTold;
import io.github.groupcoordinator.event.group.TasksReconciled;
import io.github.groupcoordinator.event.group.TopologyStored;
import java.util.List;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams groups (KIP-1071) at the broker: names, internal topics, switches, whatever stands before a coordinator. */
class StreamsRequestsTest {
    private static final String NO_DELAY = "group.streams.initial.rebalance.delay.ms";
    private static final String MISSING = "Internal topics are missing: app-store-changelog";
    private static final String NO_SUCH_CONFIG =
            "Unknown topic config name, or one of Kafka's that is not read here: no.such.config";
    private static final String UNKNOWN_CONFIG = "; Creation failed: app-store-changelog (" + NO_SUCH_CONFIG + ").";

    private static BrokerDriver start(String... properties) {
        BrokerDriver driver = new BrokerDriver(properties).withCoordinator();
        driver.broker.createTopic("orders", 3);
        return driver;
    }

    private static StreamsGroupHeartbeatResponseData send(
            BrokerDriver driver, StreamsGroupHeartbeatRequestData heartbeat) {
        return driver.client()
                .call(ApiKeys.STREAMS_GROUP_HEARTBEAT, 0, heartbeat, StreamsGroupHeartbeatResponseData.class);
    }

    private static List<DescribedGroup> describe(BrokerDriver driver, String... groups) {
        return driver.client()
                .call(
                        ApiKeys.STREAMS_GROUP_DESCRIBE,
                        0,
                        new StreamsGroupDescribeRequestData()
                                .setGroupIds(List.of(groups))
                                .setIncludeAuthorizedOperations(true),
                        StreamsGroupDescribeResponseData.class)
                .groups();
    }

    private static Subtopology storing(TopicInfo... changelogs) {
        return reading("orders").setStateChangelogTopics(List.of(changelogs));
    }

    private static List<String> statuses(StreamsGroupHeartbeatResponseData response) {
        return response.status().stream()
                .map(status -> status.statusCode() + " " + status.statusDetail())
                .toList();
    }

    private static <E> List<String> told(BrokerDriver driver, Class<E> kind) {
        return driver.events.stream()
                .filter(kind::isInstance)
                .map(Object::toString)
                .toList();
    }

    @Test
    void memberWhoseTopicsAreThereGetsAllTasks() {
        BrokerDriver driver = start(NO_DELAY, "0");

        StreamsGroupHeartbeatResponseData joined = send(driver, join("m", reading("orders")));

        assertThat(joined.errorCode()).isZero();
        assertThat(joined.memberEpoch()).isEqualTo(2);
        assertThat(joined.heartbeatIntervalMs()).isEqualTo(5_000);
        assertThat(statuses(joined)).isEmpty();
        assertThat(joined.activeTasks()).singleElement().satisfies(tasks -> assertThat(tasks.partitions())
                .containsExactly(0, 1, 2));
    }

    @Test
    void missingInternalTopicsAreToldOnceAndCreatedWithTheirConfigurations() {
        BrokerDriver driver = start(NO_DELAY, "0");
        TopicInfo changelog = internal("app-store-changelog", 0, "cleanup.policy", "compact");

        StreamsGroupHeartbeatResponseData joined = send(driver, join("m", storing(changelog)));
        StreamsGroupHeartbeatResponseData next = send(driver, beat("m", joined.memberEpoch()));

        assertThat(statuses(joined)).containsExactly("3 " + MISSING);
        assertThat(joined.activeTasks()).isEmpty();
        assertThat(ownConfigs(driver, "app-store-changelog")).containsExactly("cleanup.policy compact");
        assertThat(statuses(next)).containsExactly("5 Assignment delayed due to the configured assignment interval.");
        driver.advance(1_000);
        assertThat(send(driver, beat("m", next.memberEpoch())).activeTasks()).hasSize(1);
        assertThat(told(driver, InternalTopicCreated.class)).singleElement().satisfies(text -> assertThat(text)
                .endsWith("app | internal topic 'app-store-changelog' was created with 3 partitions"));
    }

    private static List<String> ownConfigs(BrokerDriver driver, String topic) {
        DescribeConfigsResponseData described = driver.client()
                .call(
                        ApiKeys.DESCRIBE_CONFIGS,
                        4,
                        new DescribeConfigsRequestData()
                                .setResources(List.of(new DescribeConfigsRequestData.DescribeConfigsResource()
                                        .setResourceType((byte) 2)
                                        .setResourceName(topic)
                                        .setConfigurationKeys(null))),
                        DescribeConfigsResponseData.class);
        return BrokerDriver.only(described.results()).configs().stream()
                .filter(config -> config.configSource() == 1)
                .map(config -> config.name() + " " + config.value())
                .toList();
    }

    /** It is tried again when it has been told for two heartbeat intervals, which are the group's. */
    @ParameterizedTest
    @CsvSource({"5000, 9999", "6000, 11999"})
    void failureToCreateAnInternalTopicIsToldForTwoHeartbeatIntervals(int intervalMs, int lastMs) {
        BrokerDriver driver = start(NO_DELAY, "0");
        setInterval(driver, intervalMs);
        TopicInfo changelog = internal("app-store-changelog", 0, "no.such.config", "1");

        int epoch = send(driver, join("m", storing(changelog))).memberEpoch();

        assertThat(statuses(send(driver, beat("m", epoch)))).contains("3 " + MISSING + UNKNOWN_CONFIG);
        driver.advance(lastMs);
        assertThat(statuses(send(driver, beat("m", epoch)))).containsExactly("3 " + MISSING + UNKNOWN_CONFIG);
        assertThat(told(driver, InternalTopicRefused.class)).hasSize(1);
        driver.advance(1);
        assertThat(statuses(send(driver, beat("m", epoch)))).containsExactly("3 " + MISSING);
        assertThat(told(driver, InternalTopicRefused.class)).hasSize(2);
        assertThat(statuses(send(driver, beat("m", epoch)))).containsExactly("3 " + MISSING + UNKNOWN_CONFIG);
        assertThat(told(driver, InternalTopicRefused.class)).allSatisfy(text -> assertThat(text)
                .endsWith("app | internal topic 'app-store-changelog' was not created: " + NO_SUCH_CONFIG));
    }

    private static void setInterval(BrokerDriver driver, int intervalMs) {
        ConfigSamples.Incremental change = new ConfigSamples.Incremental().resource(ConfigSamples.GROUP, GROUP);
        change.op(ConfigSamples.Op.SET, "streams.heartbeat.interval.ms", Integer.toString(intervalMs));
        assertThat(driver.client()
                        .call(
                                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                                1,
                                change.request,
                                IncrementalAlterConfigsResponseData.class)
                        .responses())
                .allSatisfy(answer -> assertThat(answer.errorCode()).isZero());
    }

    @Test
    void ofManyFailuresThreeAreNamed() {
        BrokerDriver driver = start(NO_DELAY, "0");

        int epoch = send(
                        driver,
                        join("m", storing(internal("a", 2), internal("b", 2), internal("c", 2), internal("d", 2))))
                .memberEpoch();

        assertThat(statuses(send(driver, beat("m", epoch)))).first().satisfies(text -> assertThat(text)
                .startsWith("3 Internal topics are missing: a, b, c and 1 additional topics; Creation failed: a (")
                .endsWith(") and 1 more."));
    }

    @Test
    void brokerThatEndedKnowsNoFailures() {
        BrokerDriver driver = start(NO_DELAY, "0");
        TopicInfo changelog = internal("app-store-changelog", 0, "no.such.config", "1");
        int epoch = send(driver, join("m", storing(changelog))).memberEpoch();

        driver.broker.control().crash(0);
        driver.broker.control().start(0);
        driver.advance(0);

        assertThat(statuses(send(driver, beat("m", epoch)))).containsExactly("3 " + MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "__consumer_offsets, Use of Kafka internal topics %s in a Kafka Streams topology is prohibited.",
        "a b, Topic names %s are not valid topic names."
    })
    void topicsThatNobodyMayReadAreRefused(String name, String text) {
        BrokerDriver driver = start();
        List<Subtopology> topologies = List.of(
                reading("orders", name),
                reading("orders").setRepartitionSinkTopics(List.of(name)),
                reading("orders").setRepartitionSourceTopics(List.of(internal(name, 0))),
                storing(internal(name, 0)));

        assertThat(topologies).allSatisfy(topology -> {
            StreamsGroupHeartbeatResponseData refused = send(driver, join("m", topology));
            assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.STREAMS_INVALID_TOPOLOGY);
            assertThat(refused.errorMessage()).isEqualTo(String.format(text, name));
        });
        assertThat(describe(driver, GROUP)).singleElement().satisfies(group -> assertThat(group.errorMessage())
                .isEqualTo("Group app not found."));
    }

    @ParameterizedTest
    @CsvSource({"streams.version, 0", "group.coordinator.rebalance.protocols, 'classic,consumer'"})
    void streamsGroupsThatAreOffAreAnUnsupportedVersion(String name, String value) {
        BrokerDriver driver = start(name, value);

        StreamsGroupHeartbeatResponseData refused = send(driver, join("m", reading("orders")));

        assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(refused.errorMessage()).isNull();
        assertThat(refused.status()).isEmpty();
        assertThat(describe(driver, GROUP, "h"))
                .extracting(group -> group.groupId() + " " + Errors.forCode(group.errorCode()))
                .containsExactly("app UNSUPPORTED_VERSION", "h UNSUPPORTED_VERSION");
    }

    @Test
    void descriptionTellsWhatTheAskerMayDoIfThereIsAGroup() {
        BrokerDriver driver = start(NO_DELAY, "0");
        send(driver, join("m", reading("orders")));

        assertThat(describe(driver, GROUP, "other"))
                .extracting(group -> group.groupId() + " " + group.groupState() + " " + group.authorizedOperations())
                .containsExactly("app Stable 3400", "other  -2147483648");
    }

    @Test
    void eventLogTellsOfTopologyTasksAndStatuses() {
        BrokerDriver driver = start(NO_DELAY, "0", "group.streams.assignment.interval.ms", "0");
        TopicInfo changelog = internal("app-store-changelog", 0);

        int epoch = send(driver, join("m", storing(changelog))).memberEpoch();
        send(driver, beat("m", epoch));

        assertThat(told(driver, TopologyStored.class)).singleElement().satisfies(text -> assertThat(text)
                .endsWith("topology of epoch 0: {0=reads [orders], keeps [app-store-changelog]}"));
        assertThat(told(driver, StatusesTold.class))
                .extracting(text -> text.substring(text.indexOf('|') + 2))
                .containsExactly("told to member m: " + MISSING, "told to member m: nothing any more");
        assertThat(told(driver, TasksReconciled.class))
                .extracting(text -> text.substring(text.indexOf(": active")))
                .containsExactly(": active [], standby []", ": active [0_0, 0_1, 0_2], standby []");
        assertThat(told(driver, RebalanceStarted.class)).singleElement().satisfies(text -> assertThat(text)
                .contains("rebalance started: generation 1 ends: MEMBER_JOINED"));
        assertThat(told(driver, RebalanceCompleted.class)).singleElement().satisfies(text -> assertThat(text)
                .contains("rebalance completed: generation 3, protocol sticky")
                .contains("orders-0, orders-1, orders-2"));
        assertThat(driver.broker.streamsMembers(GROUP)).singleElement().satisfies(member -> assertThat(member.active())
                .containsExactly("0_0", "0_1", "0_2"));
    }

    @Test
    void memberThatExpiredIsToldAnewWhenItIsBack() {
        BrokerDriver driver = start(NO_DELAY, "0");
        send(driver, join("m", reading("missing")));
        send(driver, join("m", reading("missing")));
        assertThat(told(driver, StatusesTold.class)).hasSize(1);

        driver.advance(45_000);
        send(driver, join("m", reading("missing")));

        assertThat(told(driver, MemberExpired.class)).hasSize(1);
        assertThat(told(driver, StatusesTold.class))
                .extracting(text -> text.substring(text.indexOf('|') + 2))
                .containsExactly(
                        "told to member m: Source topics missing are missing.",
                        "told to member m: Source topics missing are missing.");
    }

    @Test
    void describeGroupsTellsAGroupOfAnotherTypeFromNone() {
        BrokerDriver driver = start();
        send(driver, join("m", reading("orders")));

        assertThat(driver.client()
                        .call(
                                ApiKeys.DESCRIBE_GROUPS,
                                6,
                                new DescribeGroupsRequestData().setGroups(List.of(GROUP, "other")),
                                DescribeGroupsResponseData.class)
                        .groups())
                .extracting(group -> Errors.forCode(group.errorCode()) + " " + group.errorMessage())
                .containsExactly(
                        "GROUP_ID_NOT_FOUND Group app is not a classic group.",
                        "GROUP_ID_NOT_FOUND Group other not found.");
    }

    /** Kafka compares the state with the name in its own code: NotReady, which Admin asks for, finds nothing. */
    @Test
    void groupsAreListedByTypeAndState() {
        BrokerDriver driver = start();
        send(driver, join("m", reading("missing")));

        assertThat(listed(driver, "streams", "not_ready")).containsExactly("app streams NotReady streams");
        assertThat(listed(driver, "Streams", "Not_Ready")).hasSize(1);
        assertThat(listed(driver, "streams", "NotReady")).isEmpty();
        assertThat(listed(driver, "consumer", "not_ready")).isEmpty();
    }

    private static List<String> listed(BrokerDriver driver, String type, String state) {
        return driver
                .client()
                .call(
                        ApiKeys.LIST_GROUPS,
                        5,
                        new ListGroupsRequestData()
                                .setTypesFilter(List.of(type))
                                .setStatesFilter(List.of(state)),
                        ListGroupsResponseData.class)
                .groups()
                .stream()
                .map(group -> group.groupId() + " " + group.protocolType() + " " + group.groupState() + " "
                        + group.groupType())
                .toList();
    }
}
