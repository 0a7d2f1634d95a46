import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class StoryTest {
    @Test
    void survivorTakesOver() throws Exception {
        Repeated.run(() -> {
            EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 4, "orders");
            broker.brokerProperty("group.min.session.timeout.ms", "100");
            broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
            broker.afterPropertiesSet();
            try {
                RealStory.tell(broker.getBrokersAsString());
            } finally {
                broker.destroy();
            }
        });
    }
}
