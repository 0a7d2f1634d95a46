package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.Transition;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicConfig;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.internal.group.consumer.ConsumerCommand;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerStep;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The groups of one partition of {@code __consumer_offsets}: decide, append, apply, reply. */
final class CoordinatorShard {
    private final int partition;
    private final GroupCoordinatorConfig config;
    private final ClassicConfig classicConfig;
    private final ConsumerGroups consumers;
    private final Timers timers;
    private final CoordinatorLog log;
    private final RebalanceEvents events;
    private final SortedMap<String, StoredGroup> groups = new TreeMap<>();
    private final OffsetStore offsets = new OffsetStore();
    private final ArmedTimers armed;
    private final RetentionCheck retentionCheck;

    /**
     * Groups that no record tells of yet. As in Kafka they are not listed or described until the next append to the
     * partition succeeds, and are gone if it fails.
     */
    private final SortedSet<String> uncommitted = new TreeSet<>();

    private final WaitingReplies replies = new WaitingReplies();

    private boolean isActive;

    CoordinatorShard(
            int partition,
            GroupConfigs configs,
            Timers timers,
            CoordinatorLog log,
            EventSink sink,
            TopicCatalog topics) {
        this.partition = partition;
        this.config = configs.broker();
        this.classicConfig = new ClassicConfig(
                config.initialRebalanceDelayMs(), GroupCoordinatorConfig.NEW_MEMBER_JOIN_TIMEOUT_MS, config.maxSize());
        this.timers = timers;
        this.log = log;
        this.armed = new ArmedTimers(timers, this::elapsed, this::sendReplies);
        this.retentionCheck = new RetentionCheck(
                timers,
                config.offsetsRetentionCheckIntervalMs(),
                "retention check of __consumer_offsets-" + partition,
                () -> !groups.isEmpty(),
                this::checkRetention);
        this.events = new RebalanceEvents(sink);
        this.consumers = new ConsumerGroups(
                groups, configs, topics, new ConsumerGroupEvents(sink, timers, new TopicNames(topics)));
    }

    /** What came of a command: the first append that failed, if one did, and whether any was made. */
    record Outcome(Errors failure, boolean appended) {
        static final Outcome NOTHING = new Outcome(Errors.NONE, false);

        private static Outcome of(Errors failure, boolean appended) {
            return failure == Errors.NONE && !appended ? NOTHING : new Outcome(failure, appended);
        }
    }

    boolean isActive() {
        return isActive;
    }

    /** Replays the partition and re-arms the sessions of the members. */
    void load() {
        log.replay(partition, new Replay());
        isActive = true;
        retentionCheck.begin();
        consumers.loaded();
        for (ClassicGroup group : classicGroups()) {
            run(group.groupId(), new ClassicCommand.Loaded());
        }
        for (ConsumerGroup group : consumers.all()) {
            run(group, List.of(), new ConsumerCommand.Loaded());
        }
        retentionCheck.await();
    }

    /** Disarms everything, then answers what is parked. */
    void unload() {
        armed.disarmAll();
        retentionCheck.end();
        for (ClassicGroup group : classicGroups()) {
            run(group.groupId(), new ClassicCommand.Unload());
        }
        isActive = false;
        sendReplies();
    }

    @Nullable
    ClassicGroup classicGroup(String groupId) {
        return groups.get(groupId) instanceof StoredGroup.Classic classic ? classic.group() : null;
    }

    @Nullable
    ConsumerGroup consumerGroup(String groupId) {
        return consumers.find(groupId);
    }

    ConsumerGroups consumers() {
        return consumers;
    }

    /** Returns whether there is a group of any kind. */
    boolean hasGroup(String groupId) {
        return groups.containsKey(groupId);
    }

    /** Returns the ids of all groups. */
    List<String> groupIds() {
        return new ArrayList<>(groups.keySet());
    }

    /** Returns a group as those see it who only read: without what no record tells of. */
    @Nullable
    ClassicGroup committedGroup(String groupId) {
        return uncommitted.contains(groupId) ? null : classicGroup(groupId);
    }

    List<ClassicGroup> classicGroups() {
        List<ClassicGroup> classic = new ArrayList<>();
        for (StoredGroup stored : groups.values()) {
            if (stored instanceof StoredGroup.Classic each) {
                classic.add(each.group());
            }
        }
        return classic;
    }

