package io.github.groupcoordinator.internal.group.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.coordinator.group.TestTopics;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.Endpoint;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.EndpointToPartitions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory of members' addresses, and what ends it. */
class EndpointsTest {
    private static final String GROUP = "app";
    private static final int SAID = 8081;
    private static final int REMEMBERED = 9999;
    private static final ConfiguredTopology TOPOLOGY =
            new ConfiguredTopology(0, Collections.emptySortedMap(), List.of(), null);

    private final StreamsRoster group = new StreamsRoster(GROUP);

    @BeforeEach
    void joinAndRemember() {
        says("one", SAID);
        says("two", SAID);
        group.apply(new StreamsChange.EndpointFound(GROUP, "one", at(REMEMBERED)));
        assertThat(group.endpoint("one")).isEqualTo(at(REMEMBERED));
    }

    private void says(String memberId, int port) {
        StreamsMemberMetadata.Endpoint endpoint = new StreamsMemberMetadata.Endpoint("localhost", port);
        group.apply(new StreamsGroupRecord.MemberMetadata(
                GROUP,
                memberId,
                new StreamsMemberMetadata(
                        null, memberId, "", 1_000, 0, memberId, endpoint, Collections.emptySortedMap())));
    }

    private static EndpointToPartitions at(int port) {
        return new EndpointToPartitions()
                .setUserEndpoint(new Endpoint().setHost("localhost").setPort(port));
    }

    private List<Integer> portsToldTo(String asking, boolean isConfiguredAnew) {
        StreamsMember member = group.member(asking);
        assertThat(member).isNotNull();
        return new Endpoints(group, TOPOLOGY, new TestTopics(), new Step.Builder(), isConfiguredAnew)
                .of(member, false).stream()
                        .map(each -> each.userEndpoint().port())
                        .toList();
    }

    @Test
    void addressThatIsRememberedIsToldToOthers() {
        assertThat(portsToldTo("two", false)).containsExactly(REMEMBERED, SAID);
    }

    @Test
    void stepThatConfiguresTheTopologyRemembersNobody() {
        assertThat(portsToldTo("two", true)).containsExactly(SAID, SAID);
    }

    @Test
    void topologyThatIsConfiguredEndsTheMemory() {
        group.apply(new StreamsChange.Configured(GROUP, TOPOLOGY));

        assertThat(group.endpoint("one")).isNull();
    }

    @Test
    void memberThatSaysSomethingElseIsNotRemembered() {
        says("one", SAID + 1);

        assertThat(group.endpoint("one")).isNull();
    }
}
