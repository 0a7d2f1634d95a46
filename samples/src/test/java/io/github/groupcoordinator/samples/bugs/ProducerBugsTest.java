package io.github.groupcoordinator.samples.bugs;

import static io.github.groupcoordinator.samples.bugs.Scene.FIRST;
import static io.github.groupcoordinator.samples.bugs.Scene.read;
import static io.github.groupcoordinator.samples.bugs.Scene.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Records that are written twice, in another order or not at all; transactions that stop others, or stop nobody. */
class ProducerBugsTest {

    private interface Application {
        boolean isSent(Future<RecordMetadata> sent) throws InterruptedException;
    }

    /** confluentinc/librdkafka#1958: a record is sent again since its acknowledgement was lost, and is there twice. */
    @Test
    void recordIsThereTwiceAfterALostAcknowledgement() throws Exception {
        KnownBug.isProvoked("expected: 1L", false, true, (scene, idempotent) -> {
            KafkaProducer<String, String> producer = scene.producer("enable.idempotence=" + idempotent);
            scene.kafka.faults().on(ApiKeys.PRODUCE).from(producer).loseResponse();
            Scene.send(producer, "a");
            assertThat(scene.kafka.endOffset("orders", 0)).isEqualTo(1);
        });
    }

    /** AbsaOSS/spline-spark-agent#314: the first of two batches is refused once, and lands behind the second. */
    @Test
    void refusedBatchLandsBehindTheNext() throws Exception {
        KnownBug.isProvoked("\"b\", \"a\"]", 5, 1, (scene, inFlight) -> {
            KafkaProducer<String, String> producer = scene.producer(
                    "enable.idempotence=false", "linger.ms=0", "max.in.flight.requests.per.connection=" + inFlight);
            Scene.send(producer, "first");
            scene.kafka.client(producer).latency(Duration.ofMillis(5));
            scene.kafka.faults().on(ApiKeys.PRODUCE).onCall(1).respond(Errors.NOT_ENOUGH_REPLICAS);
            producer.send(new ProducerRecord<>("orders", 0, null, "a"));
            scene.pass(Duration.ofMillis(1)); // "a" is on its way
            Scene.send(producer, "b");
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.settle();
            assertThat(read(consumer, 1)).containsExactly("first", "a", "b");
        });
    }

    /** dpkp/kafka-python#1827: what send returns is thrown away, and with it that the record is lost. */
    @Test
    void recordIsLostAndNobodyHasAsked() throws Exception {
        Application takesItForSent = sent -> true;
        Application asks = sent -> {
            try {
                return sent.get() != null;
            } catch (ExecutionException e) {
                return false;
            }
        };
        KnownBug.isProvoked("expected: 1L", takesItForSent, asks, (scene, application) -> {
            KafkaProducer<String, String> producer = scene.producer();
            producer.partitionsFor("orders");
            scene.kafka.broker(0).crash();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("orders", 0, null, "a"));
            scene.pass(Duration.ofMinutes(3)); // delivery.timeout.ms is two minutes
            boolean doneWith = application.isSent(sent);
            scene.kafka.broker(0).start();
            assertThat(scene.kafka.endOffset("orders", 0)).isEqualTo(doneWith ? 1 : 0);
        });
    }

    /** KAFKA-14991: records are stamped in microseconds, and from 3.6 on brokers refuse times of the far future. */
    @Test
    void stampsInMicrosecondsAreRefused() throws Exception {
        ToLongFunction<Instant> micros = now -> now.toEpochMilli() * 1_000;
        ToLongFunction<Instant> millis = Instant::toEpochMilli;
        KnownBug.isProvoked("InvalidTimestampException", micros, millis, (scene, stamp) -> {
            long stamped = stamp.applyAsLong(scene.kafka.clock().now());
            scene.producer()
                    .send(new ProducerRecord<>("orders", 0, stamped, null, "a"))
                    .get();
        });
    }

    /** robinhood/faust#367: two applications have the same transactional.id, and fence each other. */
    @Test
    void twoApplicationsWithOneTransactionalIdFenceEachOther() throws Exception {
        KnownBug.isProvoked("old epoch", "app-0", "other-app-0", (scene, otherId) -> {
            KafkaProducer<String, String> first = scene.producer("transactional.id=app-0");
            first.initTransactions();
            scene.producer("transactional.id=" + otherId).initTransactions();
            first.beginTransaction();
            Scene.send(first, "a");
            first.commitTransaction();
        });
    }

    /** strimzi/strimzi-kafka-operator#3892: by default consumers read what a transaction has taken back. */
    @Test
    void abortedRecordsAreReadByDefault() throws Exception {
        KnownBug.isProvoked("[\"a\"]", "read_uncommitted", "read_committed", (scene, isolation) -> {
            KafkaProducer<String, String> producer = scene.producer("transactional.id=t");
            producer.initTransactions();
            producer.beginTransaction();
            Scene.send(producer, "a");
            producer.abortTransaction();
            KafkaConsumer<String, String> consumer = scene.subscriber("isolation.level=" + isolation);
            scene.settle();
            assertThat(read(consumer, 1)).isEmpty();
        });
    }

    /** redpanda-data/redpanda#6423: a new transactional.id at each start leaves the last offsets pending. */
    @Test
    void newTransactionalIdForEachStartHasToWaitForTheLast() throws Exception {
        KnownBug.isProvoked("[\"a\"]", "app-7f3e", "app-0", (scene, nextId) -> {
            scene.send("a");
            KafkaConsumer<String, String> consumer = scene.subscriber();
            KafkaProducer<String, String> producer = scene.producer("transactional.id=app-0");
            producer.initTransactions();
            scene.settle();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(upTo(1), consumer.groupMetadata());
            scene.kafka.client(producer).crash();
            scene.kafka.client(consumer).crash();
            scene.producer("transactional.id=" + nextId).initTransactions();
            KafkaConsumer<String, String> restarted = scene.consumer("isolation.level=read_committed");
            restarted.assign(List.of(FIRST));
            assertThat(read(restarted, 30)).containsExactly("a");
        });
    }

    /** allegro/hermes#879: a loop that takes an interrupt for a failure of Kafka's goes on for ever. */
    @Test
    void loopThatTakesAnInterruptForAFailureDoesNotEnd() throws Exception {
        KnownBug.isProvoked("rounds after the interrupt", false, true, (scene, endsAtInterrupts) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.settle();
            Thread.currentThread().interrupt(); // ExecutorService.shutdownNow()
            int rounds = 0;
            for (boolean running = true; running && rounds < 100; rounds++) {
                try {
                    consumer.poll(Duration.ofSeconds(1));
                } catch (InterruptException e) {
                    running = !endsAtInterrupts; // and reports it, as any KafkaException
                }
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(rounds).as("rounds after the interrupt").isEqualTo(1);
        });
    }
}
