package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One binary runs on every supported kafka-clients: whatever it names there must exist in each of them. Runs in the
 * core's build and, over the same jars, in the extension's.
 */
final class LinkageIT {
    private static final String KAFKA = "org/apache/kafka/";
    private static final String FIXTURE = "io/github/groupcoordinator/gates/fixture/linkage/NamesNewAndMoved";
    private static final Path JARS = Path.of("..", "src", "target", "kafka-clients");

    private static final String OURS = "io/github/groupcoordinator/internal/";

    /**
     * Those of our classes that may name what a supported version lacks, and what keeps it from being reached there.
     */
    private static final Map<Pattern, String> NOT_REACHED = new LinkedHashMap<>();

    static {
        allow(
                "client/DrivenProducerMetadata",
                "LogContext|ProducerMetadata#<init>:.*LogContext.*",
                "only in the constructor, which never runs: Shadow makes the instance");
        allow(
                "client/DrivenTransactionManager",
                "LogContext|TransactionManager#<init>:.*LogContext.*|TransactionManager#initializeTransactions:.Z.*",
                "only in the constructor, which never runs, and in an override that only clients with it call");
        allow(
                "client/DrivenAccumulator",
                "LogContext|RecordAccumulator#<init>:.*LogContext.*",
                "only in the constructor, which never runs: Shadow makes the instance");
        allow(
                "client/WatchedFetchCollector",
                "LogContext|FetchCollector#<init>:.*LogContext.*",
                "only in the constructor, which never runs: Shadow makes the instance");
        allow(
                "broker/OffsetTopicIds",
                "Offset(Commit|Fetch)Re(quest|sponse)Data.*#(setT|t)opicId:.*",
                "called for v10 of OffsetCommit and OffsetFetch only, which clients without the field don't speak");
        allow(
                "broker/ProduceTopicIds",
                "Produce(RequestData.*#topicId|ResponseData.*#setTopicId):.*",
                "called for v13 of Produce only, which clients without the field don't speak");
        allow(
                "coordinator/AnsweredTopicIds.(Commit|Fetch)",
                "Offset(Commit|Fetch)Re(quest|sponse)Data.*#(setT|t)opicId:.*",
                "linked only if the clients' highest version has the field");
        allow(
                "broker/EndTxnHandler.NextEpoch",
                "EndTxnResponseData#setProducer(Id|Epoch):.*",
                "called for v5 of EndTxn only, which clients without the fields don't speak");
        allow(
                "broker/WriteTxnMarkersHandler.Version2",
                "WriteTxnMarkersRequestData.WritableTxnMarker#transactionVersion:.*",
                "called for v2 of WriteTxnMarkers only, which clients without the field don't speak");
        allow(
                "broker/ListTransactionsHandler.Version2",
                "ListTransactionsRequestData#transactionalIdPattern:.*|Errors#INVALID_REGULAR_EXPRESSION:.*",
                "called for v2 of ListTransactions only, which clients without the field don't speak");
        allow(
                "broker/DescribeClusterHandler.Fenced",
                "DescribeClusterRe(questData#includeFencedBrokers|sponseData.*#setIsFenced):.*",
                "called for v2 of DescribeCluster only, which clients without the fields don't speak");
        allow(
                "broker/AlterPartitionReassignmentsHandler.Resizing",
                "AlterPartitionReassignmentsRe(questData#a|sponseData#setA)llowReplicationFactorChange:.*",
                "called for v1 of AlterPartitionReassignments only, which clients without the fields don't speak");
        allow(
                "api/ClusterApis.ConfigResources",
                "ListConfigResourcesRequestData.*",
                "linked only if the clients know the API");
        allow(
                "broker/ListConfigResourcesHandler(.1)?",
                "ListConfigResourcesRe(quest|sponse)Data.*|ConfigResource.Type#GROUP:.*",
                "linked only if the clients know the API");
        allow(
                "group/consumer/ConsumerDescription.MemberType",
                "ConsumerGroupDescribeResponseData.Member#setMemberType:.*",
                "linked only if the clients' highest version has the field");
        allow(
                "group/consumer/SubscribedRegex.Field",
                "ConsumerGroupHeartbeatRequestData#subscribedTopicRegex:.*",
                "linked only if the clients' highest version has the field");
        allow(
                "coordinator/GroupDescriptions",
                "DescribeGroupsResponseData.DescribedGroup#setErrorMessage:.*",
                "called for v6 of DescribeGroups only, which clients without the field don't speak");
        allow(
                "api/ShareApis",
                "(Alter|Delete|Describe)ShareGroupOffsetsRequestData.*|ApiKeys#[A-Z]+_SHARE_GROUP_OFFSETS:.*",
                "loaded only by a broker that serves share groups, which needs clients that know them");
        allow(
                "broker/api/share/(Alter|Delete|Describe)ShareGroupOffsetsHandler(.Answers)?",
                "(Alter|Delete|Describe)ShareGroupOffsetsRe(quest|sponse)Data.*",
                "made only by a broker that serves share groups, which needs clients that know them");
        allow(
                "api/ShareApis",
                "Share(Fetch|Acknowledge)RequestData.*|ApiKeys#SHARE_(FETCH|ACKNOWLEDGE):.*"
                        + "|Errors#[A-Z_]*SHARE_SESSION[A-Z_]*:.*|Errors#INVALID_RECORD_STATE:.*",
                "loaded only by a broker that serves share groups, which needs clients that know them");
        allow(
                "broker/api/share/(Share(Fetch|Acknowledge)Handler|ShareFetch(Answer|Exchange))",
                "Share(Fetch|Acknowledge)Re(quest|sponse)Data.*"
                        + "|Errors#[A-Z_]*SHARE_SESSION[A-Z_]*:.*|Errors#INVALID_RECORD_STATE:.*",
                "made only by a broker that serves share groups, which needs clients that know them");
        allow(
                "(log/KafkaRecords|broker/wire/ParkedRequests)(.ShareFetches)?",
                "ShareFetchRe(quest|sponse)Data.*",
                "called for ShareFetch only, which clients without share groups don't send");
        allow(
                "coordinator/ShareOffsetRequests(.Lag)?",
                "(Alter|Delete|Describe)ShareGroupOffsetsRe(quest|sponse)Data.*"
                        + "|ApiKeys#DESCRIBE_SHARE_GROUP_OFFSETS:.*",
                "asked only by the handlers of these APIs; the lag only if the clients' highest version has it");
        allow(
                "group/share/ShareOffsets",
                "(Alter|Delete)ShareGroupOffsetsRequestData.*",
                "asked only by the handlers of these APIs");
        allow(
                "coordinator/ShareStateRequests(.(Write|Summary)Count)?",
                "ReadShareGroupStateSummaryResponseData.PartitionResult#set(LeaderEpoch|DeliveryCompleteCount):.*"
                        + "|WriteShareGroupStateRequestData.PartitionData#deliveryCompleteCount:.*",
                "called only for share groups; the count is linked only if the clients' highest version has it");
        allow(
                "broker/persister/(Write|Summarize)State(.CompleteCount)?",
                "ReadShareGroupStateSummaryResponseData.PartitionResult#(leaderEpoch|deliveryCompleteCount):.*"
                        + "|WriteShareGroupStateRequestData.PartitionData#setDeliveryCompleteCount:.*",
                "called only for share groups; the count is linked only if the clients' highest version has it");
    }