    List<ClassicGroup> committedGroups() {
        List<ClassicGroup> committed = classicGroups();
        committed.removeIf(group -> uncommitted.contains(group.groupId()));
        return committed;
    }

    OffsetStore offsets() {
        return offsets;
    }

    /** Makes a group that no record tells of yet. */
    ClassicGroup create(String groupId) {
        ClassicGroup group = new ClassicGroup(groupId, classicConfig, timers.nowMs());
        groups.put(groupId, new StoredGroup.Classic(group));
        uncommitted.add(groupId);
        retentionCheck.await();
        return group;
    }

    /** Decides a command and everything that follows from it; the answers wait for {@link #sendReplies}. */
    Outcome run(String groupId, ClassicCommand command) {
        ClassicGroup group = classicGroup(groupId);
        return group == null ? Outcome.NOTHING : run(group, command);
    }

    /** The same, where the group has been looked up. */
    Outcome run(ClassicGroup group, ClassicCommand command) {
        long nowMs = timers.nowMs();
        Deque<GroupCommand> later = null;
        List<Effect> whenDone = List.of();
        Errors failure = Errors.NONE;
        boolean appended = false;
        GroupCommand current = command;
        while (current != null) {
            // A group that is lost with a failed append still answers those who wait in it.
            Transition transition = group.decide((ClassicCommand) current, nowMs);
            Errors error = append(transition.appends());
            if (error != Errors.NONE) {
                failure = failure == Errors.NONE ? error : failure;
                later = null;
                current = transition.otherwise() == null
                        ? null
                        : transition.otherwise().apply(AppendErrors.toClient(error));
                continue;
            }
            appended |= !transition.appends().isEmpty();
            List<VolatileRecord> changes = transition.changes();
            for (int i = 0; i < changes.size(); i++) {
                events.tell(changes.get(i), group, nowMs);
                group.apply(changes.get(i));
            }
            performAll(transition.effects());
            if (!transition.whenDone().isEmpty()) {
                whenDone = whenDone.isEmpty() ? new ArrayList<>() : whenDone;
                whenDone.addAll(transition.whenDone());
            }
            List<GroupCommand> next = transition.next();
            if (next.size() > 1) {
                later = later == null ? new ArrayDeque<>() : later;
                for (int i = next.size() - 1; i > 0; i--) {
                    later.addFirst(next.get(i));
                }
            }
            current = !next.isEmpty() ? next.get(0) : later == null ? null : later.poll();
        }
        if (failure == Errors.NONE) {
            performAll(whenDone);
        }
        return Outcome.of(failure, appended);
    }

    private void performAll(List<Effect> effects) {
        for (int i = 0; i < effects.size(); i++) {
            perform(effects.get(i));
        }
    }

    /**
     * Decides a command of a consumer-protocol group; the answers wait for {@link #sendReplies}.
     *
     * @param conversion what makes the group first, if it does not exist yet
     * @return why it could not be appended, or NONE
     */
    Errors run(ConsumerGroup group, List<PersistentRecord> conversion, ConsumerCommand command) {
        ConsumerStep step = group.decide(command, consumers.context(group.groupId(), armed::has, timers.nowMs()));
        group.apply(step);
        step.timers().forEach(this::perform);
        ConsumerStep.Downgrade downgrade = step.downgrade();
        // A request that is refused converts nothing.
        List<PersistentRecord> records = new ArrayList<>();
        int converting = step.appends().isEmpty() ? 0 : conversion.size();
        records.addAll(conversion.subList(0, converting));
        records.addAll(step.appends());
        if (downgrade != null) {
            GroupConversion.downgrade(group, downgrade, consumers.topics(), timers.nowMs(), records);
        }
        Errors error = append(records);
        if (error == Errors.NONE) {
            // Who was in the group before it was converted has not joined by that.
            records.subList(0, converting).forEach(this::apply);
            consumers.applyAndTell(records.subList(converting, records.size()), this::apply);
            step.whenStored().forEach(this::perform);
            if (downgrade != null) {
                String groupId = group.groupId();
                run(groupId, new ClassicCommand.Loaded());
                if (downgrade.rebalance()) {
                    run(groupId, new ClassicCommand.PrepareRebalance(downgrade.cause()));
                }
            }
        }
        retentionCheck.await();
        return error;
    }

