package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** A member with a {@code group.instance.id} may restart unnoticed, if it is back within its session timeout. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class StaticMembershipTest {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(45);

    @Test
    void restartWithinTheSessionTimeoutCausesNoRebalance(
            InMemoryKafka kafka,
            VirtualClock clock,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "group.instance.id=a")
                    Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders", properties = "group.instance.id=b")
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");
        int rebalances = events.of(RebalanceStarted.class).size();

        first.close(); // a static member does not leave the group
        clock.advance(SESSION_TIMEOUT.minusMillis(1));
        try (Consumer<String, String> restarted = member(kafka, "a")) {
            kafka.awaitStable("billing");

            assertThat(events.of(RebalanceStarted.class)).hasSize(rebalances);
            assertThat(restarted.assignment()).hasSize(2);
            assertThat(second.assignment()).hasSize(2);
        }
    }

    @Test
    void restartAfterTheSessionTimeoutCausesOne(
            InMemoryKafka kafka,
            VirtualClock clock,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "group.instance.id=a")
                    Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders", properties = "group.instance.id=b")
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");
        int rebalances = events.of(RebalanceStarted.class).size();

        first.close();
        clock.advance(SESSION_TIMEOUT.plusMillis(1));
        try (Consumer<String, String> restarted = member(kafka, "a")) {
            kafka.awaitStable("billing");

            assertThat(events.of(MemberExpired.class)).hasSize(1);
            assertThat(events.of(RebalanceStarted.class)).hasSize(rebalances + 1);
            assertThat(restarted.assignment()).hasSize(2);
            assertThat(second.assignment()).hasSize(2);
        }
    }

    @Test
    void secondHolderOfAnIdFencesTheFirst(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "group.instance.id=a")
                    Consumer<String, String> first) {
        kafka.awaitStable("billing");

        try (Consumer<String, String> usurper = member(kafka, "a")) {
            usurper.poll(Duration.ofSeconds(5));

            assertThat(events.of(MemberFenced.class)).hasSize(1);
            assertThat(usurper.assignment()).hasSize(4);
            assertThatThrownBy(() -> first.poll(Duration.ofSeconds(5))).isInstanceOf(FencedInstanceIdException.class);
        }
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, String instanceId) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("group.id", "billing");
        properties.put("group.instance.id", instanceId);
        properties.put("client.id", instanceId + "-restarted");
        Consumer<String, String> consumer =
                kafka.consumer(properties, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }
}
