package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.kraft.share.Frames;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/**
 * Streams groups (KIP-1071) at a broker: the checks before the coordinator, internal topics that are created, what
 * groups are described, listed and configured as, their offsets, their deletion. Kafka's broker and ours answer the
 * same, to the text.
 */
class StreamsGroupsAgainstKRaftTest {

    private static String answers(Target target) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()));
                Frames frames = new Frames(target.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic("lines", 2, (short) 1), new NewTopic("pages", 3, (short) 1)))
                    .all()
                    .get();
            // Makes the topic of the group coordinators, and waits for them.
            admin.listConsumerGroupOffsets("nobody")
                    .partitionsToOffsetAndMetadata()
                    .get();
            StreamsGroupStory story = new StreamsGroupStory(admin, frames);
            story.refusals();
            story.sourcesThatDoNotFit();
            story.internalTopics();
            story.descriptions();
            story.configurations();
            story.offsets();
            story.internalTopicsThatCannotBe();
            story.end();
            return String.join("\n", story.answers());
        }
    }

    @Test
    void membersAndAdministratorsGetTheSameAnswers() throws Exception {
        String kafkas;
        try (Target kraft = Target.kraft()) {
            kafkas = answers(kraft);
        }
        try (Target listener = Target.listener()) {
            assertEquals(kafkas, answers(listener));
        }
    }
}