    /** Arms the sessions of a classic group's members as it becomes a consumer-protocol group. */
    void armSessions(ConsumerGroup group) {
        ConsumerStep step = group.decide(
                new ConsumerCommand.Upgraded(), consumers.context(group.groupId(), armed::has, timers.nowMs()));
        step.timers().forEach(this::perform);
    }

    /** Forgets an empty consumer-protocol group, of which the log still tells. */
    void forget(ConsumerGroup group) {
        consumers.forget(group);
    }

    /** Appends that there is a group; it stands as it is, because nothing of it is persistent yet. */
    Errors appendNewGroup(String groupId, List<PersistentRecord> conversion) {
        ClassicGroup group = classicGroup(groupId);
        long sinceMs = group == null ? timers.nowMs() : group.stateSinceMs();
        List<PersistentRecord> records = new ArrayList<>(conversion);
        records.add(new PersistentRecord.GroupMetadata(groupId, "", 0, null, null, sinceMs, List.of()));
        return append(records);
    }

    /** Adds what deletes a group and its offsets; returns why it may not be deleted, or NONE. */
    Errors collectTombstones(String groupId, List<PersistentRecord> tombstones) {
        ClassicGroup group = classicGroup(groupId);
        ConsumerGroup consumer = consumerGroup(groupId);
        if (consumer == null && (group == null || group.state() == ClassicState.DEAD)) {
            return Errors.GROUP_ID_NOT_FOUND;
        }
        if (consumer == null ? group != null && !group.isEmpty() : !consumer.isEmpty()) {
            return Errors.NON_EMPTY_GROUP;
        }
        tombstones.addAll(offsets.allTombstones(groupId));
        if (consumer == null) {
            tombstones.add(new PersistentRecord.GroupTombstone(groupId));
        } else {
            ConsumerGroups.collectTombstones(consumer, tombstones);
        }
        return Errors.NONE;
    }

    /** Deletes the offsets of topics that are no more; if that can't be appended, they stay. */
    void topicsDeleted(SortedMap<String, Uuid> deleted) {
        BiPredicate<String, CommittedOffset> isOfDeleted = (topic, offset) -> {
            Uuid topicId = deleted.get(topic);
            // An offset of a later topic with the same name stays.
            return topicId != null
                    && (offset.topicId().equals(Uuid.ZERO_UUID)
                            || offset.topicId().equals(topicId));
        };
        List<PersistentRecord> tombstones = new ArrayList<>();
        for (String groupId : offsets.groupIds()) {
            tombstones.addAll(offsets.tombstones(groupId, isOfDeleted));
        }
        tombstones.addAll(offsets.pendingTombstones(isOfDeleted));
        appendAndApply(tombstones);
    }

    /** Appends records and applies them. */
    Errors appendAndApply(List<? extends PersistentRecord> records) {
        Errors error = append(records);
        if (error == Errors.NONE) {
            consumers.applyAndTell(records, this::apply);
        }
        return error;
    }

    /** Appends offsets as part of a producer's transaction, and keeps them until it ends. */
    Errors appendPending(TransactionalProducer producer, List<OffsetCommit> commits) {
        Errors error = append(commits, encoded -> log.append(partition, producer, encoded));
        if (error == Errors.NONE) {
            commits.forEach(commit -> applyPending(producer.producerId(), commit));
        }
        return error;
    }

    /** How a marker was written: the error of the log itself, or the offsets that count from now on. */
    record Completed(Errors error, List<OffsetCommit> offsets) {}

    /** Appends the end of a producer's transaction, and lets its offsets count or forgets them. */
    Completed completeTransaction(TransactionMarker marker) {
        Errors error = append(() -> log.append(partition, marker));
        return new Completed(
                error,
                error == Errors.NONE ? offsets.endTransaction(marker.producerId(), marker.committed()) : List.of());
    }

    /** What is read back when the partition is taken over is applied as it was when it was appended. */
    private final class Replay implements CoordinatorReplay {
        @Override
        public void record(CoordinatorRecord each, long producerId) {
            PersistentRecord decoded = RecordSerde.decode(each);
            if (decoded instanceof OffsetCommit commit && producerId >= 0) {
                applyPending(producerId, commit);
            } else if (decoded != null) {
                apply(decoded);
            }
        }

