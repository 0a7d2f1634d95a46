package io.github.groupcoordinator;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apiguardian.api.API;

/**
 * The records that consumers received while {@link InMemoryKafka#runFor} polled them, so that nothing is lost to the
 * test.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PolledRecords {
    private final List<ConsumerRecord<?, ?>> all = new ArrayList<>();
    // Looked up by identity, never iterated: consumers have no order of their own.
    private final Map<Object, List<ConsumerRecord<?, ?>>> byConsumer = new IdentityHashMap<>();

    PolledRecords() {}

    void add(Object consumer, Iterable<? extends ConsumerRecord<?, ?>> records) {
        for (ConsumerRecord<?, ?> record : records) {
            all.add(record);
            byConsumer.computeIfAbsent(consumer, key -> new ArrayList<>()).add(record);
        }
    }

    /** Returns how many records were received in all. */
    public int count() {
        return all.size();
    }

    /** Returns every record in the order in which it was received. */
    public List<ConsumerRecord<?, ?>> all() {
        return new ArrayList<>(all);
    }

    /**
     * Returns what one consumer received, in order.
     *
     * @param consumer the consumer that {@link InMemoryKafka} made, not a spy of it
     */
    public <K, V> List<ConsumerRecord<K, V>> of(Consumer<K, V> consumer) {
        return receivedBy(consumer);
    }

    /**
     * Returns what one share consumer received, in order; a record that came several times is there as often.
     *
     * @param consumer the share consumer that {@link InMemoryKafka} made, not a spy of it
     */
    public <K, V> List<ConsumerRecord<K, V>> ofShare(KafkaShareConsumer<K, V> consumer) {
        return receivedBy(consumer);
    }

    @SuppressWarnings("unchecked") // The consumer's own deserializers made them.
    private <K, V> List<ConsumerRecord<K, V>> receivedBy(Object consumer) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        for (ConsumerRecord<?, ?> record : byConsumer.getOrDefault(consumer, List.of())) {
            records.add((ConsumerRecord<K, V>) record);
        }
        return records;
    }

    @Override
    public String toString() {
        return count() + " records";
    }
}
