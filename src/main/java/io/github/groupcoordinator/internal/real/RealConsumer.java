package io.github.groupcoordinator.internal.real;

import com.google.re2j.Pattern;
import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.client.PositionReset;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.internal.real.around.ClientHook;
import io.github.groupcoordinator.internal.real.around.Resets;
import io.github.groupcoordinator.view.MemberRef;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AbstractCoordinator;
import org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** A consumer on a real cluster, and the events that it sees. */
final class RealConsumer extends GuardedClient implements ClientHook {
    /** Null before kafka-clients 4.0, which brought patterns that the coordinator matches. */
    private static final @Nullable Method SUBSCRIPTION_PATTERN =
            Reflect.methodOrNull(SubscriptionState.class, "subscriptionPattern");

    private static final Field COORDINATOR = Reflect.field(ClassicKafkaConsumer.class, "coordinator");
    private static final Field REJOIN_NEEDED = Reflect.field(AbstractCoordinator.class, "rejoinNeeded");
    private static final Field JOIN_FUTURE = Reflect.field(AbstractCoordinator.class, "joinFuture");

    private final Consumer<?, ?> delegate;
    private final Map<String, Object> config;
    private final Resets resets;
    private volatile String memberId = "";
    private volatile int generation = -1;
    private boolean inGroupOnly;
    private boolean woken;

    /** @param config the configuration that it was made with */
    RealConsumer(Scene scene, KafkaConsumer<?, ?> consumer, Map<String, Object> config) {
        super(
                scene,
                consumer,
                ConsumerDelegate.class,
                String.valueOf(config.get(ConsumerConfig.CLIENT_ID_CONFIG)),
                String.valueOf(config.getOrDefault(ConsumerConfig.GROUP_ID_CONFIG, "")));
        this.config = config;
        this.delegate = (Consumer<?, ?>) delegate();
        this.resets = new Resets(subscriptions());
        behind(Networks.gate(delegate, resets::look, scene.belongings()::asksFor));
    }

    /** Returns what the application subscribed to, as far as it is known by now. */
    Set<String> subscription() {
        return new TreeSet<>(subscriptions().subscription());
    }

    /**
     * Returns the topics that match its pattern, if the coordinator is to match it (KIP-848): that answers a new member
     * at once, with nothing, and looks for topics afterwards.
     */
    SortedSet<String> topicsToBeFound(ClusterAdmin admin) {
        Object subscribed = SUBSCRIPTION_PATTERN == null ? null : Reflect.invoke(SUBSCRIPTION_PATTERN, subscriptions());
        if (subscribed == null) {
            return Collections.emptySortedSet();
        }
        Pattern pattern = Pattern.compile(subscribed.toString());
        SortedSet<String> topics = admin.topicNames();
        topics.removeIf(topic -> !pattern.matches(topic));
        return topics;
    }

    /** Returns what it believes to own, sorted. */
    SortedSet<TopicPartition> assignment() {
        return sorted(subscriptions().assignedPartitions());
    }

    /** Returns the generation, or the member epoch, that it was last seen in; negative for none. */
    int generation() {
        return generation;
    }

    /** Returns a timeout of its configuration. */
    Duration timeout(String property, int defaultMs) {
        return Duration.ofMillis(
                Long.parseLong(config.getOrDefault(property, defaultMs).toString()));
    }

    @Override
    public String memberId() {
        return generation < 0 ? "" : memberId;
    }

    @Override
    boolean was(String id) {
        return memberId.equals(id);
    }

    private @Nullable String groupInstanceId() {
        Object configured = config.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return configured == null ? null : configured.toString();
    }

    /** Returns who it was last seen as: a member that has lost its place learns of that later. */
    private MemberRef member() {
        return new MemberRef(memberId, clientId(), groupInstanceId());
    }

