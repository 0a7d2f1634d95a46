package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.kraft.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgePartition;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgeTopic;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData.FetchPartition;
import org.apache.kafka.common.message.ShareFetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ShareFetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ShareFetchResponse;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * ShareFetch and ShareAcknowledge as frames, odd ones above all: Kafka's broker and our listener give the same answers,
 * but for messages and the order of partitions. That is the request layer, which histories of its parts don't reach.
 * Records come from one partition only: when a second one has loaded its state is up to the broker's threads.
 */
class ShareRequestsAgainstKRaftTest {
    private static final int RECORDS = 12;
    private static final Uuid NOBODYS = new Uuid(4711, 4711);

    /** The requests of a run, one after the other, and their answers. */
    private static final class Script {
        private final Frames frames;
        private final Uuid topic;
        private final List<String> answers = new ArrayList<>();
        private short version = 1;
        private String group = "work";
        private String member = "m1";

        Script(Frames frames, Uuid topic) {
            this.frames = frames;
            this.topic = topic;
        }

        ShareFetchRequestData fetch(int epoch, int... partitions) {
            ShareFetchRequestData request = new ShareFetchRequestData()
                    .setGroupId(group)
                    .setMemberId(member)
                    .setShareSessionEpoch(epoch)
                    .setMaxWaitMs(1_000)
                    .setMinBytes(1)
                    .setMaxBytes(1_000_000)
                    .setMaxRecords(1)
                    .setBatchSize(500);
            for (int partition : partitions) {
                partition(request, topic, partition);
            }
            return request;
        }

        FetchPartition partition(ShareFetchRequestData request, Uuid topicId, int partition) {
            FetchTopic found = request.topics().find(topicId);
            if (found == null) {
                found = new FetchTopic().setTopicId(topicId);
                request.topics().add(found);
            }
            FetchPartition added = new FetchPartition().setPartitionIndex(partition);
            found.partitions().add(added);
            return added;
        }

        /** Puts an acknowledgement of partition 0 on a fetch. */
        ShareFetchRequestData with(ShareFetchRequestData request, long first, long last, Integer... types) {
            partition(request, topic, 0)
                    .acknowledgementBatches()
                    .add(new ShareFetchRequestData.AcknowledgementBatch()
                            .setFirstOffset(first)
                            .setLastOffset(last)
                            .setAcknowledgeTypes(bytes(types)));
            return request;
        }

        private static List<Byte> bytes(Integer... types) {
            return Arrays.stream(types).map(Integer::byteValue).toList();
        }

        ShareAcknowledgeRequestData acknowledge(int epoch, long first, long last, Integer... types) {
            return and(
                    new ShareAcknowledgeRequestData()
                            .setGroupId(group)
                            .setMemberId(member)
                            .setShareSessionEpoch(epoch),
                    topic,
                    0,
                    new ShareAcknowledgeRequestData.AcknowledgementBatch()
                            .setFirstOffset(first)
                            .setLastOffset(last)
                            .setAcknowledgeTypes(bytes(types)));
        }

        ShareAcknowledgeRequestData and(
                ShareAcknowledgeRequestData request,
                Uuid topicId,
                int partition,
                ShareAcknowledgeRequestData.AcknowledgementBatch... batches) {
            AcknowledgeTopic found = request.topics().find(topicId);
            if (found == null) {
                found = new AcknowledgeTopic().setTopicId(topicId);
                request.topics().add(found);
            }
            AcknowledgePartition added = found.partitions().find(partition);
            if (added == null) {
                added = new AcknowledgePartition().setPartitionIndex(partition);
                found.partitions().add(added);
            }
            added.acknowledgementBatches().addAll(List.of(batches));
            return request;
        }

        void send(String what, ShareFetchRequestData request) throws IOException {
            ShareFetchResponseData answer =
                    frames.call(ApiKeys.SHARE_FETCH, version, request, ShareFetchResponseData.class);
            Map<String, String> sorted = new TreeMap<>();
            answer.responses().forEach(each -> each.partitions().forEach(partition -> {
                StringBuilder text = new StringBuilder(
                        error(partition.errorCode()) + " acknowledged " + error(partition.acknowledgeErrorCode()));
                partition.acquiredRecords().forEach(range -> text.append(' ')
                        .append(range.firstOffset())
                        .append('-')
                        .append(range.lastOffset())
                        .append('x')
                        .append(range.deliveryCount()));
                text.append(" of");
                for (RecordBatch batch :
                        ShareFetchResponse.recordsOrFail(partition).batches()) {
                    text.append(' ').append(batch.baseOffset());
                }
                text.append(" leader ").append(partition.currentLeader().leaderId());
                sorted.put(name(each.topicId()) + "-" + partition.partitionIndex(), text.toString());
            }));
            answers.add("v" + version + " " + what + ": " + error(answer.errorCode()) + " "
                    + answer.acquisitionLockTimeoutMs() + " ms " + sorted + " "
                    + answer.nodeEndpoints().size() + " nodes");
        }

