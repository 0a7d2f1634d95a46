package io.github.groupcoordinator.kraft;

import io.github.groupcoordinator.kraft.share.Frames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The story of some streams groups at a broker, and what it has answered. */
final class StreamsGroupStory {
    private static final String GROUP = "app";
    private static final Set<Errors> NOT_YET =
            Set.of(Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.COORDINATOR_NOT_AVAILABLE, Errors.NOT_COORDINATOR);
    private static final int MOST_TRIES = 400;

    private final Admin admin;
    private final Frames frames;
    private final List<String> answers = new ArrayList<>();
    private int epoch;

    StreamsGroupStory(Admin admin, Frames frames) {
        this.admin = admin;
        this.frames = frames;
    }

    List<String> answers() {
        return answers;
    }

    private interface Attempt {
        boolean succeeds() throws Exception;
    }

    /** Real brokers take their time to load a partition and to create a topic. */
    private static void await(String what, Attempt attempt) throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            if (attempt.succeeds()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("waited too long for " + what);
    }

    private void note(String what, Object answer) {
        answers.add(what + ": " + answer);
    }

    private StreamsGroupHeartbeatResponseData send(StreamsGroupHeartbeatRequestData heartbeat) throws Exception {
        StreamsGroupHeartbeatResponseData[] answer = new StreamsGroupHeartbeatResponseData[1];
        await("the coordinator", () -> {
            answer[0] =
                    frames.call(ApiKeys.STREAMS_GROUP_HEARTBEAT, 0, heartbeat, StreamsGroupHeartbeatResponseData.class);
            return !NOT_YET.contains(Errors.forCode(answer[0].errorCode()));
        });
        return answer[0];
    }

    private <T extends ApiMessage> T call(ApiKeys api, int version, ApiMessage body, Class<T> type) throws Exception {
        return frames.call(api, version, body, type);
    }