    static {
        allow(
                "real/(RealShareGroups|Leftovers.Shares)",
                "Admin#(describeShareGroups|listShareGroupOffsets):.*"
                        + "|(Describe|List)ShareGroup(s|Offsets)(Result|Spec).*"
                        + "|Share(Group|Member)[A-Za-z]*.*|GroupState.*",
                "linked only for share groups, with clients that have share consumers");
        allow(
                "(group/streams/(topology/)?[A-Za-z$]+|coordinator/group/StreamsGroupRequests|api/StreamsApis"
                        + "|broker/api/streams/[A-Za-z$]+)",
                "StreamsGroup(Heartbeat|Describe)Re(quest|sponse)Data.*|Errors#STREAMS_INVALID_TOPOLOGY:.*"
                        + "|ApiKeys#STREAMS_GROUP_(HEARTBEAT|DESCRIBE):.*",
                "reached only by heartbeats to streams groups, which clients without the API don't send");
    }

    private static void allow(String ourClass, String kafkaMember, String reason) {
        String kafkaPackage = "org/apache/kafka/[a-z/]*/";
        // Wherever below the named package: a class may move to another room.
        String ours = OURS + ourClass.replaceFirst("/(?=[A-Z])", "/([a-z]+/)*");
        NOT_REACHED.put(Pattern.compile(ours + " names " + kafkaPackage + "(" + kafkaMember + ")"), reason);
    }

