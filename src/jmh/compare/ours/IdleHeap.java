import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints how much heap clusters hold that nobody uses, after full collections. */
final class IdleHeap {
    private static final int COLLECTIONS = 4;

    private IdleHeap() {}

    /** A cluster and its consumer. */
    private record InUse(InMemoryKafka kafka, KafkaConsumer<String, String> consumer) implements AutoCloseable {
        @Override
        public void close() {
            consumer.close();
            kafka.close();
        }
    }

    public static void main(String[] args) throws Exception {
        int count = Integer.getInteger("clusters");
        print("cluster", count, InMemoryKafka::start);
        print("cluster-with-a-consumer", count, IdleHeap::inUse);
        print("consumer-alone", count, IdleHeap::consumerAlone);
    }

    /** Retained is what each of them added; used is all of the heap, divided by their number. */
    private static void print(String what, int count, Supplier<AutoCloseable> make) throws Exception {
        used(count, make); // what is loaded once, and kept, belongs to no cluster
        long[] used = used(count, make);
        System.out.printf("heap %s retained %d used %d%n", what, (used[1] - used[0]) / count, used[1] / count);
    }

    /** Returns the heap that is used without them, and with them. */
    private static long[] used(int count, Supplier<AutoCloseable> make) throws Exception {
        List<AutoCloseable> held = new ArrayList<>(count);
        long before = usedBytes();
        for (int i = 0; i < count; i++) {
            held.add(make.get());
        }
        long after = usedBytes();
        for (AutoCloseable each : held) {
            each.close();
        }
        return new long[] {before, after};
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static InUse inUse() {
        InMemoryKafka kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
        KafkaConsumer<String, String> consumer =
                kafka.consumer(Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        return new InUse(kafka, consumer);
    }

    private static KafkaConsumer<String, String> consumerAlone() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:9092", "group.id", "billing"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
