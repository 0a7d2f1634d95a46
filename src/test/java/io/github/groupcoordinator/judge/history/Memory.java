package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.TaskIds;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The memory that the clients of a history have of one coordinator's answers. */
final class Memory {
    private final CoordinatorUnderTest coordinator;
    private final UnaryOperator<String> symbol;
    private final Map<Integer, Client> clients = new TreeMap<>();
    private final Map<String, Integer> partitions = new TreeMap<>();
    private final SortedMap<String, Integer> missing = new TreeMap<>();
    private Set<String> groupsWithoutProtocol = Set.of();

    /** One client's memory. */
    static final class Client {
        String memberId = "";
        String previousId = "";
        int generation = -1;
        boolean leader;
        boolean synced;
        boolean pending;
        List<String> members = new ArrayList<>();
        String protocolType;
        String protocolName;

        /** The epoch before the present one. */
        int previousEpoch;

        /** The number of ids that a consumer has given itself. */
        int lives;

        /** The partitions that it was last told to own, by topic id; and whether it has said that it does. */
        SortedMap<Uuid, List<Integer>> assigned = new TreeMap<>();

        boolean reported = true;

        /** The tasks of a streams application that it was last told to run, by subtopology. */
        SortedMap<String, List<Integer>> active = new TreeMap<>();

        SortedMap<String, List<Integer>> standby = new TreeMap<>();

        /** The epoch of the endpoints that it knows. */
        int endpointEpoch = -1;

        /** True while everything that is still to come was meant for the process before. */
        boolean deaf;

        /** A heartbeat of the classic protocol was refused: the group rebalances. */
        boolean toldToRejoin;
    }

    /**
     * Remembers.
     *
     * @param symbol names an id in the same way for every coordinator
     */
    Memory(CoordinatorUnderTest coordinator, UnaryOperator<String> symbol) {
        this.coordinator = coordinator;
        this.symbol = symbol;
    }

    Client client(int slot) {
        return clients.computeIfAbsent(slot, s -> new Client());
    }

    int partitions(String topic) {
        return partitions.getOrDefault(topic, 0);
    }

    void topic(String name, int partitionCount) {
        partitions.put(name, partitionCount);
    }

    /** Notes that a topic is to be created. */
    void missing(String name, int partitionCount) {
        missing.put(name, partitionCount);
    }

    /** Returns the topics that are to be created, with their numbers of partitions, and forgets them. */
    SortedMap<String, Integer> takeMissing() {
        SortedMap<String, Integer> taken = new TreeMap<>(missing);
        missing.clear();
        return taken;
    }

    Uuid topicId(String name) {
        return coordinator.topicId(name);
    }

    /** Returns the name of the topic that has the id, if it is still there. */
    String topicName(Uuid id) {
        return partitions.keySet().stream()
                .filter(name -> topicId(name).equals(id))
                .findFirst()
                .orElse("gone");
    }

    String memberId(int slot, Intent.Id choice) {
        return switch (choice) {
            case MINE -> client(slot).memberId;
            case NONE -> "";
            case UNKNOWN -> "nobody";
            case MY_PREVIOUS -> client(slot).previousId;
            case ANOTHERS -> another(slot);
        };
    }

    /** Returns the same for a request that may leave it out, as every other client does instead of saying none. */
    @Nullable
    String memberIdOrNull(int slot, Intent.Id choice) {
        return choice == Intent.Id.NONE && slot % 2 == 0 ? null : memberId(slot, choice);
    }

    private String another(int slot) {
        for (Map.Entry<Integer, Client> other : clients.entrySet()) {
            if (other.getKey() > slot && !other.getValue().memberId.isEmpty()) {
                return other.getValue().memberId;
            }
        }
        return client(0).memberId;
    }

    int generation(int slot, Intent.Generation choice) {
        int mine = client(slot).generation;
        return switch (choice) {
            case MINE -> mine;
            case NEXT -> mine + 1;
            case PREVIOUS -> Math.max(mine - 1, 0);
            case NONE -> -1;
        };
    }

    /** Returns whether the client was given an id and told to come back with it. */
    boolean isPending(int slot) {
        return client(slot).pending;
    }

    boolean anyPending() {
        return clients.values().stream().anyMatch(client -> client.pending);
    }

    void answered(int slot, ApiMessage response) {
        if (client(slot).deaf) {
            client(slot).deaf = false;
        } else if (response instanceof JoinGroupResponseData join) {
            joined(client(slot), join);
        } else if (response instanceof ConsumerGroupHeartbeatResponseData beat) {
            beaten(client(slot), beat);
        } else if (response instanceof ShareGroupHeartbeatResponseData beat) {
            beaten(client(slot), beat);
        } else if (response instanceof StreamsGroupHeartbeatResponseData beat) {
            beaten(client(slot), beat);
        } else if (response instanceof HeartbeatResponseData heartbeat) {
            client(slot).toldToRejoin = heartbeat.errorCode() != Errors.NONE.code();
        } else if (response instanceof SyncGroupResponseData sync) {
            synced(client(slot), sync);
            client(slot).synced = sync.errorCode() == Errors.NONE.code();
            if (sync.errorCode() == Errors.UNKNOWN_MEMBER_ID.code()) {
                forget(client(slot));
            }
        }
    }

