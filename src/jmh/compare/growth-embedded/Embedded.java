import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * The same members on Kafka's own broker in this process, each polled by a thread of its own, as real time demands. Of
 * a crash nothing is told: a consumer's process cannot crash without this one.
 */
final class Embedded {
    private static final long DEADLINE_S = 180;

    private final String protocol;
    private final int size;
    private final EmbeddedKafkaKraftBroker broker;
    private final List<Member> members = new ArrayList<>();
    private final AtomicInteger received = new AtomicInteger();

    private Embedded(String protocol, int size) {
        this.protocol = protocol;
        this.size = size;
        this.broker = new EmbeddedKafkaKraftBroker(1, size, "orders");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
    }

    public static void main(String[] args) throws Exception {
        Embedded embedded = new Embedded(args[0], Integer.parseInt(args[1]));
        embedded.broker.afterPropertiesSet();
        try {
            embedded.measure();
        } finally {
            embedded.members.forEach(Member::end);
            embedded.broker.destroy();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void step(String what, Step step) throws Exception {
        long before = cpuNs();
        step.run();
        System.out.printf(Locale.ROOT, "growth %s %d %s %.3f%n", protocol, size, what, (cpuNs() - before) / 1e6);
    }

    /** All of the process, since the broker's threads come and go; seconds, beside which the compilers are little. */
    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void measure() throws Exception {
        for (int i = 0; i < size; i++) {
            members.add(new Member());
        }
        step("first_stable", () -> {
            members.forEach(Thread::start);
            awaitEachHas(1);
        });
        step("idle", () -> TimeUnit.SECONDS.sleep(10));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.partitionsFor("orders");
            step("records", () -> send(producer));
        }
        step("leaves", () -> {
            members.remove(0).end();
            awaitEachHas(1);
        });
    }

    private void send(KafkaProducer<String, String> producer) throws InterruptedException {
        for (int second = 0; second < 10; second++) {
            for (int partition = 0; partition < size; partition++) {
                producer.send(new ProducerRecord<>("orders", partition, "key", "value"));
            }
            TimeUnit.SECONDS.sleep(1);
        }
        if (received.get() != 10 * size) {
            throw new IllegalStateException("expected " + 10 * size + " records, not " + received);
        }
    }

    /** Waits until all partitions are owned, and each member has at least so many. */
    private void awaitEachHas(int least) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        while (members.stream().mapToInt(member -> member.owned).sum() != size
                || members.stream().anyMatch(member -> member.owned < least)) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("the group did not settle within " + DEADLINE_S + " s");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private final class Member extends Thread {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean ending;
        private volatile int owned;

        @Override
        public void run() {
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            broker.getBrokersAsString(),
                            "group.id",
                            "billing",
                            "group.protocol",
                            protocol,
                            "auto.offset.reset",
                            "earliest"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                consumer.subscribe(List.of("orders"));
                while (!ending) {
                    received.addAndGet(consumer.poll(Duration.ofMillis(100)).count());
                    owned = consumer.assignment().size();
                }
            } finally {
                ended.countDown();
            }
        }

        void end() {
            ending = true;
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