        void send(String what, ShareAcknowledgeRequestData request) throws IOException {
            ShareAcknowledgeResponseData answer =
                    frames.call(ApiKeys.SHARE_ACKNOWLEDGE, version, request, ShareAcknowledgeResponseData.class);
            Map<String, String> sorted = new TreeMap<>();
            answer.responses().forEach(each -> each.partitions()
                    .forEach(partition -> sorted.put(
                            name(each.topicId()) + "-" + partition.partitionIndex(), error(partition.errorCode()))));
            answers.add("v" + version + " " + what + ": " + error(answer.errorCode()) + " "
                    + answer.acquisitionLockTimeoutMs() + " ms " + sorted + " "
                    + answer.nodeEndpoints().size() + " nodes");
        }

        private String name(Uuid topicId) {
            return topicId.equals(topic) ? "jobs" : "unknown";
        }

        private static String error(short code) {
            return Errors.forCode(code).name();
        }
    }

    private static void refusals(Script script) throws IOException {
        script.send("long member id", script.fetch(0, 0).setMemberId("x".repeat(37)));
        script.send("no member id", script.fetch(0, 0).setMemberId(""));
        script.send("null member id", script.fetch(0, 0).setMemberId(null));
        script.send("null group", script.fetch(0, 0).setGroupId(null));
        script.send("no session", script.fetch(1, 0));
        script.send("no session to end", script.fetch(-1));
        script.send("a negative epoch", script.fetch(-2, 0));
        script.send(
                "acknowledge with a long member id",
                script.acknowledge(1, 0, 0, 1).setMemberId("x".repeat(37)));
        script.send(
                "acknowledge without a group", script.acknowledge(1, 0, 0, 1).setGroupId(null));
        script.send("acknowledge without a session", script.acknowledge(1, 0, 0, 1));
        script.send("acknowledge as first", script.acknowledge(0, 0, 0, 1));
        script.send("acknowledge as last", script.acknowledge(-1, 0, 0, 1));
        script.send("first with an acknowledgement", script.with(script.fetch(0), 0, 0, 1));
        ShareFetchRequestData twice = script.fetch(0, 0, 0);
        script.send("a partition twice", twice);
        script.send("a group that is not there", script.fetch(0, 0).setGroupId("nobodys"));
    }

    private static void session(Script script) throws IOException {
        ShareFetchRequestData opens = script.fetch(0, 0, 7);
        script.partition(opens, NOBODYS, 0);
        script.send("open, with what is unknown", opens);
        script.send("an old epoch", script.fetch(0).setShareSessionEpoch(5));
        script.send("incremental", script.fetch(1));
        ShareFetchRequestData forgets = script.fetch(2)
                .setForgottenTopicsData(List.of(
                        new ForgottenTopic().setTopicId(NOBODYS).setPartitions(List.of(0)),
                        new ForgottenTopic().setTopicId(script.topic).setPartitions(List.of(7))));
        script.send("forgetting", forgets);
        script.send("no records", script.fetch(3).setMaxRecords(0));
        script.send("no bytes", script.fetch(4).setMaxBytes(0));
        script.send("what is there already", script.fetch(5, 0));
    }