    @Test
    void everySupportedVersionIsChecked() throws IOException {
        assertThat(jars()).extracting(KafkaVersions::of).containsExactlyElementsOf(KafkaVersions.all());
    }

    @ParameterizedTest
    @MethodSource("jars")
    void whatOurClassesNameExists(Path jar) throws IOException {
        List<String> missing = Linkage.of(Path.of("target", "classes"), KAFKA).missingIn(jar);
        missing.removeIf(line -> NOT_REACHED.keySet().stream()
                .anyMatch(allowed -> allowed.matcher(line).matches()));
        assertThat(missing).as("not in %s", jar.getFileName()).isEmpty();
    }

    @Test
    void everyExceptionIsStillNeeded() throws IOException {
        Linkage ours = Linkage.of(Path.of("..", "src", "target", "classes"), KAFKA);
        TreeSet<String> missing = new TreeSet<>();
        for (Path jar : jars()) {
            missing.addAll(ours.missingIn(jar));
        }
        assertThat(NOT_REACHED.keySet()).allSatisfy(allowed -> assertThat(missing)
                .anyMatch(line -> allowed.matcher(line).matches()));
    }

    @Test
    void newerMemberIsFoundMissingInTheOldestVersionOnly() throws IOException {
        Linkage fixture = Linkage.of(fixture(), KAFKA);
        assertThat(fixture.missingIn(KafkaVersions.jar(KafkaVersions.oldest())))
                .contains(FIXTURE
                        + " names org/apache/kafka/common/message/OffsetCommitRequestData$OffsetCommitRequestTopic#"
                        + "topicId:()Lorg/apache/kafka/common/Uuid;");
        assertThat(fixture.missingIn(KafkaVersions.jar("4.1.2"))).isEmpty();
    }

    @Test
    void movedClassIsFoundMissingInTheNewestVersion() throws IOException {
        assertThat(Linkage.of(fixture(), KAFKA).missingIn(KafkaVersions.jar(KafkaVersions.newest())))
                .containsExactly(
                        FIXTURE + " names org/apache/kafka/common/utils/LogContext",
                        FIXTURE + " names org/apache/kafka/common/utils/LogContext#<init>:()V");
    }

    @Test
    void inheritedMembersAreFound() throws IOException {
        assertThat(Linkage.of(fixture(), KAFKA).references())
                .contains("org/apache/kafka/common/errors/TimeoutException#getMessage:()Ljava/lang/String;")
                .contains("org/apache/kafka/common/TopicPartition");
    }

    static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(JARS)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static Path fixture() {
        return Path.of(
                "..",
                "src",
                "target",
                "test-classes",
                "io",
                "github",
                "groupcoordinator",
                "gates",
                "fixture",
                "linkage");
    }
}
