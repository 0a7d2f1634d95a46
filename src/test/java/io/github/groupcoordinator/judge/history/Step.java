package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.ShareStateKeeper;
import java.util.Map;

/** One thing that happens in a history; it means the same to every coordinator. */
sealed interface Step {

    /** A client sends a request. */
    record Ask(int client, Intent intent) implements Step {}

    /** A client sends its last request once more, to the byte, on another connection. */
    record Again(int client) implements Step {}

    /** A client closes every connection on which it waits for an answer. */
    record HangUp(int client) implements Step {}

    /** Time passes. */
    record Pass(long ms) implements Step {}

    /** Time passes until so many milliseconds before or after the judge's next deadline. */
    record Edge(int offsetMs) implements Step {}

    /** A producer's transaction ends. */
    record End(CoordinatorUnderTest.Marker marker) implements Step {}

    /** Something happens to the cluster. */
    record Event(Incident incident, String topic) implements Step {
        @Override
        public String toString() {
            return incident + (topic.isEmpty() ? "" : " " + topic);
        }
    }

    /** A topic is created, unless it is there. */
    record NewTopic(String topic, int partitions) implements Step {}

    /** The internal topics are created that answers to heartbeats named since this was last done, perhaps too large. */
    record CreateMissing(int more) implements Step {}

    /** An administrator gives a group these configurations and no others. */
    record Configure(String group, Map<String, String> config) implements Step {}

    /** The next call about a group ends so at whoever keeps the state of share-partitions. */
    record ShareState(String group, ShareStateKeeper.Mood mood) implements Step {}

    /** Things that may happen to the cluster. */
    enum Incident {
        FAILOVER,
        UNLOAD,
        START_LOADING,
        LOAD,
        FAIL_NEXT_APPEND,
        CREATE_TOPIC,
        DELETE_TOPIC,
        GROW_TOPIC
    }
}
