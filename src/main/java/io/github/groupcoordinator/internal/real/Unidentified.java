package io.github.groupcoordinator.internal.real;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a test whose ids are not known yet: a broker creates them when a client asks, and does not tell. They
 * are asked for beside the test, so that the ledger knows them again if the run is killed.
 */
final class Unidentified {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ClusterAdmin admin;
    private final Ledger ledger;
    private final SortedSet<String> topics = new ConcurrentSkipListSet<>();
    private RealTime.@Nullable Wait untilNextLook;
    private List<? extends KafkaFuture<?>> asked = List.of();

    Unidentified(ClusterAdmin admin, Ledger ledger) {
        this.admin = admin;
        this.ledger = ledger;
    }

    void addAll(Collection<String> names) {
        topics.addAll(names);
    }

    void remove(String topic) {
        topics.remove(topic);
    }

    /** The id of a topic is known. */
    void identified(String topic, Uuid id) {
        if (topics.remove(topic)) {
            ledger.topicCreated(topic, id);
        }
    }

    /** Asks for those that are left, unless that has just been done; does not wait. */
    synchronized void look() {
        boolean isTooSoon = untilNextLook != null && !untilNextLook.isOver();
        if (topics.isEmpty() || isTooSoon || !asked.stream().allMatch(KafkaFuture::isDone)) {
            return;
        }
        untilNextLook = RealTime.atMost(BETWEEN_LOOKS);
        asked = admin.describing(topics).entrySet().stream()
                .map(entry -> entry.getValue().whenComplete((topic, failure) -> {
                    // One that is not there yet is asked for again.
                    if (failure == null) {
                        identified(entry.getKey(), topic.topicId());
                    }
                }))
                .toList();
    }
}
