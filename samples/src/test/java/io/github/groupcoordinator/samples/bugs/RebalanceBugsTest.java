package io.github.groupcoordinator.samples.bugs;

import static io.github.groupcoordinator.samples.bugs.Scene.FIRST;
import static io.github.groupcoordinator.samples.bugs.Scene.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.fault.FaultBarrier;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** Rebalances that need not be, that take from everybody, or that an application does not survive. */
class RebalanceBugsTest {
    private static final String RANGE = RangeAssignor.class.getName();
    private static final String COOPERATIVE = CooperativeStickyAssignor.class.getName();
    private static final String ROUND_ROBIN = RoundRobinAssignor.class.getName();

    private static String assignors(String... names) {
        return "partition.assignment.strategy=" + String.join(",", names);
    }

    /** KAFKA-8179: with the older assignors, whoever joins takes all partitions from everybody for a while. */
    @Test
    void everybodyLosesEverythingWhenSomebodyJoins() throws Exception {
        KnownBug.isProvoked("Expected size: 1 but was: 2", RANGE, COOPERATIVE, (scene, assignor) -> {
            scene.subscriber(assignors(assignor));
            scene.settle();
            scene.subscriber(assignors(assignor));
            scene.settle();
            assertThat(scene.kafka.events().of(PartitionsRevoked.class))
                    .singleElement()
                    .satisfies(revoked -> assertThat(revoked.partitions()).hasSize(1));
        });
    }

    /** KAFKA-7018: a rolling restart moves partitions to and fro, unless members are static. */
    @Test
    void rollingRestartRebalances() throws Exception {
        KnownBug.isProvoked("Expected size: 1 but was: 3", "unused=", "group.instance.id=", (scene, identity) -> {
            KafkaConsumer<String, String> one = scene.subscriber(identity + "one");
            scene.subscriber(identity + "two");
            scene.settle();
            one.close();
            scene.kafka.runFor(Duration.ofSeconds(5));
            scene.subscriber(identity + "one");
            scene.settle();
            assertThat(scene.kafka.events().of(RebalanceStarted.class)).hasSize(1);
        });
    }

    /** karafka/karafka#1173: two consumers of one process have the same group.instance.id. */
    @Test
    void twoConsumersWithOneInstanceIdFenceEachOther() throws Exception {
        KnownBug.isProvoked("FencedInstanceIdException", "host-1", "host-2", (scene, otherInstance) -> {
            KafkaConsumer<String, String> first = scene.subscriber("group.instance.id=host-1");
            scene.settle();
            KafkaConsumer<String, String> second = scene.subscriber("group.instance.id=" + otherInstance);
            second.poll(Duration.ofSeconds(5));
            read(first, 5);
        });
    }

    /** confluentinc/confluent-kafka-go#605: an assignor is replaced in one step, while others have the old one. */
    @Test
    void assignorCannotBeReplacedInOneStep() throws Exception {
        String inOneStep = assignors(COOPERATIVE);
        String firstBoth = assignors(COOPERATIVE, RANGE);
        KnownBug.isProvoked("InconsistentGroupProtocolException", inOneStep, firstBoth, (scene, upgraded) -> {
            scene.subscriber(assignors(RANGE));
            scene.settle();
            scene.subscriber(upgraded);
            scene.settle();
        });
    }

    /** KAFKA-12874: a session timeout of ten seconds takes a long garbage collection for a death. */
    @Test
    void shortSessionTakesAPauseForADeath() throws Exception {
        KnownBug.isProvoked("SESSION_TIMEOUT", 10_000, 45_000, (scene, sessionTimeoutMs) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber("session.timeout.ms=" + sessionTimeoutMs);
            scene.settle();
            scene.kafka.client(consumer).pauseHeartbeats();
            scene.pass(Duration.ofSeconds(12));
            scene.kafka.client(consumer).resume();
            assertThat(scene.kafka.events().of(MemberExpired.class)).isEmpty();
        });
    }

    /** KAFKA-3297: topics of one partition each all go to the same consumer. */
    @Test
    void topicsOfOnePartitionAllGoToOneConsumer() throws Exception {
        KnownBug.isProvoked("Expected size: 1 but was: 2", RANGE, ROUND_ROBIN, (scene, assignor) -> {
            KafkaConsumer<String, String> one = scene.consumer(assignors(assignor));
            KafkaConsumer<String, String> two = scene.consumer(assignors(assignor));
            one.subscribe(List.of("a", "b"));
            two.subscribe(List.of("a", "b"));
            scene.settle();
            assertThat(one.assignment()).hasSize(1);
        });
    }

    /** reactor/reactor-kafka#305: a paused partition that goes away and comes back is no longer paused. */
    @Test
    void partitionThatComesBackIsNoLongerPaused() throws Exception {
        KnownBug.isProvoked("Expecting empty but was: [\"a\"]", false, true, (scene, pausesAgain) -> {
            KafkaConsumer<String, String> first = scene.consumer();
            first.subscribe(List.of("a"), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    if (pausesAgain) {
                        first.pause(partitions);
                    }
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
            });
            scene.settle();
            first.pause(first.assignment());
            scene.kafka.coordinator("billing").expire(first); // its partition is lost, and assigned anew
            scene.settle();
            scene.producer().send(new ProducerRecord<>("a", "a")).get();
            assertThat(read(first, 10)).isEmpty();
        });
    }

    /** confluentinc/librdkafka#2010: a process ends without close, and its partitions have no owner for a session. */
    @Test
    void partitionsOfAProcessThatDidNotCloseHaveNoOwner() throws Exception {
        KnownBug.isProvoked("Expected size: 2 but was: 1", false, true, (scene, closes) -> {
            KafkaConsumer<String, String> ends = scene.subscriber();
            KafkaConsumer<String, String> stays = scene.subscriber();
            scene.settle();
            if (closes) {
                ends.close();
            } else {
                scene.kafka.client(ends).crash();
            }
            read(stays, 30);
            assertThat(stays.assignment()).hasSize(2);
        });
    }

    /** akka/alpakka-kafka#419: a seek comes after the rebalance that has taken its partition. */
    @Test
    void seekComesAfterItsPartitionHasGone() throws Exception {
        KnownBug.isProvoked("No current assignment for partition", false, true, (scene, looks) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber();
            scene.settle();
            Set<TopicPartition> remembered = Set.copyOf(consumer.assignment());
            scene.subscriber();
            scene.settle();
            remembered.stream()
                    .filter(partition -> !looks || consumer.assignment().contains(partition))
                    .forEach(partition -> consumer.seek(partition, 0));
        });
    }

    /** KAFKA-20985: a static member gives up a join, which is worked off later and fences its own next one. */
    @Test
    void joinThatIsWorkedOffLateFencesItsOwnSender() throws Exception {
        KnownBug.isProvoked("FencedInstanceIdException", "group.instance.id=i", "client.id=i", (scene, identity) -> {
            KafkaConsumer<String, String> consumer = scene.subscriber(identity, "max.poll.interval.ms=10000");
            scene.settle();
            consumer.unsubscribe();
            FaultBarrier late = scene.kafka.faults().barrier("stalled coordinator");
            scene.kafka.faults().on(ApiKeys.JOIN_GROUP).from(consumer).onCall(1).workOffLate(late);
            consumer.subscribe(List.of("orders"));
            read(consumer, 40); // gives the join up after 15 s, and joins again
            assertThat(consumer.assignment()).contains(FIRST);
            late.release();
            read(consumer, 10);
        });
    }
}
