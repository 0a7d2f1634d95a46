package io.github.groupcoordinator.judge.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.groupcoordinator.judge.ClientRequest;
import io.github.groupcoordinator.judge.Codec;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.CoordinatorUnderTest.AppendedRecord;
import io.github.groupcoordinator.judge.history.Transcript.Circumstances;
import io.github.groupcoordinator.judge.history.Transcript.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** Plays a history to one coordinator and takes down what it says. */
final class Player {

    /** Is told of every answer: the state of the group when it was asked, the API, its version and the error codes. */
    interface Observer {
        void answered(String groupState, ApiKeys api, short version, Set<Short> errorCodes);
    }

    private static final int NEW_TOPIC_PARTITIONS = 3;

    private final CoordinatorUnderTest coordinator;
    private final Observer observer;
    private final Memory memory;
    private final Symbols symbols = new Symbols();
    private final Canonical canonical = new Canonical(symbols);
    private final Records records = new Records(canonical);
    private final List<String> answers = new ArrayList<>();
    private final SortedMap<Integer, Runnable> told = new TreeMap<>();
    private final SortedMap<Integer, Sent> last = new TreeMap<>();
    private final SortedMap<Integer, SortedMap<Integer, String>> waiting = new TreeMap<>();
    private int offsetsPartitions;
    private int requests;
    private int recordsSeen;
    private boolean unknownError;

    /** A request as it was sent, the group that it is about, and the request in words. */
    private record Sent(ClientRequest request, boolean namedByRequest, String group, String text) {

        /**
         * The same once more. A join that makes a member has a client id of its own again: ids of members that were
         * never answered come to sight in the order of Kafka's hash table, and only their prefixes tell them apart.
         */
        Sent again(String clientId) {
            ClientRequest renamed = new ClientRequest(request.api(), request.version(), clientId, request.body());
            return namedByRequest ? new Sent(renamed, true, group, text) : this;
        }
    }

    Player(CoordinatorUnderTest coordinator, Observer observer) {
        this.coordinator = coordinator;
        this.observer = observer;
        this.memory = new Memory(coordinator, id -> symbols.of("memberId", id));
    }

