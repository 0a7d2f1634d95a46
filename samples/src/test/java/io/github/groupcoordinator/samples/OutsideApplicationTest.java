package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.event.group.RebalanceReason.SESSION_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.junit5.GroupCoordinatorExtension;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application as it is, with a consumer and a thread of its own: it connects over TCP, and lives in real time. */
class OutsideApplicationTest {

    @RegisterExtension
    static final GroupCoordinatorExtension kafka = GroupCoordinatorExtension.builder()
            .topic("orders", 4)
            .brokerProperty("group.initial.rebalance.delay.ms", "0")
            .listener(ListenerConfig.inVirtualTime()) // inSystemTime(): sessions run out by themselves
            .build();

    /** The code under test: it knows nothing of this library. */
    static final class Billing implements AutoCloseable {
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final KafkaConsumer<String, String> consumer;
        private final Thread thread = new Thread(this::run, "billing");

        Billing(Properties properties) {
            consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
            thread.start();
        }

        private void run() {
            consumer.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    told.add("assigned " + partitions.size());
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    told.add("revoked " + partitions.size());
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    told.add("lost " + partitions.size());
                }
            });
            try {
                while (true) {
                    consumer.poll(Duration.ofMillis(100));
                }
            } catch (WakeupException closing) {
                consumer.close();
            }
        }

        @Override
        public void close() throws InterruptedException {
            consumer.wakeup();
            thread.join();
        }
    }

    @Test
    @Timeout(60)
    void applicationLosesItsPartitionsWhenItsSessionExpiresAndGetsThemBack() throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.kafka().bootstrapServers());
        properties.put("group.id", "billing");
        properties.put("client.id", "billing-1");
        properties.put("heartbeat.interval.ms", "100");
        try (Billing billing = new Billing(properties)) {
            assertThat(next(billing)).isEqualTo("assigned 4");

            kafka.kafka().coordinator("billing").expire("billing-1"); // nobody waits 45 seconds for it

            assertThat(next(billing)).isEqualTo("lost 4");
            assertThat(next(billing)).isEqualTo("assigned 4");
        }
        assertThat(kafka.events().of(MemberExpired.class))
                .singleElement()
                .satisfies(expired -> assertThat(expired.reason()).isEqualTo(SESSION_TIMEOUT));
    }

    private static String next(Billing billing) throws InterruptedException {
        return billing.told.poll(20, TimeUnit.SECONDS);
    }
}
