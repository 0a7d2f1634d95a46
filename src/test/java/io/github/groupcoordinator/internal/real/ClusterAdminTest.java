package io.github.groupcoordinator.internal.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClusterAdminTest {
    @Test
    void closesAtOnceAlthoughAThreadOfTheApplicationStillAsks() throws Exception {
        InMemoryKafka there = InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inSystemTime())
                .build());
        ClusterAdmin admin = new ClusterAdmin(there.bootstrapServers(), Map.of());
        assertThat(admin.connect()).hasSize(1);
        there.close();
        FutureTask<Long> asks = new FutureTask<>(() -> admin.logStart(new TopicPartition("orders", 0)));
        Thread application = new Thread(asks, "application");
        application.start();
        while (application.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        admin.close();

        assertThatThrownBy(() -> asks.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(KafkaException.class);
    }
}
