package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.internal.share.session.ShareSessionContext;
import io.github.groupcoordinator.internal.share.session.ShareSessionException;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessionRequest;
import io.github.groupcoordinator.internal.share.session.ShareSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicIdPartition;

/** Our share sessions. */
public final class OurSessions implements SessionSide, ShareSessions.Listener {
    private final ShareSessions sessions;
    private final Map<Integer, ShareSessionContext> contexts = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String[]> members;

    public OurSessions(int maxSessions, List<String[]> members) {
        sessions = new ShareSessions(maxSessions, this);
        this.members = members;
    }

    @Override
    public String fetch(int id, Asked asked) {
        try {
            ShareSessionContext context = sessions.fetch(new ShareSessionRequest(
                    new ShareSessionKey(asked.group(), asked.member()),
                    asked.epoch(),
                    asked.asked(),
                    asked.forgotten(),
                    asked.acknowledges(),
                    asked.connection()));
            contexts.put(id, context);
            List<TopicIdPartition> named = new ArrayList<>();
            List<String> nameless = new ArrayList<>();
            for (TopicIdPartition partition : context.partitions()) {
                if (partition.topic() == null) {
                    nameless.add(partition.topicId() + "-" + partition.partition());
                } else {
                    named.add(partition);
                }
            }
            nameless.sort(String::compareTo);
            return named + " and " + nameless;
        } catch (ShareSessionException e) {
            return "error " + e.code();
        }
    }

    @Override
    public String acknowledge(String group, String member, int epoch) {
        try {
            sessions.acknowledge(new ShareSessionKey(group, member), epoch);
            return "NONE";
        } catch (ShareSessionException e) {
            return "error " + e.code();
        }
    }

    @Override
    public String answer(int id, List<TopicIdPartition> answered, List<Boolean> records, List<Boolean> errors) {
        ShareSessionContext context = contexts.get(id);
        if (context.kind() == ShareSessionContext.Kind.FINAL) {
            return "final";
        }
        if (!context.isCurrent()) {
            return "INVALID_SHARE_SESSION_EPOCH";
        }
        return context.toTell(
                        answered,
                        partition -> records.get(answered.indexOf(partition)),
                        partition -> errors.get(answered.indexOf(partition)))
                .toString();
    }

    @Override
    public String release(String group, String member) {
        ShareSessionKey key = new ShareSessionKey(group, member);
        List<TopicIdPartition> partitions = sessions.partitions(key);
        return sessions.close(key) ? partitions.toString() : "none";
    }

    @Override
    public void disconnect(String connection) {
        sessions.disconnected(connection);
    }

    @Override
    public void clear() {
        sessions.clear();
    }

    @Override
    public void memberLeft(ShareSessionKey key) {
        notes.add(key.groupId() + " " + key.memberId() + " left " + release(key.groupId(), key.memberId()));
    }

    @Override
    public void groupEmpty(String groupId) {
        notes.add(groupId + " is empty");
    }

    @Override
    public List<TopicIdPartition> partitions(String group, String member) {
        return sessions.partitions(new ShareSessionKey(group, member));
    }

    @Override
    public String state() {
        StringBuilder text = new StringBuilder(sessions.size() + " sessions");
        for (String[] member : members) {
            text.append(' ').append(sessions.partitions(new ShareSessionKey(member[0], member[1])));
        }
        return text.toString();
    }

    @Override
    public List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }
}
