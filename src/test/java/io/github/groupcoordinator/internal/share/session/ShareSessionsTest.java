package io.github.groupcoordinator.internal.share.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ShareSessionsTest implements ShareSessions.Listener {
    private static final TopicIdPartition JOBS_0 = new TopicIdPartition(new Uuid(1, 1), 0, "jobs");
    private static final TopicIdPartition JOBS_1 = new TopicIdPartition(new Uuid(1, 1), 1, "jobs");
    private static final TopicIdPartition JOBS_2 = new TopicIdPartition(new Uuid(1, 1), 2, "jobs");
    private static final ShareSessionKey M1 = new ShareSessionKey("work", "m1");
    private static final ShareSessionKey M2 = new ShareSessionKey("work", "m2");

    private final ShareSessions sessions = new ShareSessions(2, this);
    private final List<String> told = new ArrayList<>();

    @Override
    public void memberLeft(ShareSessionKey key) {
        told.add(key.memberId() + " left " + sessions.partitions(key).size());
        sessions.close(key);
    }

    @Override
    public void groupEmpty(String groupId) {
        told.add(groupId + " is empty");
    }

    private ShareSessionContext fetch(ShareSessionKey key, int epoch, TopicIdPartition... asked)
            throws ShareSessionException {
        return sessions.fetch(new ShareSessionRequest(key, epoch, List.of(asked), List.of(), false, "connection-1"));
    }

    private void assertRefused(Errors error, ShareSessionKey key, int epoch) {
        assertThatThrownBy(() -> fetch(key, epoch))
                .isInstanceOfSatisfying(ShareSessionException.class, refused -> assertThat(refused.code())
                        .isEqualTo(error.code()));
    }

    @Test
    void requestsCountFromOneAndKeepTheirPartitions() throws ShareSessionException {
        fetch(M1, 0, JOBS_0, JOBS_1);
        assertThat(fetch(M1, 1).partitions()).containsExactly(JOBS_0, JOBS_1);
        sessions.acknowledge(M1, 2);
        assertThat(fetch(M1, 3, JOBS_2).partitions()).containsExactly(JOBS_0, JOBS_1, JOBS_2);
        assertRefused(Errors.INVALID_SHARE_SESSION_EPOCH, M1, 3);
        assertRefused(Errors.INVALID_SHARE_SESSION_EPOCH, M1, 5);
    }

    @Test
    void partitionThatIsNamedTwiceOpensNoSessionAndEndsTheOldOne() throws ShareSessionException {
        fetch(M1, 0, JOBS_0);
        assertThatThrownBy(() -> fetch(M1, 0, JOBS_0, JOBS_1, JOBS_0))
                .isInstanceOfSatisfying(ShareSessionException.class, refused -> assertThat(refused.code())
                        .isEqualTo(Errors.UNKNOWN_SERVER_ERROR.code()));
        assertRefused(Errors.SHARE_SESSION_NOT_FOUND, M1, 1);
        fetch(M1, 0, JOBS_0);
        assertThat(fetch(M1, 1, JOBS_1, JOBS_1).partitions()).containsExactly(JOBS_0, JOBS_1);
    }

    @Test
    void afterTheLargestEpochComesOne() {
        ShareSession session = new ShareSession(M1, "connection-1", List.of(JOBS_0));
        assertThat(session.ifFollowing(0)).isSameAs(session);
        assertThat(session.ifFollowing(Integer.MAX_VALUE)).isSameAs(session);
        assertThat(session.ifFollowing(1)).isNull();
        session.nextEpoch();
        assertThat(session.epoch()).isEqualTo(2);
    }

    @Test
    void withoutASessionEveryEpochButZeroIsRefused() {
        assertRefused(Errors.SHARE_SESSION_NOT_FOUND, M1, 1);
        assertRefused(Errors.SHARE_SESSION_NOT_FOUND, M1, -1);
        assertThatThrownBy(() -> sessions.acknowledge(M1, 0))
                .isInstanceOfSatisfying(ShareSessionException.class, refused -> assertThat(refused.code())
                        .isEqualTo(Errors.INVALID_SHARE_SESSION_EPOCH.code()));
    }

    @Test
    void aFullCacheRefusesAndEvictsNobody() throws ShareSessionException {
        fetch(M1, 0, JOBS_0);
        fetch(M2, 0, JOBS_0);
        assertThatThrownBy(() -> fetch(new ShareSessionKey("work", "m3"), 0))
                .isInstanceOfSatisfying(ShareSessionException.class, refused -> assertThat(refused.code())
                        .isEqualTo((short) 133));
        assertThat(sessions.size()).isEqualTo(2);
        fetch(M1, 0, JOBS_1);
        assertThat(sessions.partitions(M1)).containsExactly(JOBS_1);
    }

    @Test
    void anAnswerNamesWhatIsNewOrHasRecordsOrAnError() throws ShareSessionException {
        fetch(M1, 0, JOBS_0, JOBS_1);
        ShareSessionContext second = fetch(M1, 1, JOBS_2);
        assertThat(second.toTell(second.partitions(), JOBS_0::equals, none -> false))
                .containsExactly(JOBS_0, JOBS_2);
        ShareSessionContext third = fetch(M1, 2);
        assertThat(third.partitions()).containsExactly(JOBS_1, JOBS_2, JOBS_0);
        assertThat(third.toTell(third.partitions(), none -> false, JOBS_1::equals))
                .containsExactly(JOBS_1);
        ShareSessionContext fourth = fetch(M1, 3);
        assertThat(fourth.toTell(fourth.partitions(), none -> false, none -> false))
                .containsExactly(JOBS_1);
        assertThat(third.isCurrent()).isFalse();
        assertThat(fourth.isCurrent()).isTrue();
    }

    @Test
    void aConnectionTakesTheSessionAlongThatItOpenedLast() throws ShareSessionException {
        fetch(M1, 0, JOBS_0);
        fetch(M2, 0, JOBS_0, JOBS_1);
        sessions.disconnected("connection-1");
        assertThat(told).containsExactly("m2 left 2");
        assertThat(sessions.partitions(M1)).containsExactly(JOBS_0);
        sessions.disconnected("connection-1");
        assertThat(told).hasSize(1);
    }

    @Test
    void theLastConnectionOfAGroupTellsThatItIsEmpty() throws ShareSessionException {
        fetch(M1, 0, JOBS_0);
        assertThat(fetch(M1, -1).kind()).isEqualTo(ShareSessionContext.Kind.FINAL);
        assertThat(sessions.close(M1)).isTrue();
        assertThat(sessions.close(M1)).isFalse();
        assertThat(told).isEmpty();
        sessions.disconnected("connection-1");
        assertThat(told).containsExactly("work is empty");
    }
}