    /** Remembers what a classic consumer is told to own, which it names when it joins again. */
    private void synced(Client client, SyncGroupResponseData sync) {
        client.assigned = new TreeMap<>();
        ClassicAssignment.read(sync.assignment())
                .ifPresent(assignment -> assignment.partitions().forEach(partition -> client.assigned
                        .computeIfAbsent(topicId(partition.topic()), unused -> new ArrayList<>())
                        .add(partition.partition())));
    }

    private static void beaten(Client client, ConsumerGroupHeartbeatResponseData beat) {
        switch (Errors.forCode(beat.errorCode())) {
            case NONE -> {
                if (beat.memberEpoch() < 0) {
                    left(client);
                    return;
                }
                client.memberId = beat.memberId();
                if (client.generation != beat.memberEpoch()) {
                    client.previousEpoch = client.generation;
                    client.generation = beat.memberEpoch();
                }
                if (beat.assignment() != null) {
                    client.assigned = new TreeMap<>();
                    beat.assignment()
                            .topicPartitions()
                            .forEach(topic -> client.assigned.put(
                                    topic.topicId(),
                                    topic.partitions().stream().sorted().toList()));
                    client.reported = false;
                }
            }
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> left(client);
            case FENCED_INSTANCE_ID -> {
                forget(client);
                client.assigned = new TreeMap<>();
            }
            default -> {
                // It tries again.
            }
        }
    }

    private static void beaten(Client client, ShareGroupHeartbeatResponseData beat) {
        switch (Errors.forCode(beat.errorCode())) {
            case NONE -> {
                if (beat.memberEpoch() < 0) {
                    left(client);
                } else if (client.generation != beat.memberEpoch()) {
                    client.previousEpoch = client.generation;
                    client.generation = beat.memberEpoch();
                }
            }
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> left(client);
            default -> {
                // It tries again.
            }
        }
    }

    private static void beaten(Client client, StreamsGroupHeartbeatResponseData beat) {
        switch (Errors.forCode(beat.errorCode())) {
            case NONE -> {
                if (beat.memberEpoch() < 0) {
                    left(client);
                    return;
                }
                if (client.generation != beat.memberEpoch()) {
                    client.previousEpoch = client.generation;
                    client.generation = beat.memberEpoch();
                }
                client.endpointEpoch = beat.endpointInformationEpoch();
                if (beat.activeTasks() != null) {
                    client.active = tasks(beat.activeTasks());
                    client.standby = tasks(beat.standbyTasks());
                    client.reported = false;
                }
            }
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> left(client);
            default -> {
                // It tries again.
            }
        }
    }

    private static SortedMap<String, List<Integer>> tasks(List<TaskIds> told) {
        SortedMap<String, List<Integer>> tasks = new TreeMap<>();
        told.forEach(each -> tasks.put(
                each.subtopologyId(), each.partitions().stream().sorted().toList()));
        return tasks;
    }

    private static void left(Client client) {
        client.active = new TreeMap<>();
        client.standby = new TreeMap<>();
        client.generation = 0;
        client.assigned = new TreeMap<>();
        client.reported = true;
    }

    private void joined(Client client, JoinGroupResponseData join) {
        client.synced = false;
        client.toldToRejoin = false;
        Errors error = Errors.forCode(join.errorCode());
        client.pending = error == Errors.MEMBER_ID_REQUIRED;
        if (error == Errors.NONE || error == Errors.MEMBER_ID_REQUIRED) {
            if (!client.memberId.equals(join.memberId())) {
                client.previousId = client.memberId;
            }
            client.memberId = join.memberId();
        } else if (error == Errors.UNKNOWN_MEMBER_ID || error == Errors.FENCED_INSTANCE_ID) {
            forget(client);
        }
        client.generation = error == Errors.NONE ? join.generationId() : -1;
        client.leader = error == Errors.NONE && join.leader().equals(join.memberId());
        client.members = join.members().stream()
                .map(JoinGroupResponseMember::memberId)
                .sorted(Comparator.comparing(symbol))
                .toList();
        client.protocolType = join.protocolType();
        client.protocolName = join.protocolName();
        // A restarted static leader that may keep its assignment has nothing to distribute.
        client.leader &= !join.skipAssignment();
    }

    /** Notes which classic groups' members have not agreed on a protocol yet, as the judge says. */
    void groupsWithoutProtocol(Set<String> groups) {
        groupsWithoutProtocol = groups;
    }

    /**
     * Returns whether a consumer should rather not join the group now: the fault that it would meet ends the history.
     */
    boolean wouldTripOver(String group) {
        return groupsWithoutProtocol.contains(group);
    }

    /** Another process takes the client's place, which remembers nothing. */
    void restart(int slot) {
        Client restarted = new Client();
        restarted.previousId = client(slot).memberId;
        restarted.lives = client(slot).lives;
        restarted.deaf = true;
        clients.put(slot, restarted);
    }

    private static void forget(Client client) {
        if (!client.memberId.isEmpty()) {
            client.previousId = client.memberId;
        }
        client.memberId = "";
        client.generation = -1;
    }
}