        @Override
        public void marker(long producerId, boolean committed) {
            offsets.endTransaction(producerId, committed);
        }
    }

    /** Appends records, all or nothing; what is volatile about them is applied by the commands that brought them. */
    Errors append(List<? extends PersistentRecord> records) {
        return records.isEmpty() ? Errors.NONE : append(records, encoded -> log.append(partition, encoded));
    }

    private Errors append(List<? extends PersistentRecord> records, Consumer<List<CoordinatorRecord>> howTo) {
        if (records.isEmpty()) {
            return Errors.NONE;
        }
        List<CoordinatorRecord> encoded = new ArrayList<>(records.size());
        records.forEach(record -> encoded.add(RecordSerde.encode(record)));
        return append(() -> howTo.accept(encoded));
    }

    private Errors append(Runnable write) {
        try {
            write.run();
        } catch (ApiException e) {
            uncommitted.forEach(this::lose);
            uncommitted.clear();
            consumers.appendFailed();
            return Errors.forException(e);
        }
        uncommitted.clear();
        consumers.appended();
        return Errors.NONE;
    }

    /** Forgets a group that no record tells of; its timers stay, as in Kafka, and go by the group's name. */
    private void lose(String groupId) {
        ClassicGroup group = classicGroup(groupId);
        if (group != null) {
            events.tellLost(group, timers.nowMs());
        }
        groups.remove(groupId);
    }

    private void apply(PersistentRecord record) {
        if (record instanceof PersistentRecord.GroupMetadata metadata) {
            groups.put(metadata.groupId(), new StoredGroup.Classic(ClassicGroup.of(metadata, classicConfig)));
        } else if (record instanceof PersistentRecord.GroupTombstone tombstone) {
            groups.remove(tombstone.groupId());
        } else if (record instanceof PersistentRecord.OffsetCommit commit) {
            ensureGroup(commit.groupId());
            offsets.apply(commit);
        } else if (record instanceof PersistentRecord.OffsetTombstone tombstone) {
            offsets.apply(tombstone);
        } else if (record instanceof ConsumerGroupRecord consumer) {
            consumers.apply(consumer);
        }
    }

    private void ensureGroup(String groupId) {
        if (!groups.containsKey(groupId)) {
            // Offsets without a group: a consumer that manages its partitions itself.
            groups.put(groupId, new StoredGroup.Classic(new ClassicGroup(groupId, classicConfig, timers.nowMs())));
        }
    }

    private void applyPending(long producerId, OffsetCommit commit) {
        ensureGroup(commit.groupId());
        offsets.applyPending(producerId, commit);
    }

    /** Deletes offsets that are too old, and Empty groups that have none left; if it can't be appended, another time. */
    private void checkRetention() {
        List<PersistentRecord> tombstones = new ArrayList<>();
        OffsetRetention retention = new OffsetRetention(offsets, timers.nowMs(), config.offsetsRetentionMs());
        classicGroups().forEach(group -> retention.collect(group, tombstones));
        consumers.all().forEach(group -> retention.collect(group, tombstones));
        appendAndApply(tombstones);
    }

    /** Lets an answer wait with the others; if the request has been answered by one of them, that one counts. */
    <T> void reply(ReplyToken<T> token, T response) {
        replies.add(new Effect.Reply<>(token, response));
    }

    /** Gives the answers that wait. */
    void sendReplies() {
        replies.send();
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Reply<?> reply) {
            replies.add(reply);
        } else if (effect instanceof Effect.Arm arm) {
            armed.arm(arm);
        } else if (effect instanceof Effect.Disarm disarm) {
            armed.disarm(disarm.key());
        }
    }

    /** Returns whether what a timer asked for could not be appended and must be tried again. */
    private boolean elapsed(String groupId, GroupCommand command) {
        ConsumerGroup group = consumerGroup(groupId);
        if (command instanceof ClassicCommand classic) {
            run(groupId, classic);
        }
        return group != null
                && command instanceof ConsumerCommand consumer
                && run(group, List.of(), consumer) != Errors.NONE
                && consumer.isRetried();
    }

    /** Returns for how long a timer runs yet, or null if it is not armed. */
    @Nullable
    Long remainingMs(TimerKey key) {
        return armed.remainingMs(key);
    }
}
