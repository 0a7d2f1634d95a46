package io.github.groupcoordinator.sharerequests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ShareFetchResponse;

/**
 * ShareFetch and ShareAcknowledge as frames, odd ones above all, one after the other: the request layer, which
 * histories of its parts don't reach. Asked of a broker that leads two partitions of a topic, the first with twelve
 * batches of one record; the groups "work" and "work2" begin at its offset 0. Answers are told without messages, and
 * partitions in their order. Records come from one partition only: when a second one has loaded its state is up to the
 * threads of Kafka's broker.
 */
public final class OddShareRequests {
    /** The batches of one record in the first partition. */
    public static final int RECORDS = 12;

    /** The groups that begin at offset 0. */
    public static final List<String> GROUPS = List.of("work", "work2");

    private static final Uuid NOBODYS = new Uuid(4711, 4711);

    /** A connection to the broker. */
    public interface Calls {
        /** Sends a request and waits for its answer. */
        <T extends ApiMessage> T call(ApiKeys api, int version, ApiMessage body, Class<T> type) throws Exception;
    }

    /** Returns a line for each request and its answer. */
    public static List<String> answers(Calls calls, Uuid topic) throws Exception {
        OddShareRequests requests = new OddShareRequests(calls, topic);
        requests.refusals();
        requests.session();
        requests.acknowledgements();
        requests.versionTwo();
        return requests.answers;
    }

    private final Calls calls;
    private final Uuid topic;
    private final List<String> answers = new ArrayList<>();
    private short version = 1;
    private String group = "work";
    private String member = "m1";

