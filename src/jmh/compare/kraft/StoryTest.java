import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.Test;

class StoryTest {
    @Test
    void survivorTakesOver() throws Exception {
        Repeated.run(() -> {
            TestKitNodes nodes = new TestKitNodes.Builder()
                    .setNumBrokerNodes(1)
                    .setNumControllerNodes(1)
                    .setCombined(true)
                    .build();
            try (KafkaClusterTestKit cluster = new KafkaClusterTestKit.Builder(nodes)
                    .setConfigProp("offsets.topic.replication.factor", "1")
                    .setConfigProp("group.min.session.timeout.ms", "100")
                    .setConfigProp("group.initial.rebalance.delay.ms", "0")
                    .build()) {
                cluster.format();
                cluster.startup();
                cluster.waitForReadyBrokers();
                try (Admin admin = cluster.admin()) {
                    admin.createTopics(List.of(new NewTopic("orders", 4, (short) 1)))
                            .all()
                            .get();
                }
                RealStory.tell(cluster.bootstrapServers());
            }
        });
    }
}
