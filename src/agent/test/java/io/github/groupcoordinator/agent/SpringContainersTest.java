package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.inEveryRun;
import static io.github.groupcoordinator.agent.Repeats.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.agent.Repeats.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.ExponentialBackOffWithMaxRetries;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.util.backoff.FixedBackOff;

/** Spring Kafka's listener containers, unchanged: each way to listen, and each way to be stopped or held up. */
@Timeout(120)
class SpringContainersTest {

    private static ConcurrentMessageListenerContainer<String, String> container(
            InMemoryKafka kafka, Object listener, Consumer<ContainerProperties> more) {
        ContainerProperties properties = new ContainerProperties("orders");
        properties.setMessageListener(listener);
        // Spring's default is a poll each 100 ms, and virtual time spares none of them.
        properties.setPollTimeoutWhilePaused(Duration.ofSeconds(5));
        more.accept(properties);
        ConcurrentMessageListenerContainer<String, String> container =
                new ConcurrentMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(strings(kafka)), properties);
        container.setBeanName("billing");
        return container;
    }

    private static MessageListener<String, String> noting(Seen seen) {
        return record -> seen.note(record.value());
    }

    private static void send(InMemoryKafka kafka, int partition, String... values) throws Exception {
        DefaultKafkaProducerFactory<String, String> factory = new DefaultKafkaProducerFactory<>(strings(kafka));
        KafkaTemplate<String, String> template = new KafkaTemplate<>(factory);
        for (String value : values) {
            template.send("orders", partition, "k", value).get();
        }
        factory.destroy();
    }

    private static long committed(InMemoryKafka kafka) {
        OffsetAndMetadata offset = kafka.group("billing").committedOffsets().get(new TopicPartition("orders", 0));
        return offset == null ? -1 : offset.offset();
    }

    @Test
    void recordListenersOfThreeThreadsShareTheTopic() throws Exception {
        inEveryRun(6, (kafka, seen) -> {
            MessageListener<String, String> listener = record ->
                    seen.note(record.value() + " on " + Thread.currentThread().getName());
            var container = container(kafka, listener, properties -> {});
            container.setConcurrency(3);
            container.start();
            kafka.awaitStable("billing");
            for (int partition = 0; partition < 6; partition++) {
                send(kafka, partition, "a" + partition, "b" + partition);
            }
            kafka.clock().advance(Duration.ofSeconds(10));
            container.stop();

            Set<String> threads = new TreeSet<>();
            seen.words().forEach(line -> threads.add(line.substring(line.indexOf(" on ") + 4)));
            assertThat(seen.words()).hasSize(12).doesNotHaveDuplicates();
            assertThat(threads).containsExactly("billing-0-C-1", "billing-1-C-1", "billing-2-C-1");
            assertThat(kafka.group("billing").members()).isEmpty();
        });
    }

    @Test
    void batchListenerGetsWhatOnePollReturned() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            send(kafka, 0, "a", "b", "c");
            BatchMessageListener<String, String> listener =
                    batch -> seen.note(batch.stream().map(ConsumerRecord::value).toList());
            var container = container(kafka, listener, properties -> {});
            container.start();
            kafka.awaitStable("billing");
            kafka.clock().advance(Duration.ofSeconds(10));
            container.stop();

            assertThat(seen.words()).containsExactly("[a, b, c]");
            assertThat(committed(kafka)).isEqualTo(3);
        });
    }

    @Test
    void recordThatIsNotAcknowledgedComesAgainAfterItsNackOfTenMinutes() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            AcknowledgingMessageListener<String, String> listener = (record, acknowledgment) -> {
                seen.note(record.value());
                if (seen.all().size() == 2) {
                    acknowledgment.nack(Duration.ofMinutes(10));
                } else {
                    acknowledgment.acknowledge();
                }
            };
            var container = container(kafka, listener, properties -> properties.setAckMode(AckMode.MANUAL));
            container.start();
            kafka.awaitStable("billing");
            send(kafka, 0, "a", "b");
            kafka.clock().advance(Duration.ofMinutes(9));
            assertThat(seen.words()).containsExactly("a", "b");
            assertThat(committed(kafka)).isEqualTo(1);

            kafka.clock().advance(Duration.ofMinutes(2));
            assertThat(seen.words()).containsExactly("a", "b", "b");
            assertThat(committed(kafka)).isEqualTo(2);
            container.stop();
        });
    }

    @Test
    void transactionThatIsRolledBackLeavesNothingAndIsTriedAgainAMinuteLater() throws Exception {
        inEveryRun(
                1,
                (kafka, seen) -> {
                    DefaultKafkaProducerFactory<String, String> factory =
                            new DefaultKafkaProducerFactory<>(strings(kafka));
                    factory.setTransactionIdPrefix("billing-");
                    KafkaTemplate<String, String> template = new KafkaTemplate<>(factory);
                    MessageListener<String, String> listener = record -> {
                        seen.note(record.value());
                        template.send("out", "bill of " + record.value());
                        if (seen.all().size() == 1) {
                            throw new IllegalStateException("the first attempt fails");
                        }
                    };
                    var container = container(
                            kafka,
                            listener,
                            properties ->
                                    properties.setKafkaAwareTransactionManager(new KafkaTransactionManager<>(factory)));
                    container.setAfterRollbackProcessor(
                            new DefaultAfterRollbackProcessor<>(new FixedBackOff(60_000, 5)));
                    container.start();
                    kafka.awaitStable("billing");
                    send(kafka, 0, "a");
                    kafka.clock().advance(Duration.ofMinutes(2));
                    container.stop();
                    factory.destroy();

                    assertThat(seen.words()).containsExactly("a", "a");
                    assertThat(bills(kafka)).containsExactly("bill of a");
                    assertThat(committed(kafka)).isEqualTo(1);
                },
                "out");
    }

    private static List<String> bills(InMemoryKafka kafka) {
        Map<String, Object> config = strings(kafka);
        config.put("group.id", "reader");
        config.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, String> reader = kafka.consumer(config)) {
            reader.assign(Set.of(new TopicPartition("out", 0)));
            List<String> bills = new ArrayList<>();
            reader.poll(Duration.ofSeconds(1)).forEach(record -> bills.add(record.value()));
            return bills;
        }
    }

    @Test
    void idleContainerSaysSoEveryMinute() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            var container = container(kafka, noting(seen), properties -> properties.setIdleEventInterval(60_000L));
            container.setApplicationEventPublisher(event -> {
                if (event instanceof ListenerContainerIdleEvent idle) {
                    seen.note("idle for " + idle.getIdleTime() / 60_000 + " min");
                }
            });
            container.start();
            kafka.awaitStable("billing");
            send(kafka, 0, "a");
            kafka.clock().advance(Duration.ofSeconds(150));
            send(kafka, 0, "b");
            kafka.clock().advance(Duration.ofSeconds(90));
            container.stop();

            assertThat(seen.words()).containsExactly("a", "idle for 1 min", "idle for 2 min", "b", "idle for 1 min");
        });
    }

    @Test
    void pausedContainerStaysInTheGroupAndGetsNothingUntilItIsResumed() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            var container = container(kafka, noting(seen), properties -> {});
            container.start();
            kafka.awaitStable("billing");
            container.pause();
            kafka.clock().advance(Duration.ofSeconds(10));
            assertThat(container.isContainerPaused()).isTrue();
            send(kafka, 0, "a");
            kafka.clock().advance(Duration.ofMinutes(10));
            assertThat(seen.words()).isEmpty();
            assertThat(kafka.group("billing").members()).hasSize(1);

            container.resume();
            kafka.clock().advance(Duration.ofSeconds(10));
            assertThat(seen.words()).containsExactly("a");
            container.stop();
        });
    }

    @Test
    void containerThatIsStartedAgainGoesOnWhereItStopped() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            var container = container(kafka, noting(seen), properties -> {});
            container.start();
            kafka.awaitStable("billing");
            send(kafka, 0, "a");
            kafka.clock().advance(Duration.ofSeconds(10));
            container.stop();
            send(kafka, 0, "b");
            kafka.clock().advance(Duration.ofMinutes(10));
            assertThat(seen.words()).containsExactly("a");

            container.start();
            kafka.awaitStable("billing");
            kafka.clock().advance(Duration.ofSeconds(10));
            container.stop();
            assertThat(seen.words()).containsExactly("a", "b");
        });
    }

    @Test
    void backOffGrowsAndEndsWithTheRecoverer() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            MessageListener<String, String> listener = record -> {
                seen.note(record.value());
                throw new IllegalStateException("always");
            };
            ExponentialBackOffWithMaxRetries growing = new ExponentialBackOffWithMaxRetries(3);
            growing.setInitialInterval(30_000);
            growing.setMultiplier(2);
            growing.setMaxInterval(200_000);
            var container = container(kafka, listener, properties -> {});
            container.setCommonErrorHandler(
                    new DefaultErrorHandler((record, failure) -> seen.note("gave up on " + record.value()), growing));
            container.start();
            kafka.awaitStable("billing");
            send(kafka, 0, "a");
            kafka.clock().advance(Duration.ofMinutes(10));
            container.stop();

            assertThat(seen.words()).containsExactly("a", "a", "a", "a", "gave up on a");
            assertThat(committed(kafka)).isEqualTo(1);
        });
    }

    @Test
    void containerStopsItselfAtTheFirstError() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            MessageListener<String, String> listener = record -> {
                seen.note(record.value());
                throw new IllegalStateException("always");
            };
            var container = container(kafka, listener, properties -> {});
            container.setCommonErrorHandler(new CommonContainerStoppingErrorHandler());
            container.start();
            kafka.awaitStable("billing");
            send(kafka, 0, "a", "b");
            kafka.clock().advance(Duration.ofMinutes(1));

            assertThat(container.isRunning()).isFalse();
            assertThat(seen.words()).containsExactly("a");
            assertThat(kafka.group("billing").members()).isEmpty();
            assertThat(committed(kafka)).isEqualTo(-1);
        });
    }
}
