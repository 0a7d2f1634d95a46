package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupSubtopologyDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A streams group as an administrator sees, changes and deletes it, through the real {@code Admin}. */
@Timeout(120)
class StreamsGroupAdminTest {
    private static final TopicPartition TEXT = new TopicPartition("text", 0);

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) throws Exception {
        return admin.listStreamsGroupOffsets(Map.of("wc", new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata("wc")
                .get();
    }

    @Test
    void administratorSeesChangesAndDeletesAGroup(@TempDir Path directory) throws Exception {
        try (InMemoryKafka kafka = WordCount.cluster();
                Admin admin = kafka.admin()) {
            WordCount application = new WordCount(kafka, directory, "at_least_once");
            application.useStreamsProtocol();
            KafkaStreams one = application.instance("one");
            one.start();
            kafka.clock().advance(Duration.ofSeconds(20));
            application.produce("a b", "c");
            kafka.clock().advance(Duration.ofSeconds(31));

            assertThat(admin.listGroups().all().get()).singleElement().satisfies(group -> {
                assertThat(group.groupId()).isEqualTo("wc");
                assertThat(group.type()).contains(GroupType.STREAMS);
                assertThat(group.groupState()).contains(GroupState.STABLE);
            });
            described(admin.describeStreamsGroups(List.of("wc"))
                    .describedGroups()
                    .get("wc")
                    .get());
            assertThat(offsets(admin).get(TEXT).offset()).isEqualTo(1);
            assertThatThrownBy(
                            () -> admin.deleteStreamsGroups(List.of("wc")).all().get())
                    .hasCauseInstanceOf(GroupNotEmptyException.class);
            assertThatThrownBy(() -> admin.deleteStreamsGroupOffsets("wc", Set.of(TEXT))
                            .all()
                            .get())
                    .hasCauseInstanceOf(GroupSubscribedToTopicException.class);

            assertThat(one.close(Duration.ofSeconds(30))).isTrue();
            afterwards(admin);
        }
    }

    private static void described(StreamsGroupDescription group) {
        assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
        assertThat(group.topologyEpoch()).isZero();
        assertThat(group.subtopologies()).hasSize(2);
        assertThat(group.subtopologies().stream()
                        .flatMap(subtopology -> subtopology.stateChangelogTopics().keySet().stream()))
                .containsExactly("wc-counts-changelog");
        assertThat(group.subtopologies().stream()
                        .map(StreamsGroupSubtopologyDescription::sourceTopics)
                        .flatMap(List::stream))
                .containsExactly("text");
        assertThat(group.members()).singleElement().satisfies(member -> {
            assertThat(member.clientId()).isEqualTo("one-StreamThread-1-consumer");
            assertThat(member.memberEpoch()).isEqualTo(group.groupEpoch());
            assertThat(member.isClassic()).isFalse();
            assertThat(member.assignment().activeTasks()).hasSize(2);
            assertThat(member.targetAssignment()).isEqualTo(member.assignment());
        });
    }

    /** The changes that may be made once nobody is left. */
    private static void afterwards(Admin admin) throws Exception {
        assertThat(admin.describeStreamsGroups(List.of("wc"))
                        .all()
                        .get()
                        .get("wc")
                        .groupState())
                .isEqualTo(GroupState.EMPTY);
        admin.alterStreamsGroupOffsets("wc", Map.of(TEXT, new OffsetAndMetadata(0)))
                .all()
                .get();
        assertThat(offsets(admin).get(TEXT).offset()).isZero();
        admin.deleteStreamsGroupOffsets("wc", Set.of(TEXT)).all().get();
        assertThat(new TreeSet<>(offsets(admin).keySet().stream()
                        .map(TopicPartition::toString)
                        .toList()))
                .doesNotContain("text-0")
                .contains("text-1");
        admin.deleteStreamsGroups(List.of("wc")).all().get();
        assertThatThrownBy(
                        () -> admin.describeStreamsGroups(List.of("wc")).all().get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class);
    }
}