    /**
     * Plays the steps.
     *
     * @param judged what the judge said, or null if this is the judge
     */
    Transcript play(History history, List<Circumstances> judged) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Circumstances> circumstances = new ArrayList<>();
        offsetsPartitions = history.offsetsPartitions();
        int step = 0;
        boolean fault = false;
        while (step < history.steps().size() && !fault) {
            Step current = history.steps().get(step);
            answers.clear();
            String asked;
            Set<String> withoutProtocol = judged == null
                    ? coordinator.groupsWithoutProtocol()
                    : judged.get(step).groupsWithoutProtocol();
            memory.groupsWithoutProtocol(withoutProtocol);
            try {
                asked = play(
                        current,
                        judged == null ? instant(current) : judged.get(step).endedAtMs());
            } catch (RuntimeException | StackOverflowError e) {
                if (judged == null) {
                    throw new AssertionError("the judge threw at step " + step + " of " + history, e);
                }
                asked = current.toString();
                answers.add("threw " + e + " at " + first(e));
            }
            // Where ours ends is where the judge did.
            boolean tooLarge = coordinator.refusedTooLarge();
            boolean undone = coordinator.undidAConversion();
            boolean isFault = unknownError && !tooLarge && history.family() != Family.STREAMS;
            fault = judged == null && (isFault || undone);
            unknownError = false;
            // What a step brought is taken in in the order of the requests: Kafka promises no other.
            told.values().forEach(Runnable::run);
            told.clear();
            noteTopicsToCreate();
            circumstances.add(new Circumstances(coordinator.nowMs(), withoutProtocol));
            Collections.sort(answers);
            outcomes.add(new Outcome(asked, List.copyOf(answers), appended()));
            step++;
        }
        return new Transcript(outcomes, circumstances, fault ? step - 1 : step);
    }

    private static String first(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString();
    }

    private long instant(Step step) {
        long nowMs = coordinator.nowMs();
        if (step instanceof Step.Pass pass) {
            return nowMs + pass.ms();
        }
        if (step instanceof Step.Edge edge) {
            long deadlineMs = coordinator.nextDeadlineMs().orElse(nowMs);
            return Math.max(nowMs, deadlineMs + edge.offsetMs());
        }
        return nowMs;
    }

    private String play(Step step, long atMs) {
        if (step instanceof Step.Ask ask) {
            return ask(ask);
        }
        if (step instanceof Step.Again again) {
            Sent sent = last.get(again.client());
            return sent == null
                    ? "nothing to send again"
                    : send(again.client(), sent.again(clientId(again.client()))) + ", once more";
        }
        if (step instanceof Step.HangUp hangUp) {
            return hangUp(hangUp.client());
        }
        if (step instanceof Step.End end) {
            for (int partition = 0; partition < offsetsPartitions; partition++) {
                answers.add("partition " + partition + ": " + coordinator.completeTransaction(partition, end.marker()));
            }
            return end.toString();
        }
        if (step instanceof Step.Event event) {
            incident(event);
            return event.toString();
        }
        if (step instanceof Step.NewTopic topic) {
            createTopic(topic.topic(), topic.partitions());
            return topic.toString();
        }
        if (step instanceof Step.CreateMissing create) {
            memory.takeMissing().forEach((name, partitions) -> createTopic(name, partitions + create.more()));
            return create.toString();
        }
        if (step instanceof Step.Configure configure) {
            coordinator.configureGroup(configure.group(), configure.config());
            return configure.toString();
        }
        if (step instanceof Step.ShareState state) {
            coordinator.expectOfShareState(state.group(), state.mood());
            return state.toString();
        }
        long fromMs = coordinator.nowMs();
        coordinator.advanceTo(atMs);
        return "time +" + (atMs - fromMs) + " ms";
    }

    private void noteTopicsToCreate() {
        for (CreatableTopic topic : coordinator.topicsToCreate()) {
            memory.missing(topic.name(), topic.numPartitions());
            SortedMap<String, String> configs = new TreeMap<>();
            topic.configs().forEach(config -> configs.put(config.name(), config.value()));
            answers.add("to be created: " + topic.name() + " with " + topic.numPartitions() + " partitions, "
                    + topic.replicationFactor() + " replicas, " + configs);
        }
    }

    private void incident(Step.Event event) {
        switch (event.incident()) {
            case FAILOVER -> coordinator.failover();
            case UNLOAD -> coordinator.unload();
            case START_LOADING -> coordinator.startLoading();
            case LOAD -> coordinator.load();
            case FAIL_NEXT_APPEND -> coordinator.failNextAppend();
            case CREATE_TOPIC -> createTopic(event.topic(), NEW_TOPIC_PARTITIONS);
            case DELETE_TOPIC -> {
                if (exists(event.topic())) {
                    coordinator.deleteTopic(event.topic());
                }
            }
            case GROW_TOPIC -> {
                if (exists(event.topic())) {
                    int partitions = memory.partitions(event.topic()) + 2;
                    coordinator.growTopic(event.topic(), partitions);
                    memory.topic(event.topic(), partitions);
                }
            }
        }
    }

    private boolean exists(String topic) {
        return !coordinator.topicId(topic).equals(org.apache.kafka.common.Uuid.ZERO_UUID);
    }

    private void createTopic(String topic, int partitions) {
        if (!exists(topic)) {
            coordinator.createTopic(topic, partitions);
            memory.topic(topic, partitions);
            symbols.topic(coordinator.topicId(topic).toString(), topic);
        }
    }

    private String ask(Step.Ask ask) {
        Intent.Asked asked = ask.intent().request(memory);
        String clientId = clientId(ask.client());
        ClientRequest request = new ClientRequest(
                asked.api(), asked.version(), asked.namedByRequest() ? clientId : "c" + ask.client(), asked.body());
        ApiMessage received = Codec.received(request).data();
        String text = clientId + " " + asked.api().name + " v" + asked.version() + " "
                + canonical.write(received, asked.version());
        Sent sent = new Sent(request, asked.namedByRequest(), asked.group(), text);
        last.put(ask.client(), sent);
        return send(ask.client(), sent);
    }

    /** Names the next request of a client. */
    private String clientId(int client) {
        return "c" + client + "r" + (requests + 1);
    }

    private String send(int client, Sent sent) {
        int number = ++requests;
        ClientRequest request = sent.request();
        String state = coordinator.groupState(sent.group());
        waiting.computeIfAbsent(client, unused -> new TreeMap<>()).put(number, request.clientId());
        coordinator.submit(request, response -> {
            if (waiting.get(client).remove(number) == null) {
                return;
            }
            JsonNode json = Canonical.json(response, request.version());
            told.put(number, () -> {
                answers.add("to c" + client + "r" + number + ": " + canonical.answer(response, json));
                memory.answered(client, response);
            });
            Set<Short> codes = Canonical.errorCodes(json);
            observer.answered(state, request.api(), request.version(), codes);
            unknownError |= codes.contains(Errors.UNKNOWN_SERVER_ERROR.code());
        });
        return sent.text();
    }

    private String hangUp(int client) {
        SortedMap<Integer, String> open = waiting.get(client);
        if (open == null || open.isEmpty()) {
            return "c" + client + " waits for nothing";
        }
        // The map stays: an answer that comes late looks there, and finds that nobody waits for it.
        List<String> left = List.copyOf(open.values());
        open.clear();
        left.forEach(coordinator::hangUp);
        return "c" + client + " closes the connections of " + left.size() + " requests";
    }

    private List<String> appended() {
        List<AppendedRecord> all = coordinator.appended();
        List<String> fresh = new ArrayList<>();
        for (AppendedRecord record : all.subList(recordsSeen, all.size())) {
            fresh.add(records.write(record));
        }
        recordsSeen = all.size();
        Collections.sort(fresh);
        return fresh;
    }
}