    @Override
    @Nullable
    Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (arguments != null && name.equals("subscribe")) {
            return subscribe(method, arguments);
        }
        if (arguments != null && (name.equals("seekToBeginning") || name.equals("seekToEnd"))) {
            resets.seeking(partitions(arguments[0]));
        }
        return direct(method, arguments);
    }

    private static List<TopicPartition> partitions(Object given) {
        return ((Collection<?>) given).stream().map(TopicPartition.class::cast).toList();
    }

    private @Nullable Object subscribe(Method method, Object[] arguments) throws Throwable {
        ConsumerRebalanceListener users =
                arguments.length > 1 && arguments[1] instanceof ConsumerRebalanceListener given ? given : null;
        if (users == null && arguments.length > 1) {
            // Kafka refuses a listener that is null.
            return direct(method, arguments);
        }
        Method withListener = method.getDeclaringClass()
                .getMethod("subscribe", method.getParameterTypes()[0], ConsumerRebalanceListener.class);
        return direct(withListener, new @Nullable Object[] {arguments[0], new Recording(users)});
    }

    @Override
    void called() {
        if (!isClosed() && !isStopped()) {
            identify();
            resets.look();
            resets.takeDone().forEach(this::tell);
        }
    }

    private void identify() {
        if (!groupId().isEmpty()) {
            ConsumerGroupMetadata seen = delegate.groupMetadata();
            generation = seen.generationId();
            memberId = generation < 0 ? memberId : seen.memberId();
        }
    }

    private void tell(Resets.Reset reset) {
        String strategy = String.valueOf(config.getOrDefault(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"));
        if (!reset.hadPosition() && strategy.equals("earliest")) {
            return; // Who begins with the oldest record skips none.
        }
        long begin = reset.hadPosition() ? reset.from() : logStart(reset.partition());
        long skipped = Math.max(0, reset.to() - begin);
        if (reset.hadPosition() || skipped > 0) {
            scene().journal()
                    .append(new PositionReset(
                            RealTime.now(),
                            groupId(),
                            member(),
                            reset.partition(),
                            reset.hadPosition() ? OptionalLong.of(reset.from()) : OptionalLong.empty(),
                            reset.to(),
                            skipped,
                            strategy,
                            reset.reason()));
        }
    }

    /** Its process may end meanwhile, and its topic with the test; all that counts then is that it has ended. */
    private long logStart(TopicPartition partition) {
        try {
            return scene().admin().logStart(partition);
        } catch (KafkaException e) {
            requireNotStopped("poll(..)");
            throw e;
        }
    }

    /** Partitions are paused meanwhile, so that nothing is read and no position moves. */
    @Override
    boolean pollGroupOnly(Duration timeout) {
        Set<TopicPartition> pausedByItself = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        pausedByItself.addAll(delegate.paused());
        delegate.pause(delegate.assignment());
        inGroupOnly = true;
        try {
            poll(timeout);
        } catch (InvalidOffsetException e) {
            // Its application will be told when it polls: the partition still has no position then.
            return true;
        } catch (WakeupException e) {
            woken = true;
        } finally {
            inGroupOnly = false;
            Set<TopicPartition> toResume = sorted(delegate.assignment());
            toResume.removeAll(pausedByItself);
            delegate.resume(toResume);
        }
        return true;
    }

    /**
     * Returns whether it has to join its group again, or has asked to: between the two rebalances by which partitions
     * move, nothing but a member of the classic protocol itself tells that there will be another (KIP-429).
     */
    boolean hasToJoinAgain() {
        Object coordinator = delegate instanceof ClassicKafkaConsumer ? Reflect.getOrNull(COORDINATOR, delegate) : null;
        // Only looks: its own question may begin a rebalance, and belongs to the thread that polls.
        return coordinator != null
                && (Reflect.<Boolean>get(REJOIN_NEEDED, coordinator)
                        || Reflect.getOrNull(JOIN_FUTURE, coordinator) != null);
    }

    /** Gives a {@code wakeup()} back that was meant for a call of its application. */
    void wakeUpAgain() {
        if (woken) {
            woken = false;
            delegate.wakeup();
        }
    }

    /** Returns whether it knows where it is in each of its partitions, or that its application has to say so. */
    boolean hasPositions(Duration timeout) {
        try {
            for (TopicPartition partition : assignment()) {
                delegate.position(partition, timeout);
            }
            return true;
        } catch (InvalidOffsetException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } finally {
            called();
        }
    }

    @Override
    public void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!offsets.isEmpty()) {
            SortedMap<TopicPartition, OffsetAndMetadata> sorted = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
            sorted.putAll(offsets);
            scene().journal().append(new OffsetsCommitted(RealTime.now(), groupId(), member(), sorted));
        }
    }

    private static SortedSet<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        SortedSet<TopicPartition> sorted = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        sorted.addAll(partitions);
        return sorted;
    }

    /** Makes an event of what the listener is told. */
    private interface Kind {
        ClusterEvent of(
                Instant at, String groupId, MemberRef member, int generation, SortedSet<TopicPartition> partitions);
    }

    /** The listener in the place of the user's own: writes down what it is told, then tells the user's. */
    private final class Recording implements ConsumerRebalanceListener {
        private final @Nullable ConsumerRebalanceListener users;
        private int lastGeneration = -1;

        Recording(@Nullable ConsumerRebalanceListener users) {
            this.users = users;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (isStopped()) {
                return;
            }
            record(PartitionsAssigned::new, partitions);
            if (users != null) {
                users.onPartitionsAssigned(partitions);
            }
            if (inGroupOnly) {
                delegate.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!isStopped()) {
                record(PartitionsRevoked::new, partitions);
                if (users != null) {
                    users.onPartitionsRevoked(partitions);
                }
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (!isStopped()) {
                record(PartitionsLost::new, partitions);
                if (users != null) {
                    users.onPartitionsLost(partitions);
                }
            }
        }

        private void record(Kind kind, Collection<TopicPartition> partitions) {
            identify();
            lastGeneration = generation < 0 ? lastGeneration : generation;
            scene().journal().append(kind.of(RealTime.now(), groupId(), member(), lastGeneration, sorted(partitions)));
        }
    }
}
