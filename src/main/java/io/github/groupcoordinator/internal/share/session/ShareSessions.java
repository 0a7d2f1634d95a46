package io.github.groupcoordinator.internal.share.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The share sessions of one broker. A full cache refuses new ones; nothing is evicted to make room. A session goes with
 * its final request, or with the connection that opened it.
 *
 * <p>A connection remembers the session that it opened last only. So of two on one connection, the first stays when it
 * closes; and when the first is closed by request, the second stays, too. That is how Kafka 4.3 does it.
 */
public final class ShareSessions {
    public static final int INITIAL_EPOCH = 0;
    public static final int FINAL_EPOCH = -1;

    private final int maxSessions;
    private final Listener listener;
    private final Map<ShareSessionKey, ShareSession> sessions = new LinkedHashMap<>();
    private final Map<String, Integer> membersOfGroups = new LinkedHashMap<>();
    private final Map<String, Opened> openedBy = new LinkedHashMap<>();

    /** The listener that lets go of what sessions held. */
    public interface Listener {
        /** A connection took a session along; {@link #close} is to be called, and its records to be released. */
        void memberLeft(ShareSessionKey key);

        /** A connection that had opened a session of the group has closed, and no session of it is left. */
        void groupEmpty(String groupId);
    }

    /** The session that a connection opened last. */
    private static final class Opened {
        private final ShareSessionKey key;
        private boolean stale;

        Opened(ShareSessionKey key) {
            this.key = key;
        }
    }

    /** @param maxSessions {@code group.share.max.share.sessions} */
    public ShareSessions(int maxSessions, Listener listener) {
        this.maxSessions = maxSessions;
        this.listener = listener;
    }

    public int size() {
        return sessions.size();
    }

    /** Opens, updates or looks up the session of a ShareFetch, and counts the request. */
    public ShareSessionContext fetch(ShareSessionRequest request) throws ShareSessionException {
        if (request.epoch() == FINAL_EPOCH) {
            find(request.key());
            return ShareSessionContext.last();
        }
        if (request.epoch() == INITIAL_EPOCH) {
            open(request);
            return ShareSessionContext.first(request.asked());
        }
        ShareSession session = find(request.key());
        requireEpoch(session, request.epoch());
        session.update(request.asked(), request.forgotten());
        session.nextEpoch();
        return ShareSessionContext.following(request.epoch(), session);
    }

    private void open(ShareSessionRequest request) throws ShareSessionException {
        if (request.hasAcknowledgements()) {
            throw new ShareSessionException(
                    Errors.INVALID_REQUEST, "a request that opens a share session can't acknowledge records");
        }
        remove(request.key());
        if (ShareSession.namesOneTwice(request.asked())) {
            // Kafka's code fails here, when the old session is gone.
            throw new ShareSessionException(
                    Errors.UNKNOWN_SERVER_ERROR, "a request that opens a share session names a partition twice");
        }
        if (sessions.size() >= maxSessions) {
            throw new ShareSessionException(
                    ShareSessionException.LIMIT_REACHED,
                    "the broker has " + sessions.size() + " share sessions, and no room for " + request.key());
        }
        ShareSession session = new ShareSession(request.key(), request.connectionId(), request.asked());
        sessions.put(request.key(), session);
        membersOfGroups.merge(request.key().groupId(), 1, Integer::sum);
        openedBy.put(request.connectionId(), new Opened(request.key()));
    }

    /** Counts a ShareAcknowledge. */
    public void acknowledge(ShareSessionKey key, int epoch) throws ShareSessionException {
        if (epoch == INITIAL_EPOCH) {
            throw new ShareSessionException(
                    Errors.INVALID_SHARE_SESSION_EPOCH, "a ShareAcknowledge can't open a share session");
        }
        ShareSession session = find(key);
        if (epoch != FINAL_EPOCH) {
            requireEpoch(session, epoch);
            session.nextEpoch();
        }
    }

    private ShareSession find(ShareSessionKey key) throws ShareSessionException {
        ShareSession session = sessions.get(key);
        if (session == null) {
            throw new ShareSessionException(Errors.SHARE_SESSION_NOT_FOUND, "there is no share session of " + key);
        }
        return session;
    }

    private static void requireEpoch(ShareSession session, int epoch) throws ShareSessionException {
        if (session.epoch() != epoch) {
            throw new ShareSessionException(
                    Errors.INVALID_SHARE_SESSION_EPOCH,
                    "expected epoch " + session.epoch() + " of the share session of " + session.key() + " but got "
                            + epoch);
        }
    }

    /**
     * Returns the partitions of a session, of which its member may have acquired records; none if there is no session.
     */
    public List<TopicIdPartition> partitions(ShareSessionKey key) {
        ShareSession session = sessions.get(key);
        return session == null ? List.of() : session.partitions();
    }

    /** Ends a session; returns whether there was one. What its member has acquired is for the caller to release. */
    public boolean close(ShareSessionKey key) {
        return remove(key) != null;
    }

    private @Nullable ShareSession remove(ShareSessionKey key) {
        ShareSession session = sessions.remove(key);
        if (session != null) {
            membersOfGroups.computeIfPresent(key.groupId(), (group, members) -> members - 1);
            Opened opened = openedBy.get(session.connectionId());
            if (opened != null) {
                // It may be that of another session by now.
                opened.stale = true;
            }
        }
        return session;
    }

    /** Says that a connection is gone. */
    public void disconnected(String connectionId) {
        Opened opened = openedBy.remove(connectionId);
        if (opened == null) {
            return;
        }
        if (!opened.stale && sessions.containsKey(opened.key)) {
            listener.memberLeft(opened.key);
            remove(opened.key);
        }
        String groupId = opened.key.groupId();
        if (membersOfGroups.getOrDefault(groupId, 0) == 0) {
            membersOfGroups.remove(groupId);
            listener.groupEmpty(groupId);
        }
    }

    /**
     * Forgets all sessions, because share groups are no longer allowed; connections are remembered until they close.
     */
    public void clear() {
        sessions.clear();
        membersOfGroups.clear();
    }
}
