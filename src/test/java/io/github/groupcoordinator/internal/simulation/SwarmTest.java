package io.github.groupcoordinator.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.api.Role;
import io.github.groupcoordinator.simulation.FaultKind;
import io.github.groupcoordinator.simulation.SimulatedFault;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** The faults that are drawn, held against the descriptors of the APIs. */
final class SwarmTest {
    private static final int SEEDS = 3_000;
    private static final int CALLS = 40;
    private static final Set<ApiKeys> OF_SHARE_CONSUMERS =
            EnumSet.of(ApiKeys.SHARE_GROUP_HEARTBEAT, ApiKeys.SHARE_FETCH, ApiKeys.SHARE_ACKNOWLEDGE);

    /** A test whose clients send everything, of one protocol. */
    private static Traffic everythingBut(ApiKeys otherProtocol) {
        Traffic seen = new Traffic();
        for (Api<?> api : Apis.all()) {
            if (api.key() != otherProtocol) {
                seen.saw(api.key(), CALLS, CALLS);
            }
        }
        return seen;
    }

    private static Set<ApiKeys> draw(Traffic seen, GroupProtocol protocol) {
        Set<ApiKeys> hit = EnumSet.noneOf(ApiKeys.class);
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (SimulatedFault fault : Swarm.draw(seed, seen)) {
                Api<?> api = Apis.find(fault.api());
                assertThat(api).as(fault.toString()).isNotNull();
                if (api == null) {
                    continue;
                }
                hit.add(fault.api());
                if (fault.kind() == FaultKind.RESPOND) {
                    assertThat(api.errors().passing(protocol))
                            .as(fault.toString())
                            .contains(fault.error());
                }
                if (fault.kind() == FaultKind.FAILOVER) {
                    assertThat(api.role())
                            .as(fault.toString())
                            .isIn(Role.GROUP_COORDINATOR, Role.TRANSACTION_COORDINATOR);
                }
            }
        }
        return hit;
    }

    /**
     * All but ListOffsets, which only consumers without a committed offset send, and those by which brokers and
     * {@code Admin} look after share groups.
     */
    private static Set<ApiKeys> withErrorsThatPass() {
        Set<ApiKeys> apis = EnumSet.noneOf(ApiKeys.class);
        Apis.all().stream().filter(api -> !api.errors().passing(null).isEmpty()).forEach(api -> apis.add(api.key()));
        apis.remove(ApiKeys.LIST_OFFSETS);
        apis.removeIf(api -> api.name().contains("SHARE_") && !OF_SHARE_CONSUMERS.contains(api));
        return apis;
    }

    @Test
    void faultsOfAClassicTestHitEveryApiWhoseErrorsPass() {
        Set<ApiKeys> expected = withErrorsThatPass();
        expected.remove(ApiKeys.CONSUMER_GROUP_HEARTBEAT);

        assertThat(draw(everythingBut(ApiKeys.CONSUMER_GROUP_HEARTBEAT), GroupProtocol.CLASSIC))
                .isEqualTo(expected);
    }

    @Test
    void faultsOfAConsumerProtocolTestHitEveryApiWhoseErrorsPass() {
        Set<ApiKeys> expected = withErrorsThatPass();
        expected.remove(ApiKeys.JOIN_GROUP);

        assertThat(draw(everythingBut(ApiKeys.JOIN_GROUP), GroupProtocol.CONSUMER))
                .isEqualTo(expected);
    }
}
