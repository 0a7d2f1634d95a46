import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** An application of so many threads, each of which polls a consumer of its own. */
final class Applications {
    private Applications() {}

    static void measure(Series series, int size) {
        List<Thread> threads = new ArrayList<>();
        AtomicBoolean isOver = new AtomicBoolean();
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", size)
                .threads(ApplicationThreads.ALLOWED)
                .build())) {
            for (int i = 0; i < size; i++) {
                KafkaConsumer<String, String> consumer = Members.member(kafka, "classic");
                Thread thread = new Thread(() -> pollUntil(isOver, consumer), "application-" + i);
                thread.setDaemon(true);
                threads.add(thread);
            }
            threads.forEach(Thread::start);
            series.step("first_stable", () -> kafka.awaitStable("billing"));
            series.step("idle", () -> kafka.clock().advance(Duration.ofSeconds(10)));
            Series.require(kafka.group("billing").members().size() == size, size + " members");
            isOver.set(true);
            boolean haveEnded = kafka.clock()
                    .advanceUntil(() -> threads.stream().noneMatch(Thread::isAlive), Duration.ofMinutes(1));
            Series.require(haveEnded, "that all threads end");
        }
    }

    private static void pollUntil(AtomicBoolean isOver, KafkaConsumer<String, String> consumer) {
        try (consumer) {
            while (!isOver.get()) {
                consumer.poll(Duration.ofMillis(100));
            }
        }
    }
}
