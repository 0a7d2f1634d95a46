package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One story with each of Kafka's four assignors: a member joins, one crashes and comes back, both leave. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class RebalanceCostTest {

    @ParameterizedTest
    @ValueSource(classes = {RangeAssignor.class, RoundRobinAssignor.class, StickyAssignor.class})
    void eagerProtocolRevokesEverythingInEveryRebalance(Class<?> assignor, InMemoryKafka kafka) {
        tell(kafka, assignor);

        assertThat(kafka.events().of(RebalanceCompleted.class)).hasSize(6); // join, join, expiry, return, leave, leave
        assertThat(revoked(kafka)).containsExactly(4, 2, 4, 2, 2, 4); // whatever a member owned at the time
        assertThat(kafka.events().of(PartitionsLost.class)).hasSize(1);
    }

    @Test
    void cooperativeProtocolRevokesWhatMovesAndNeedsASecondRebalanceForIt(InMemoryKafka kafka) {
        tell(kafka, CooperativeStickyAssignor.class);

        assertThat(kafka.events().of(RebalanceCompleted.class)).hasSize(8); // two more: for the join and for the return
        assertThat(revoked(kafka)).containsExactly(2, 2, 2, 4); // for the join, for the return, by those who leave
        assertThat(kafka.events().of(PartitionsLost.class)).hasSize(1);
    }

    private static void tell(InMemoryKafka kafka, Class<?> assignor) {
        try (Consumer<String, String> first = member(kafka, assignor)) {
            kafka.awaitStable("billing");
            Consumer<String, String> second = member(kafka, assignor);
            kafka.awaitStable("billing");

            kafka.client(first).crash();
            kafka.awaitStable("billing"); // until it has expired and the other one owns everything
            kafka.client(first).resume();
            kafka.awaitStable("billing");

            second.close();
            kafka.awaitStable("billing");
            assertThat(first.assignment()).hasSize(4);
        }
    }

    private static List<Integer> revoked(InMemoryKafka kafka) {
        return kafka.events().of(PartitionsRevoked.class).stream()
                .map(revoked -> revoked.partitions().size())
                .toList();
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, Class<?> assignor) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("partition.assignment.strategy", assignor.getName());
        Consumer<String, String> consumer = kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }
}