    private static StreamsGroupHeartbeatRequestData join(String group, Subtopology... subtopologies) {
        return beat(group, 0)
                .setEndpointInformationEpoch(-1)
                .setRebalanceTimeoutMs(60_000)
                .setTopology(new Topology().setSubtopologies(List.of(subtopologies)))
                .setActiveTasks(List.of())
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of())
                .setProcessId("process")
                .setClientTags(List.of());
    }

    private static StreamsGroupHeartbeatRequestData beat(String group, int epoch) {
        return new StreamsGroupHeartbeatRequestData()
                .setGroupId(group)
                .setMemberId("member")
                .setMemberEpoch(epoch)
                .setActiveTasks(null)
                .setStandbyTasks(null)
                .setWarmupTasks(null);
    }

    private static Subtopology reading(String id, String... topics) {
        return new Subtopology().setSubtopologyId(id).setSourceTopics(List.of(topics));
    }

    private static TopicInfo changelog(String name, int replicationFactor) {
        return new TopicInfo()
                .setName(name)
                .setReplicationFactor((short) replicationFactor)
                .setTopicConfigs(List.of(
                        new KeyValue().setKey("cleanup.policy").setValue("compact"),
                        new KeyValue().setKey("message.timestamp.type").setValue("CreateTime")));
    }

    /** Requests that the coordinator does not look at, or refuses at once. */
    void refusals() throws Exception {
        note("a topic of Kafka's own", send(join(GROUP, reading("0", "__consumer_offsets"))));
        note("a name that is none", send(join(GROUP, reading("0", "a b", "c/d"))));
        note("a static member", send(join(GROUP, reading("0", "lines")).setInstanceId("instance")));
        note("a warm-up task", send(join(GROUP, reading("0", "lines").setSourceTopicRegex(List.of("l.*")))));
        note("no topology", send(join(GROUP).setTopology(null)));
        note("no group", send(beat(GROUP, 3)));
        note("leaving no group", send(beat(GROUP, -1)));
        note("a description of no group", describe(GROUP, ""));
    }

    /** Topics that are missing, or have other numbers of partitions than they must. */
    void sourcesThatDoNotFit() throws Exception {
        note("missing", send(join("missing", reading("0", "lines", "nowhere"))));
        note(
                "copartitioned",
                send(join(
                        "copartitioned",
                        reading("0", "lines", "pages")
                                .setCopartitionGroups(List.of(new StreamsGroupHeartbeatRequestData.CopartitionGroup()
                                        .setSourceTopics(List.of((short) 0, (short) 1)))))));
        note("leaves", send(beat("missing", -1)));
        note("what is left", describe("missing", "copartitioned"));
    }

    /** The first answer says that they are missing; then they are created, and tasks are given. */
    void internalTopics() throws Exception {
        StreamsGroupHeartbeatResponseData first = send(join(
                GROUP,
                reading("0", "lines").setRepartitionSinkTopics(List.of("app-words-repartition")),
                new Subtopology()
                        .setSubtopologyId("1")
                        .setRepartitionSourceTopics(List.of(new TopicInfo().setName("app-words-repartition")))
                        .setStateChangelogTopics(List.of(changelog("app-counts-changelog", 0)))));
        note("missing internal topics", sorted(first));
        await("internal topics", () -> admin.listTopics()
                .names()
                .get()
                .containsAll(Set.of("app-words-repartition", "app-counts-changelog")));
        StreamsGroupHeartbeatResponseData[] last = {first};
        await("tasks", () -> {
            last[0] = send(beat(GROUP, last[0].memberEpoch()));
            return last[0].status().isEmpty();
        });
        epoch = last[0].memberEpoch();
        note("tasks", last[0]);
        note("nothing new", send(beat(GROUP, epoch)));
        ConfigResource changelog = new ConfigResource(ConfigResource.Type.TOPIC, "app-counts-changelog");
        note("configurations", configs(changelog, "cleanup.policy", "message.timestamp.type", "retention.ms"));
        note(
                "partitions",
                admin
                        .describeTopics(List.of("app-words-repartition", "app-counts-changelog"))
                        .allTopicNames()
                        .get()
                        .values()
                        .stream()
                        .map(topic -> topic.name() + " " + topic.partitions().size() + " " + topic.isInternal())
                        .sorted()
                        .toList());
    }

    /** An answer with names in order: which of two comes first is a hash table's affair. */
    private static String sorted(StreamsGroupHeartbeatResponseData answer) {
        answer.status().forEach(status -> {
            String[] parts = status.statusDetail().split(": ", 2);
            status.setStatusDetail(parts[0] + ": " + new TreeSet<>(List.of(parts[1].split(", "))));
        });
        return answer.toString();
    }

    private String describe(String... groups) throws Exception {
        return call(
                        ApiKeys.STREAMS_GROUP_DESCRIBE,
                        0,
                        new StreamsGroupDescribeRequestData()
                                .setGroupIds(List.of(groups))
                                .setIncludeAuthorizedOperations(true),
                        StreamsGroupDescribeResponseData.class)
                .groups()
                .stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining("\n  "));
    }

    void descriptions() throws Exception {
        note("described", describe(GROUP));
        for (List<String> states : List.of(List.<String>of(), List.of("Stable"), List.of("NotReady"))) {
            note("listed " + states, list(states));
        }
        note(
                "no classic group",
                call(
                                ApiKeys.DESCRIBE_GROUPS,
                                6,
                                new DescribeGroupsRequestData().setGroups(List.of(GROUP)),
                                DescribeGroupsResponseData.class)
                        .groups());
    }

    private Object list(List<String> states) throws Exception {
        return call(
                        ApiKeys.LIST_GROUPS,
                        5,
                        new ListGroupsRequestData()
                                .setTypesFilter(List.of("streams"))
                                .setStatesFilter(states),
                        ListGroupsResponseData.class)
                .groups()
                .stream()
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void configurations() throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, GROUP);
        note("configured by the broker", configs(group, streamsConfigs(group)));
        note("too long a session", alter(group, "streams.session.timeout.ms", "1000000"));
        note("a negative delay", alter(group, "streams.initial.rebalance.delay.ms", "-1"));
        note("a standby", alter(group, "streams.num.standby.replicas", "1"));
        await("the configuration", () -> configs(group, "streams.num.standby.replicas")
                .contains("DYNAMIC_GROUP_CONFIG"));
        note("configured by the group", configs(group, streamsConfigs(group)));
    }

    private String[] streamsConfigs(ConfigResource group) throws Exception {
        return admin.describeConfigs(List.of(group)).all().get().get(group).entries().stream()
                .map(ConfigEntry::name)
                .filter(name -> name.startsWith("streams."))
                .toArray(String[]::new);
    }

    private String configs(ConfigResource resource, String... names) throws Exception {
        Set<String> wanted = Set.of(names);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                .filter(entry -> wanted.contains(entry.name()))
                .map(entry -> entry.name() + "=" + entry.value() + " " + entry.source() + " " + entry.type())
                .sorted()
                .toList()
                .toString();
    }

    private String alter(ConfigResource resource, String name, String value) throws Exception {
        try {
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            return "done";
        } catch (ExecutionException e) {
            return e.getCause().toString();
        }
    }

    void offsets() throws Exception {
        StreamsGroupHeartbeatResponseData next = send(beat(GROUP, epoch));
        note("the configuration has an epoch of its own", next);
        epoch = next.memberEpoch();
        note("committed", commit("member", epoch, "lines"));
        note("committed for a changelog", commit("member", epoch, "app-counts-changelog"));
        note("an epoch to come", commit("member", epoch + 1, "lines"));
        note("an epoch that is over", commit("member", 1, "lines"));
        note("a stranger", commit("stranger", epoch, "lines"));
        note("nobody", commit("", -1, "lines"));
        note("fetched", fetch("member", epoch));
        note("fetched in another epoch", fetch("member", epoch + 1));
        note("fetched by a stranger", fetch("stranger", epoch));
        note("deleted of a source", delete("lines"));
        note("deleted of a changelog", delete("app-counts-changelog"));
    }

    private Object commit(String memberId, int memberEpoch, String topic) throws Exception {
        return call(
                ApiKeys.OFFSET_COMMIT,
                9,
                new OffsetCommitRequestData()
                        .setGroupId(GROUP)
                        .setMemberId(memberId)
                        .setGenerationIdOrMemberEpoch(memberEpoch)
                        .setTopics(List.of(new OffsetCommitRequestTopic()
                                .setName(topic)
                                .setPartitions(List.of(new OffsetCommitRequestPartition()
                                        .setPartitionIndex(1)
                                        .setCommittedOffset(0))))),
                OffsetCommitResponseData.class);
    }

    private Object fetch(String memberId, int memberEpoch) throws Exception {
        OffsetFetchResponseData fetched = call(
                ApiKeys.OFFSET_FETCH,
                9,
                new OffsetFetchRequestData()
                        .setGroups(List.of(new OffsetFetchRequestGroup()
                                .setGroupId(GROUP)
                                .setMemberId(memberId)
                                .setMemberEpoch(memberEpoch)
                                .setTopics(null))),
                OffsetFetchResponseData.class);
        fetched.groups().forEach(group -> group.topics().sort(Comparator.comparing(OffsetFetchResponseTopics::name)));
        return fetched;
    }

    private Object delete(String topic) throws Exception {
        OffsetDeleteRequestTopicCollection topics = new OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic()
                .setName(topic)
                .setPartitions(List.of(new OffsetDeleteRequestPartition().setPartitionIndex(1))));
        return call(
                ApiKeys.OFFSET_DELETE,
                0,
                new OffsetDeleteRequestData().setGroupId(GROUP).setTopics(topics),
                OffsetDeleteResponseData.class);
    }

    /** A creation that fails is told from the next answer on. */
    void internalTopicsThatCannotBe() throws Exception {
        List<TopicInfo> changelogs = List.of(changelog("greedy-changelog", 3));
        StreamsGroupHeartbeatResponseData first =
                send(join("greedy", reading("0", "lines").setStateChangelogTopics(changelogs)));
        note("three replicas", first);
        StreamsGroupHeartbeatResponseData[] last = {first};
        await("the failure", () -> {
            last[0] = send(beat("greedy", first.memberEpoch()));
            return last[0].status().toString().contains("Creation failed");
        });
        note("they cannot be", last[0]);
    }

    void end() throws Exception {
        note("deleted with members", deleteGroups(GROUP));
        note("a shutdown", send(beat(GROUP, epoch).setShutdownApplication(true)));
        note("leaves", send(beat(GROUP, -1)));
        note("empty", describe(GROUP));
        note("deleted", deleteGroups(GROUP, "nobody-knows-it"));
        note("gone", describe(GROUP));
    }

    private Object deleteGroups(String... groups) throws Exception {
        return call(
                        ApiKeys.DELETE_GROUPS,
                        2,
                        new DeleteGroupsRequestData().setGroupsNames(List.of(groups)),
                        DeleteGroupsResponseData.class)
                .results()
                .stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }
}