    private OddShareRequests(Calls calls, Uuid topic) {
        this.calls = calls;
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

    void send(String what, ShareFetchRequestData request) throws Exception {
        ShareFetchResponseData answer = calls.call(ApiKeys.SHARE_FETCH, version, request, ShareFetchResponseData.class);
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
            for (RecordBatch batch : ShareFetchResponse.recordsOrFail(partition).batches()) {
                text.append(' ').append(batch.baseOffset());
            }
            text.append(" leader ").append(partition.currentLeader().leaderId());
            sorted.put(name(each.topicId()) + "-" + partition.partitionIndex(), text.toString());
        }));
        answers.add("v" + version + " " + what + ": " + error(answer.errorCode()) + " "
                + answer.acquisitionLockTimeoutMs() + " ms " + sorted + " "
                + answer.nodeEndpoints().size() + " nodes");
    }

    void send(String what, ShareAcknowledgeRequestData request) throws Exception {
        ShareAcknowledgeResponseData answer =
                calls.call(ApiKeys.SHARE_ACKNOWLEDGE, version, request, ShareAcknowledgeResponseData.class);
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

    private void refusals() throws Exception {
        send("long member id", fetch(0, 0).setMemberId("x".repeat(37)));
        send("no member id", fetch(0, 0).setMemberId(""));
        send("null member id", fetch(0, 0).setMemberId(null));
        send("null group", fetch(0, 0).setGroupId(null));
        send("no session", fetch(1, 0));
        send("no session to end", fetch(-1));
        send("a negative epoch", fetch(-2, 0));
        send("acknowledge with a long member id", acknowledge(1, 0, 0, 1).setMemberId("x".repeat(37)));
        send("acknowledge without a group", acknowledge(1, 0, 0, 1).setGroupId(null));
        send("acknowledge without a session", acknowledge(1, 0, 0, 1));
        send("acknowledge as first", acknowledge(0, 0, 0, 1));
        send("acknowledge as last", acknowledge(-1, 0, 0, 1));
        send("first with an acknowledgement", with(fetch(0), 0, 0, 1));
        ShareFetchRequestData twice = fetch(0, 0, 0);
        send("a partition twice", twice);
        send("a group that is not there", fetch(0, 0).setGroupId("nobodys"));
    }

    private void session() throws Exception {
        ShareFetchRequestData opens = fetch(0, 0, 7);
        partition(opens, NOBODYS, 0);
        send("open, with what is unknown", opens);
        send("an old epoch", fetch(0).setShareSessionEpoch(5));
        send("incremental", fetch(1));
        ShareFetchRequestData forgets = fetch(2).setForgottenTopicsData(List.of(
                new ForgottenTopic().setTopicId(NOBODYS).setPartitions(List.of(0)),
                new ForgottenTopic().setTopicId(topic).setPartitions(List.of(7))));
        send("forgetting", forgets);
        send("no records", fetch(3).setMaxRecords(0));
        send("no bytes", fetch(4).setMaxBytes(0));
        send("what is there already", fetch(5, 0));
    }

    private void acknowledgements() throws Exception {
        int epoch = 6;
        send("ends before it begins", acknowledge(epoch++, 1, 0, 1));
        send("no type", acknowledge(epoch++, 0, 0));
        send("too many types", acknowledge(epoch++, 0, 0, 1, 1));
        send("too few types", acknowledge(epoch++, 0, 2, 1, 1));
        send("type -1", acknowledge(epoch++, 0, 0, -1));
        send("type 4", acknowledge(epoch++, 0, 0, 4));
        send("type 5", acknowledge(epoch++, 0, 0, 5));
        ShareAcknowledgeRequestData.AcknowledgementBatch next = new ShareAcknowledgeRequestData.AcknowledgementBatch()
                .setFirstOffset(0)
                .setLastOffset(1);
        next.setAcknowledgeTypes(List.of((byte) 1));
        send("overlapping", and(acknowledge(epoch++, 0, 1, 1), topic, 0, next));
        send("beyond", acknowledge(epoch++, 0, 9, 1));
        send("not in memory", and(acknowledge(epoch++, 2, 2, 1), topic, 7, next.duplicate()));
        send("of an unknown topic", and(acknowledge(epoch++, 0, 9, 1), NOBODYS, 0, next.duplicate()));
        ShareAcknowledgeRequestData nothing = acknowledge(epoch++, 1, 0, 1);
        send("a bad one and one of nothing", and(nothing, topic, 1));
        send("a good one", acknowledge(epoch++, 0, 0, 2));
        send("a good one and one of nothing", and(acknowledge(epoch++, 1, 1, 1), topic, 1));
        send("on a fetch", with(fetch(epoch++), 2, 2, 1));
        send("a bad one on a fetch", with(fetch(epoch++), 2, 1, 1));
        ShareFetchRequestData others = with(fetch(epoch++), 3, 3, 1);
        partition(others, NOBODYS, 0);
        partition(others, topic, 8);
        send("on a fetch with what is unknown", others);
        send("on the last fetch", with(fetch(-1), 4, 4, 3));
        send("after the end", fetch(epoch));
    }

    private void versionTwo() throws Exception {
        version = 2;
        group = "work2";
        member = "m2";
        send("two records", fetch(0, 0).setShareAcquireMode((byte) 1).setMaxRecords(2));
        send("an unknown mode", fetch(1).setShareAcquireMode((byte) 2));
        send("an unknown mode without partitions", fetch(0).setShareAcquireMode((byte) 2));
        send("open again", fetch(0, 0, 7));
        ShareFetchRequestData renews = with(fetch(1).setIsRenewAck(true), 0, 0, 4);
        send("renew and fetch", renews);
        renews.setMaxBytes(0).setMinBytes(0).setMaxRecords(0).setMaxWaitMs(0);
        send("renew and bytes", renews.duplicate().setMaxBytes(1));
        send("renew and more bytes", renews.duplicate().setMinBytes(1));
        send("renew and records", renews.duplicate().setMaxRecords(1));
        send("renew and a wait", renews.duplicate().setMaxWaitMs(1));
        send("renew", renews);
        send("renew without saying so", with(fetch(2), 0, 0, 4));
        send("acknowledge type 4 without saying so", acknowledge(3, 0, 0, 4));
        send("acknowledge type 4", acknowledge(4, 0, 0, 4).setIsRenewAck(true));
        send("acknowledge type 5", acknowledge(5, 0, 0, 5).setIsRenewAck(true));
        send("acknowledge", acknowledge(6, 0, 0, 1).setIsRenewAck(true));
        send("acknowledge again", acknowledge(7, 0, 0, 1));
        send("the end", acknowledge(-1, 1, 1, 3));
        send("after the end", acknowledge(8, 1, 1, 3));
    }
}
