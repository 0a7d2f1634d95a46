package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.kraft.Target;
import io.github.groupcoordinator.sharerequests.OddShareRequests;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * ShareFetch and ShareAcknowledge as frames, odd ones above all: Kafka's broker and our listener give the same answers,
 * and they are those that the tests of our broker have, in virtual time; {@code -Dshare.requests.write} writes them
 * down.
 */
class ShareRequestsAgainstKRaftTest {
    private static final String TAKEN_DOWN = "io/github/groupcoordinator/sharerequests/answers.txt";

    private static String answers(Target target) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
                Frames frames = new Frames(target.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic("jobs", 2, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < OddShareRequests.RECORDS; i++) {
                producer.send(new ProducerRecord<>("jobs", 0, "key", "job")).get();
            }
            for (String group : OddShareRequests.GROUPS) {
                admin.alterShareGroupOffsets(group, Map.of(new TopicPartition("jobs", 0), 0L))
                        .all()
                        .get();
            }
            Uuid topic = admin.describeTopics(List.of("jobs"))
                    .allTopicNames()
                    .get()
                    .get("jobs")
                    .topicId();
            return String.join("\n", OddShareRequests.answers(frames, topic)) + "\n";
        }
    }

    @Test
    void oddRequestsGetTheSameAnswers() throws Exception {
        String kafkas;
        try (Target kraft = Target.kraft()) {
            kafkas = answers(kraft);
        }
        try (Target listener = Target.listener()) {
            assertEquals(kafkas, answers(listener));
        }
        if (System.getProperty("share.requests.write") != null) {
            Files.writeString(Path.of("../test/resources").resolve(TAKEN_DOWN), kafkas);
            return;
        }
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(TAKEN_DOWN)) {
            assertEquals(kafkas, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
