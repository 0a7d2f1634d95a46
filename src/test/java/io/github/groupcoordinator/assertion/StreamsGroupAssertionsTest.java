package io.github.groupcoordinator.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.StreamsGroupView;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StreamsGroupAssertionsTest {
    private static final StreamsMemberView ONE = member("a", "one-StreamThread-1-consumer", "0_0", "1_1");
    private static final StreamsMemberView SECOND_THREAD = member("b", "one-StreamThread-2-consumer", "0_1", "1_0");
    private static final StreamsMemberView OTHER = member("c", "ones-StreamThread-1-consumer", "0_2", "1_2");

    private static StreamsMemberView member(String memberId, String clientId, String active, String standby) {
        return new StreamsMemberView(
                new MemberRef(memberId, clientId, null),
                4,
                MemberState.STABLE,
                "process",
                new TreeSet<>(List.of(active)),
                new TreeSet<>(List.of(standby)),
                new TreeSet<>());
    }

    /** A group that was observed somewhere else. */
    private record Observed(GroupState state, List<StreamsMemberView> members) implements StreamsGroupView {
        @Override
        public String groupId() {
            return "app";
        }

        @Override
        public int groupEpoch() {
            return 4;
        }

        @Override
        public Instant at() {
            return Instant.EPOCH;
        }
    }

    private static PlainStreamsGroupAssert group() {
        return PlainAssertions.assertThat(new Observed(GroupState.STABLE, List.of(ONE, SECOND_THREAD, OTHER)));
    }

    @Test
    void instanceHasTheTasksOfItsThreads() {
        group().isStable()
                .hasMemberCount(3)
                .runs("one", "0_1", "0_0")
                .hasStandbys("one", "1_0", "1_1")
                .runs("ones", "0_2")
                .runs("one-StreamThread-1-consumer", "0_0")
                .runs("c", "0_2")
                .runs(ONE, "0_0")
                .runs(new MemberRef("", "ones-StreamThread-1-consumer", null), "0_2")
                .runs("nobody");
    }

    @Test
    void failureTellsWhoHasWhat() {
        assertThatThrownBy(() -> group().runs("one", "0_0", "0_2"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("streams group 'app' to let one run these tasks")
                .hasMessageContaining("[0_0, 0_2]")
                .hasMessageContaining("[0_0, 0_1]")
                .hasMessageContaining("ones-StreamThread-1-consumer");
        assertThatThrownBy(() -> group().hasStandbys("one", "1_0"))
                .hasMessageContaining("to let one have as standbys these tasks");
        assertThatThrownBy(() -> group().runs("three", "0_0")).hasMessageContaining("it is no member");
        assertThatThrownBy(() -> group().hasMemberCount(2)).hasMessageContaining("to have 2 members");
        assertThatThrownBy(() -> group().isEmpty()).hasMessageContaining("to be Empty");
    }

    @Test
    void whatIsNoInstanceIsRefused() {
        assertThatThrownBy(() -> group().runs(new Object(), "0_0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("An instance is given as KafkaStreams that has threads");
    }

    /** An instance as Kafka Streams tells of its threads. */
    public static final class Instance {
        public Set<ThreadOfIt> metadataForLocalThreads() {
            return Set.of(new ThreadOfIt("one-StreamThread-1-consumer"), new ThreadOfIt("one-StreamThread-2-consumer"));
        }
    }

    /** A thread as Kafka Streams tells of it. */
    public record ThreadOfIt(String consumerClientId) {}

    @Test
    void instanceOfKafkaStreamsIsAskedForItsThreads() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            PlainStreamsGroupAssert group = PlainAssertions.assertThat(kafka.streamsGroup("app"));

            group.runs(new Instance());
            assertThatThrownBy(() -> group.runs(new Instance(), "0_0"))
                    .hasMessageContaining("to let the instance of [one-StreamThread-1-consumer,"
                            + " one-StreamThread-2-consumer] run these tasks");
        }
        assertThatThrownBy(() -> group().runs(new Instance(), "0_0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("to a group that InMemoryKafka.streamsGroup(..) returned");
    }

    @Test
    void groupThatIsNoneIsDead() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            GroupCoordinatorAssertions.assertThat(kafka.streamsGroup("app"))
                    .isInState(GroupState.DEAD)
                    .hasMemberCount(0);
            assertThat(kafka.streamsGroup("app").groupEpoch()).isEqualTo(-1);
        }
    }
}
