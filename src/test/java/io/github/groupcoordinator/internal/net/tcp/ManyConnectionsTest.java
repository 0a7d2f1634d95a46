package io.github.groupcoordinator.internal.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.view.GroupState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred clients at once, in ten groups. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyConnectionsTest {
    private static final int GROUPS = 10;
    private static final int MEMBERS = 10;
    private static final int VERSION = 3;

    private record Member(RawClient client, String groupId, JoinGroupResponseData joined) {
        Errors heartbeat() throws IOException {
            HeartbeatRequestData heartbeat = new HeartbeatRequestData()
                    .setGroupId(groupId)
                    .setMemberId(joined.memberId())
                    .setGenerationId(joined.generationId());
            return Errors.forCode(client.ask(ApiKeys.HEARTBEAT, VERSION, heartbeat, HeartbeatResponseData.class)
                    .errorCode());
        }

        void sendSync(List<Member> everybody) throws IOException {
            SyncGroupRequestData sync = new SyncGroupRequestData()
                    .setGroupId(groupId)
                    .setMemberId(joined.memberId())
                    .setGenerationId(joined.generationId());
            if (joined.leader().equals(joined.memberId())) {
                for (Member member : everybody) {
                    if (member.groupId.equals(groupId)) {
                        sync.assignments()
                                .add(new SyncGroupRequestAssignment()
                                        .setMemberId(member.joined.memberId())
                                        .setAssignment(member.joined.memberId().getBytes()));
                    }
                }
            }
            client.send(ApiKeys.SYNC_GROUP, VERSION, sync);
        }
    }

    @Test
    void hundredClientsLiveInTheirGroupsAndOneThatIsCutOffExpiresAlone() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .listener(ListenerConfig.inVirtualTime())
                .build())) {
            List<Member> members = join(kafka);
            for (Member member : members) {
                member.sendSync(members);
            }
            for (Member member : members) {
                SyncGroupResponseData synced =
                        (SyncGroupResponseData) member.client.receive(ApiKeys.SYNC_GROUP, VERSION);
                assertThat(synced.assignment()).asString().isEqualTo(member.joined.memberId());
            }
            members.get(0).client.close();
            List<Member> others = members.subList(1, members.size());
            for (int second = 0; second < 50; second += 5) {
                kafka.clock().advance(Duration.ofSeconds(5));
                for (Member member : others) {
                    Errors expected = second >= 40 && member.groupId.equals(members.get(0).groupId)
                            ? Errors.REBALANCE_IN_PROGRESS
                            : Errors.NONE;
                    assertThat(member.heartbeat()).isEqualTo(expected);
                }
            }
            assertThat(kafka.events().of(MemberExpired.class))
                    .singleElement()
                    .extracting(expired -> expired.member().memberId())
                    .isEqualTo(members.get(0).joined.memberId());
            for (Member member : others) {
                member.client.close();
            }
        }
    }

    private static List<Member> join(InMemoryKafka kafka) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < GROUPS * MEMBERS; i++) {
            RawClient client = new RawClient(kafka.bootstrapServers(), "client-" + i);
            JoinGroupRequestData join = new JoinGroupRequestData()
                    .setGroupId(groupId(i))
                    .setSessionTimeoutMs(45_000)
                    .setRebalanceTimeoutMs(300_000)
                    .setProtocolType("raw");
            join.protocols().add(new JoinGroupRequestProtocol().setName("any").setMetadata(new byte[0]));
            client.send(ApiKeys.JOIN_GROUP, VERSION, join);
            clients.add(client);
        }
        for (int group = 0; group < GROUPS; group++) {
            while (kafka.group(groupId(group)).members().size() < MEMBERS) {
                Thread.onSpinWait();
            }
        }
        // Past the initial rebalance delay, which newcomers have extended once.
        kafka.clock().advance(Duration.ofSeconds(6));
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            JoinGroupResponseData joined =
                    (JoinGroupResponseData) clients.get(i).receive(ApiKeys.JOIN_GROUP, VERSION);
            assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.NONE);
            members.add(new Member(clients.get(i), groupId(i), joined));
        }
        for (int group = 0; group < GROUPS; group++) {
            assertThat(kafka.group(groupId(group)).state()).isEqualTo(GroupState.COMPLETING_REBALANCE);
        }
        return members;
    }

    private static String groupId(int client) {
        return "group-" + client % GROUPS;
    }
}
