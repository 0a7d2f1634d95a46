package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every version that is advertised is decoded, answered and encoded so that Kafka's own classes read it. */
class EveryVersionTest {

    static Stream<Arguments> versions() {
        List<Arguments> versions = new ArrayList<>();
        for (ApiVersionTable.Range range : new ApiVersionTable().all()) {
            for (int version = range.min(); version <= range.max(); version++) {
                versions.add(Arguments.of(range.api(), version));
            }
        }
        return versions.stream();
    }

    private static BrokerDriver start() {
        BrokerDriver driver = new BrokerDriver("group.initial.rebalance.delay.ms", "0").withCoordinator();
        driver.broker.createTopic("orders", 3);
        return driver;
    }

    private static SampleRequests samples(BrokerDriver driver) {
        MetadataResponseData metadata = driver.client()
                .call(
                        ApiKeys.METADATA,
                        12,
                        new MetadataRequestData()
                                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders"))),
                        MetadataResponseData.class);
        Uuid id = BrokerDriver.only(metadata.topics()).topicId();
        return new SampleRequests(id);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyAdvertisedVersionIsAnswered(ApiKeys api, int version) {
        BrokerDriver driver = start();

        BrokerDriver.Client client = driver.client();
        client.send(api, version, samples(driver).of(api, version));
        driver.advance(0);
        ApiMessage answer = client.receive();

        assertThat(answer).isNotNull();
        if (answer == null) {
            return;
        }

        assertThat(answer.apiKey()).isEqualTo(api.id);
        assertThat(driver.failures).isEmpty();
        assertThat(errors(answer)).as(answer.toString()).isSubsetOf(expectedErrors(api, version));
    }

    /** A static member with an assignment and offsets: fields that older versions have no place for. */
    @ParameterizedTest
    @MethodSource("versions")
    void everyAdvertisedVersionTellsOfALivingGroup(ApiKeys api, int version) {
        BrokerDriver driver = start();
        BrokerDriver.Client member = driver.client("member");
        member.send(ApiKeys.JOIN_GROUP, 9, SampleRequests.joinGroup("").setGroupInstanceId("static-1"));
        driver.advance(0);
        JoinGroupResponseData joined = member.receive(JoinGroupResponseData.class);
        assertThat(joined).isNotNull();
        String memberId = joined == null ? "" : joined.memberId();
        member.call(
                ApiKeys.SYNC_GROUP,
                5,
                new SyncGroupRequestData()
                        .setGroupId("g")
                        .setGenerationId(1)
                        .setMemberId(memberId)
                        .setGroupInstanceId("static-1")
                        .setProtocolType("consumer")
                        .setProtocolName("range")
                        .setAssignments(List.of(new SyncGroupRequestAssignment()
                                .setMemberId(memberId)
                                .setAssignment(new byte[] {1, 2}))));
        BrokerDriver.Client client = driver.client();

        client.send(api, version, samples(driver).of(api, version));
        driver.advance(10_000);

        assertThat(client.receive()).isNotNull();
        assertThat(driver.failures).isEmpty();
    }

    /** The error codes in an answer, wherever they are. */
    private static List<Integer> errors(ApiMessage answer) {
        List<Integer> errors = new ArrayList<>();
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("rrorCode=(-?\\d+)").matcher(answer.toString());
        while (matcher.find()) {
            errors.add(Integer.valueOf(matcher.group(1)));
        }
        return errors;
    }

    private static List<Integer> expectedErrors(ApiKeys api, int version) {
        return switch (api) {
            // unknown partition 9
            case OFFSET_COMMIT -> List.of(0, 3);
            // the first join is given a member id
            case JOIN_GROUP -> version < 4 ? List.of(0) : List.of(79);
            // nobody is in the group
            case HEARTBEAT, SYNC_GROUP -> List.of(25);
            case LEAVE_GROUP -> List.of(0, 25);
            case DELETE_GROUPS,
                    OFFSET_DELETE,
                    CONSUMER_GROUP_DESCRIBE,
                    SHARE_GROUP_DESCRIBE,
                    STREAMS_GROUP_DESCRIBE,
                    DELETE_SHARE_GROUP_OFFSETS -> List.of(69);
            // nobody has opened a share session
            case SHARE_ACKNOWLEDGE -> List.of(122);
            // there is no such topic
            case ALTER_SHARE_GROUP_OFFSETS -> List.of(0, 3);
            // nobody has looked for a share coordinator: there is no __share_group_state yet
            case INITIALIZE_SHARE_GROUP_STATE,
                    READ_SHARE_GROUP_STATE,
                    WRITE_SHARE_GROUP_STATE,
                    DELETE_SHARE_GROUP_STATE,
                    READ_SHARE_GROUP_STATE_SUMMARY -> List.of(16);
            case DESCRIBE_GROUPS -> version < 6 ? List.of(0) : List.of(69);
            // nobody has looked for a transaction coordinator: there is no __transaction_state yet
            case ADD_PARTITIONS_TO_TXN, ADD_OFFSETS_TO_TXN, END_TXN, DESCRIBE_TRANSACTIONS -> List.of(0, 16);
            case TXN_OFFSET_COMMIT -> List.of(15);
            // the preferred leader leads
            case ELECT_LEADERS -> List.of(0, 84);
            // there is no authorizer, nobody is authenticated, and there are no users
            case DESCRIBE_ACLS, CREATE_ACLS, DELETE_ACLS -> List.of(54);
            case DESCRIBE_DELEGATION_TOKEN -> List.of(64);
            case DESCRIBE_USER_SCRAM_CREDENTIALS -> List.of(0, 91);
            default -> List.of(0);
        };
    }

    @Test
    void answersAreTheSameBytesEveryTime() {
        assertThat(script()).isEqualTo(script()).hasSizeGreaterThan(100);
    }

    private static List<ByteBuffer> script() {
        BrokerDriver driver = start();
        SampleRequests samples = samples(driver);
        List<ByteBuffer> answers = new ArrayList<>();
        versions().forEach(each -> {
            ApiKeys api = (ApiKeys) each.get()[0];
            int version = (int) each.get()[1];
            BrokerDriver.Client client = driver.client("c");
            client.send(api, version, samples.of(api, version));
            driver.advance(10);
            ByteBuffer answer = client.receiveBytes();
            answers.add(answer == null ? ByteBuffer.allocate(0) : answer);
        });
        return answers;
    }
}