    private static void acknowledgements(Script script) throws IOException {
        int epoch = 6;
        script.send("ends before it begins", script.acknowledge(epoch++, 1, 0, 1));
        script.send("no type", script.acknowledge(epoch++, 0, 0));
        script.send("too many types", script.acknowledge(epoch++, 0, 0, 1, 1));
        script.send("too few types", script.acknowledge(epoch++, 0, 2, 1, 1));
        script.send("type -1", script.acknowledge(epoch++, 0, 0, -1));
        script.send("type 4", script.acknowledge(epoch++, 0, 0, 4));
        script.send("type 5", script.acknowledge(epoch++, 0, 0, 5));
        ShareAcknowledgeRequestData.AcknowledgementBatch next = new ShareAcknowledgeRequestData.AcknowledgementBatch()
                .setFirstOffset(0)
                .setLastOffset(1);
        next.setAcknowledgeTypes(List.of((byte) 1));
        script.send("overlapping", script.and(script.acknowledge(epoch++, 0, 1, 1), script.topic, 0, next));
        script.send("beyond", script.acknowledge(epoch++, 0, 9, 1));
        script.send(
                "not in memory", script.and(script.acknowledge(epoch++, 2, 2, 1), script.topic, 7, next.duplicate()));
        script.send(
                "of an unknown topic", script.and(script.acknowledge(epoch++, 0, 9, 1), NOBODYS, 0, next.duplicate()));
        ShareAcknowledgeRequestData nothing = script.acknowledge(epoch++, 1, 0, 1);
        script.send("a bad one and one of nothing", script.and(nothing, script.topic, 1));
        script.send("a good one", script.acknowledge(epoch++, 0, 0, 2));
        script.send("a good one and one of nothing", script.and(script.acknowledge(epoch++, 1, 1, 1), script.topic, 1));
        script.send("on a fetch", script.with(script.fetch(epoch++), 2, 2, 1));
        script.send("a bad one on a fetch", script.with(script.fetch(epoch++), 2, 1, 1));
        ShareFetchRequestData others = script.with(script.fetch(epoch++), 3, 3, 1);
        script.partition(others, NOBODYS, 0);
        script.partition(others, script.topic, 8);
        script.send("on a fetch with what is unknown", others);
        script.send("on the last fetch", script.with(script.fetch(-1), 4, 4, 3));
        script.send("after the end", script.fetch(epoch));
    }

    private static void versionTwo(Script script) throws IOException {
        script.version = 2;
        script.group = "work2";
        script.member = "m2";
        script.send(
                "two records", script.fetch(0, 0).setShareAcquireMode((byte) 1).setMaxRecords(2));
        script.send("an unknown mode", script.fetch(1).setShareAcquireMode((byte) 2));
        script.send("an unknown mode without partitions", script.fetch(0).setShareAcquireMode((byte) 2));
        script.send("open again", script.fetch(0, 0));
        ShareFetchRequestData renews = script.with(script.fetch(1).setIsRenewAck(true), 0, 0, 4);
        script.send("renew and fetch", renews);
        renews.setMaxBytes(0).setMinBytes(0).setMaxRecords(0).setMaxWaitMs(0);
        script.send("renew", renews);
        script.send("renew without saying so", script.with(script.fetch(2), 0, 0, 4));
        script.send("acknowledge type 4 without saying so", script.acknowledge(3, 0, 0, 4));
        script.send("acknowledge type 4", script.acknowledge(4, 0, 0, 4).setIsRenewAck(true));
        script.send("acknowledge type 5", script.acknowledge(5, 0, 0, 5).setIsRenewAck(true));
        script.send("acknowledge", script.acknowledge(6, 0, 0, 1).setIsRenewAck(true));
        script.send("acknowledge again", script.acknowledge(7, 0, 0, 1));
        script.send("the end", script.acknowledge(-1, 1, 1, 3));
        script.send("after the end", script.acknowledge(8, 1, 1, 3));
    }

    private static List<String> answers(Target target) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
                Frames frames = new Frames(target.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic("jobs", 2, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("jobs", 0, "key", "job")).get();
            }
            for (String group : List.of("work", "work2")) {
                admin.alterShareGroupOffsets(group, Map.of(new TopicPartition("jobs", 0), 0L))
                        .all()
                        .get();
            }
            Uuid topic = admin.describeTopics(List.of("jobs"))
                    .allTopicNames()
                    .get()
                    .get("jobs")
                    .topicId();
            Script script = new Script(frames, topic);
            refusals(script);
            session(script);
            acknowledgements(script);
            versionTwo(script);
            return script.answers;
        }
    }

    @Test
    void oddRequestsGetTheSameAnswers() throws Exception {
        List<String> kafkas;
        List<String> ours;
        try (Target kraft = Target.kraft()) {
            kafkas = answers(kraft);
        }
        try (Target listener = Target.listener()) {
            ours = answers(listener);
        }
        assertEquals(String.join("\n", kafkas), String.join("\n", ours));
    }
}
