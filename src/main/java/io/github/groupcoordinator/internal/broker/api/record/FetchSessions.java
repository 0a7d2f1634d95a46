package io.github.groupcoordinator.internal.broker.api.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of one node (KIP-227). There are at most {@code max.incremental.fetch.session.cache.slots}; a
 * client that finds no room is served without a session. Ids count up from 1.
 */
final class FetchSessions {
    static final int NO_SESSION = 0;

    private static final int INITIAL_EPOCH = 0;
    private static final int FINAL_EPOCH = -1;

    /** The time after which a session that was not used makes room for any other. */
    private static final long EVICTION_MS = 120_000L;

    private final int slots;
    private final Function<Uuid, @Nullable String> nameOf;
    private final Map<Integer, Slot> sessions = new TreeMap<>();
    private int lastId = NO_SESSION;

    /** The work for one request, and what its answer says. */
    interface Context {
        /** Returns why the request is refused as a whole, or NONE. */
        Errors error();

        /** Returns the partitions to read. */
        List<FetchTarget> targets();

        /** Makes the answer of what was read. */
        public FetchResponseData answer(FetchResult result, long nowMs);
    }

    /** A session with what its eviction goes by. */
    private static final class Slot {
        private final FetchSession session;
        private long lastUsedMs;
        private int size;
        private boolean isOld;

        Slot(FetchSession session) {
            this.session = session;
        }

        void touch(long nowMs) {
            lastUsedMs = nowMs;
            size = session.size();
            isOld |= nowMs - session.createdMs() > EVICTION_MS;
        }
    }

    /**
     * @param nameOf tells the name of the topic with an id, or null
     */
    FetchSessions(int slots, Function<Uuid, @Nullable String> nameOf) {
        this.slots = slots;
        this.nameOf = nameOf;
    }

    /** Finds or closes the session that a request names. */
    Context context(short version, FetchRequestData body, long nowMs) {
        boolean usesTopicIds = FetchHandler.usesTopicIds(version);
        List<FetchTarget> named = named(usesTopicIds, body);
        if (body.sessionEpoch() == INITIAL_EPOCH || body.sessionEpoch() == FINAL_EPOCH) {
            // A full fetch closes the session that it names; that there is none makes no difference.
            sessions.remove(body.sessionId());
            return body.sessionEpoch() == FINAL_EPOCH ? new Sessionless(named) : new Full(usesTopicIds, named);
        }
        Slot slot = sessions.get(body.sessionId());
        if (slot == null) {
            return new Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        FetchSession session = slot.session;
        if (session.epoch() != body.sessionEpoch()) {
            return new Refused(Errors.INVALID_FETCH_SESSION_EPOCH);
        }
        if (session.usesTopicIds() != usesTopicIds) {
            return new Refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        session.update(named, forgotten(usesTopicIds, body));
        if (session.size() == 0) {
            sessions.remove(session.id());
            return new Sessionless(named);
        }
        slot.touch(nowMs);
        session.nextEpoch();
        return new Incremental(session, session.targets(nameOf));
    }

    /** Returns what a request names, each partition once; its last word counts. */
    private List<FetchTarget> named(boolean usesTopicIds, FetchRequestData body) {
        Map<FetchTarget.Key, FetchTarget> named = new LinkedHashMap<>();
        for (FetchTopic topic : body.topics()) {
            String name = usesTopicIds ? nameOf.apply(topic.topicId()) : topic.topic();
            for (FetchPartition partition : topic.partitions()) {
                FetchTarget target = new FetchTarget(name, usesTopicIds ? topic.topicId() : Uuid.ZERO_UUID, partition);
                named.put(target.key(), target);
            }
        }
        return new ArrayList<>(named.values());
    }

    private static List<FetchTarget.Key> forgotten(boolean usesTopicIds, FetchRequestData body) {
        List<FetchTarget.Key> forgotten = new ArrayList<>();
        for (ForgottenTopic topic : body.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                forgotten.add(
                        FetchTarget.key(topic.topic(), usesTopicIds ? topic.topicId() : Uuid.ZERO_UUID, partition));
            }
        }
        return forgotten;
    }

    /** Returns the id of a new session, or none if there is no room. */
    private int create(boolean usesTopicIds, List<FetchResult.Read> told, long nowMs) {
        if (sessions.size() >= slots && !evict(told.size(), nowMs)) {
            return NO_SESSION;
        }
        do {
            lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        } while (sessions.containsKey(lastId));
        Slot slot = new Slot(new FetchSession(lastId, usesTopicIds, nowMs, told));
        slot.touch(nowMs);
        sessions.put(lastId, slot);
        return lastId;
    }

    /** A new session takes the place of one that is not used any more, or of an old one that is smaller. */
    private boolean evict(int newSize, long nowMs) {
        Slot leastUsed = null;
        Slot smallest = null;
        for (Slot slot : sessions.values()) {
            if (leastUsed == null || slot.lastUsedMs < leastUsed.lastUsedMs) {
                leastUsed = slot;
            }
            if (slot.isOld && (smallest == null || slot.size < smallest.size)) {
                smallest = slot;
            }
        }
        if (leastUsed != null && nowMs - leastUsed.lastUsedMs > EVICTION_MS) {
            sessions.remove(leastUsed.session.id());
            return true;
        }
        if (smallest != null && newSize > smallest.size) {
            sessions.remove(smallest.session.id());
            return true;
        }
        return false;
    }

    /** A request that names no session, or one that is not at this point. */
    private record Refused(Errors error) implements Context {
        @Override
        public List<FetchTarget> targets() {
            return List.of();
        }

        @Override
        public FetchResponseData answer(FetchResult result, long nowMs) {
            return new FetchResponseData().setErrorCode(error.code());
        }
    }

    /** A request that wants no session. */
    private record Sessionless(List<FetchTarget> targets) implements Context {
        @Override
        public Errors error() {
            return Errors.NONE;
        }

        @Override
        public FetchResponseData answer(FetchResult result, long nowMs) {
            return result.response(NO_SESSION, result.partitions());
        }
    }

    /** A request that names all its partitions and gets a session, if there is room when it is answered. */
    private final class Full implements Context {
        private final boolean usesTopicIds;
        private final List<FetchTarget> targets;

        Full(boolean usesTopicIds, List<FetchTarget> targets) {
            this.usesTopicIds = usesTopicIds;
            this.targets = targets;
        }

        @Override
        public Errors error() {
            return Errors.NONE;
        }

        @Override
        public List<FetchTarget> targets() {
            return targets;
        }

        @Override
        public FetchResponseData answer(FetchResult result, long nowMs) {
            return result.response(create(usesTopicIds, result.partitions(), nowMs), result.partitions());
        }
    }

    /** A request within a session. */
    private static final class Incremental implements Context {
        private final FetchSession session;
        private final List<FetchTarget> targets;
        private final int epoch;

        Incremental(FetchSession session, List<FetchTarget> targets) {
            this.session = session;
            this.targets = targets;
            this.epoch = session.epoch();
        }

        @Override
        public Errors error() {
            return Errors.NONE;
        }

        @Override
        public List<FetchTarget> targets() {
            return targets;
        }

        @Override
        public FetchResponseData answer(FetchResult result, long nowMs) {
            if (session.epoch() != epoch) {
                // Somebody else went on with the session while this request was parked.
                return new FetchResponseData()
                        .setSessionId(session.id())
                        .setErrorCode(Errors.INVALID_FETCH_SESSION_EPOCH.code());
            }
            return result.response(session.id(), session.news(result.partitions()));
        }
    }
}
