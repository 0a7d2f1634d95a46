package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.history.ConsumerIntents.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Endpoint;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskIds;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests of members and administrators of streams groups. */
final class StreamsIntents {
    private static final short VERSION = 0;

    private StreamsIntents() {}

    /** A thread of a streams application: where it belongs, and what it says about itself. */
    record AppThread(int slot, String group, String processId, int port, int rebalanceTimeoutMs, Topology topology) {

        private Endpoint endpoint() {
            return port == 0 ? null : new Endpoint().setHost("localhost").setPort(port);
        }
    }

    /** The things that a heartbeat says beside tasks and epochs. */
    record Said(String rack, Map<String, String> tags, boolean tagsTwice, boolean shutdown, boolean forgetsEndpoints) {
        static final Said NOTHING = new Said(null, null, false, false, false);

        private List<KeyValue> clientTags() {
            if (tags == null) {
                return null;
            }
            List<KeyValue> all = new ArrayList<>();
            tags.forEach((key, value) -> all.add(new KeyValue().setKey(key).setValue(value)));
            if (tagsTwice) {
                all.add(new KeyValue().setKey("zone").setValue("other"));
            }
            return all;
        }
    }

    /** Does what a well-behaved member does next: joins, shows what it has, or shows a sign of life. */
    record Next(AppThread thread, boolean slow) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(thread.slot());
            StreamsGroupHeartbeatRequestData data = new StreamsGroupHeartbeatRequestData()
                    .setGroupId(thread.group())
                    .setMemberId(memberId(client, thread.slot()))
                    .setEndpointInformationEpoch(client.endpointEpoch)
                    .setMemberEpoch(Math.max(client.generation, 0));
            if (client.generation <= 0) {
                join(data, thread, Said.NOTHING);
            } else if (!client.reported && !slow) {
                client.reported = true;
                data.setActiveTasks(list(client.active))
                        .setStandbyTasks(list(client.standby))
                        .setWarmupTasks(List.of());
            }
            return new Asked(ApiKeys.STREAMS_GROUP_HEARTBEAT, VERSION, thread.group(), data);
        }
    }

    private static void join(StreamsGroupHeartbeatRequestData data, AppThread thread, Said said) {
        data.setTopology(thread.topology())
                .setProcessId(thread.processId())
                .setUserEndpoint(thread.endpoint())
                .setRebalanceTimeoutMs(thread.rebalanceTimeoutMs())
                .setRackId(said.rack())
                .setClientTags(said.clientTags())
                .setActiveTasks(List.of())
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of());
    }

    private static String memberId(Memory.Client client, int slot) {
        if (client.memberId.isEmpty()) {
            client.memberId = "m" + slot + "-" + ++client.lives;
        }
        return client.memberId;
    }

    private static List<TaskIds> list(SortedMap<String, List<Integer>> tasks) {
        List<TaskIds> list = new ArrayList<>();
        tasks.forEach((subtopology, partitions) ->
                list.add(new TaskIds().setSubtopologyId(subtopology).setPartitions(partitions)));
        return list;
    }

    /** The tasks that a heartbeat names. */
    enum Owned {
        UNSAID,
        NOTHING,
        ASSIGNED,
        PART,
        MORE,
        NOWHERE,
        BEYOND,
        TWICE,
        HALF_SAID;

        void putInto(StreamsGroupHeartbeatRequestData data, Memory.Client client) {
            if (this == UNSAID) {
                return;
            }
            SortedMap<String, List<Integer>> active = new TreeMap<>(client.active);
            SortedMap<String, List<Integer>> standby = new TreeMap<>(client.standby);
            switch (this) {
                case NOTHING -> {
                    active.clear();
                    standby.clear();
                }
                case PART ->
                    active.replaceAll((subtopology, partitions) -> partitions.subList(0, partitions.size() / 2));
                case MORE -> active.put("0", List.of(0, 1));
                case NOWHERE -> active.put("nowhere", List.of(0));
                case BEYOND -> standby.put("0", List.of(99));
                default -> {
                    // As they are.
                }
            }
            List<TaskIds> activeList = list(active);
            if (this == TWICE && !activeList.isEmpty()) {
                activeList.add(activeList.get(0).duplicate());
            }
            data.setActiveTasks(activeList).setStandbyTasks(this == HALF_SAID ? null : list(standby));
            data.setWarmupTasks(List.of());
        }
    }

    /** Things in a request that 4.3.1 refuses before it looks at the group. */
    enum Oddity {
        NONE,
        INSTANCE_ID,
        TASK_OFFSETS,
        WARMUP,
        REGEX,
        NO_TOPOLOGY,
        NO_REBALANCE_TIMEOUT,
        FIXED_CHANGELOG,
        NO_TASKS;

        void putInto(StreamsGroupHeartbeatRequestData data) {
            switch (this) {
                case INSTANCE_ID -> data.setInstanceId("i-1");
                case TASK_OFFSETS -> data.setTaskOffsets(List.of());
                case WARMUP ->
                    data.setWarmupTasks(
                            List.of(new TaskIds().setSubtopologyId("0").setPartitions(List.of(0))));
                case REGEX -> {
                    if (data.topology() != null
                            && !data.topology().subtopologies().isEmpty()) {
                        data.setTopology(data.topology().duplicate());
                        data.topology().subtopologies().get(0).setSourceTopicRegex(List.of("o.*"));
                    }
                }
                case NO_TOPOLOGY -> data.setTopology(null);
                case NO_REBALANCE_TIMEOUT -> data.setRebalanceTimeoutMs(-1);
                case FIXED_CHANGELOG -> {
                    if (data.topology() != null) {
                        data.setTopology(data.topology().duplicate());
                        data.topology().subtopologies().forEach(subtopology -> subtopology
                                .stateChangelogTopics()
                                .forEach(topic -> topic.setPartitions(3)));
                    }
                }
                case NO_TASKS -> data.setActiveTasks(null).setStandbyTasks(null).setWarmupTasks(null);
                default -> {
                    // Nothing odd.
                }
            }
        }
    }

    /** A heartbeat as it comes. */
    record Beat(AppThread thread, Id id, Epoch epoch, Owned owned, Said said, Oddity oddity) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(thread.slot());
            StreamsGroupHeartbeatRequestData data = new StreamsGroupHeartbeatRequestData()
                    .setGroupId(thread.group())
                    .setMemberId(id == Id.MINE ? memberId(client, thread.slot()) : memory.memberId(thread.slot(), id))
                    .setMemberEpoch(epoch.of(client))
                    .setEndpointInformationEpoch(said.forgetsEndpoints() ? -1 : client.endpointEpoch)
                    .setShutdownApplication(said.shutdown());
            if (data.memberEpoch() == 0) {
                join(data, thread, said);
                if (owned == Owned.MORE) {
                    owned.putInto(data, client);
                }
            } else {
                owned.putInto(data, client);
                data.setRackId(said.rack()).setClientTags(said.clientTags());
            }
            oddity.putInto(data);
            return new Asked(ApiKeys.STREAMS_GROUP_HEARTBEAT, VERSION, thread.group(), data);
        }
    }

    /** A member says something new about itself, between joins. */
    record Change(AppThread thread) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(thread.slot());
            StreamsGroupHeartbeatRequestData data = new StreamsGroupHeartbeatRequestData()
                    .setGroupId(thread.group())
                    .setMemberId(memberId(client, thread.slot()))
                    .setMemberEpoch(Math.max(client.generation, 0))
                    .setEndpointInformationEpoch(client.endpointEpoch);
            if (data.memberEpoch() == 0) {
                join(data, thread, Said.NOTHING);
            } else {
                data.setProcessId(thread.processId())
                        .setUserEndpoint(thread.endpoint())
                        .setRebalanceTimeoutMs(thread.rebalanceTimeoutMs());
            }
            return new Asked(ApiKeys.STREAMS_GROUP_HEARTBEAT, VERSION, thread.group(), data);
        }
    }

    /** A member leaves or just ends, and another starts in its place under a new id. */
    record Restart(AppThread thread, boolean leaves, boolean shutdown) implements Intent {
        @Override
        public Asked request(Memory memory) {
            Memory.Client client = memory.client(thread.slot());
            int epoch = leaves ? -1 : Math.max(client.generation, 0);
            StreamsGroupHeartbeatRequestData data = new StreamsGroupHeartbeatRequestData()
                    .setGroupId(thread.group())
                    .setMemberId(memberId(client, thread.slot()))
                    .setMemberEpoch(epoch)
                    .setShutdownApplication(shutdown);
            if (epoch == 0) {
                join(data, thread, Said.NOTHING);
            }
            memory.restart(thread.slot());
            return new Asked(ApiKeys.STREAMS_GROUP_HEARTBEAT, VERSION, thread.group(), data);
        }
    }

    /** Describes groups. */
    record Describe(List<String> groups, boolean operations) implements Intent {
        @Override
        public Asked request(Memory memory) {
            return new Asked(
                    ApiKeys.STREAMS_GROUP_DESCRIBE,
                    VERSION,
                    groups.get(0),
                    new StreamsGroupDescribeRequestData()
                            .setGroupIds(groups)
                            .setIncludeAuthorizedOperations(operations));
        }
    }

    /** Fetches all offsets of a group, as a member or, with an epoch, as none. */
    record Fetch(int slot, String group, Id id, Epoch epoch) implements Intent {
        @Override
        public Asked request(Memory memory) {
            OffsetFetchRequestData data = new OffsetFetchRequestData();
            data.groups()
                    .add(new OffsetFetchRequestGroup()
                            .setGroupId(group)
                            .setMemberId(memory.memberIdOrNull(slot, id))
                            .setMemberEpoch(epoch.of(memory.client(slot)))
                            .setTopics(null));
            return new Asked(ApiKeys.OFFSET_FETCH, (short) 9, group, data);
        }
    }
}
