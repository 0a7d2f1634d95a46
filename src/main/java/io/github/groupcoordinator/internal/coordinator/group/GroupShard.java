package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.CoordinatorShard;
import io.github.groupcoordinator.internal.coordinator.CoordinatorTimers;
import io.github.groupcoordinator.internal.coordinator.ShardLog;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.coordinator.group.serde.RecordSerde;
import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The groups of one partition of {@code __consumer_offsets}: decide, append, apply, reply, for every protocol. */
final class GroupShard implements CoordinatorShard, GroupContext {
    /** After this time what could not be appended is tried again. */
    private static final long RETRY_BACKOFF_MS = 500;

    private final GroupCoordinatorConfig config;
    private final TopicCatalog topics;
    private final Timers timers;
    private final ShardLog log;
    private final GroupEvents events;
    private final Groups groups;
    private final OffsetStore offsets = new OffsetStore();
    private final CoordinatorTimers<TimerKey, GroupCommand> armed;
    private final RetentionCheck retentionCheck;
    private final Consumer<Effect.Ask> asks;
    private final WaitingReplies replies = new WaitingReplies();

    private boolean isActive;
    private long newTopicsVersion;

    /**
     * The surroundings that all partitions of a coordinator share.
     *
     * @param asks takes what groups ask somebody outside
     */
    record Environment(Timers timers, EventSink sink, TopicCatalog topics, Consumer<Effect.Ask> asks) {}

    GroupShard(RetentionCheck.Place place, GroupConfigs configs, ShardLog log, Environment environment) {
        this.config = configs.broker();
        this.topics = environment.topics();
        this.asks = environment.asks();
        this.timers = environment.timers();
        this.log = log;
        this.groups = new Groups(configs);
        this.events = new GroupEvents(environment.sink(), timers, topics);
        this.armed = new CoordinatorTimers<>(timers, this::elapsed);
        this.retentionCheck = new RetentionCheck(
                place, timers, config.offsetsRetentionCheckIntervalMs(), () -> !groups.isEmpty(), this::checkRetention);
    }

    /** The outcome of a command: the first append that failed, if one did, and whether any was made. */
    record Outcome(Errors failure, boolean appended) {
        static final Outcome NOTHING = new Outcome(Errors.NONE, false);

        private static Outcome of(Errors failure, boolean appended) {
            return failure == Errors.NONE && !appended ? NOTHING : new Outcome(failure, appended);
        }
    }

    @Override
    public boolean isActive() {
        return isActive;
    }

    @Override
    public void load(int leaderEpoch) {
        log.replay(new Replay());
        isActive = true;
        retentionCheck.begin();
        newTopicsVersion = topics.version();
        for (Group<?> group : groups.all()) {
            run(group, group.loaded());
        }
        retentionCheck.await();
    }

    @Override
    public void unload() {
        armed.disarmAll();
        retentionCheck.end();
        for (Group<?> group : groups.all()) {
            run(group, group.unloaded());
        }
        isActive = false;
        sendReplies();
    }

    Groups groups() {
        return groups;
    }

    OffsetStore offsets() {
        return offsets;
    }

    /** Makes a group that no record tells of yet. */
    ClassicGroup create(String groupId) {
        ClassicGroup group = groups.create(groupId, timers.nowMs());
        retentionCheck.await();
        return group;
    }

    /** Decides a command and everything that follows from it; the answers wait for {@link #sendReplies}. */
    Outcome run(Group<?> group, GroupCommand command) {
        return run(group, command, List.of());
    }

    /**
     * Decides a command and everything that follows from it; the answers wait for {@link #sendReplies}.
     *
     * @param conversion the records that make the group first, if it is not in the log: they are appended with the
     *     first ones that follow, so that a request that is refused converts nothing
     */
    Outcome run(Group<?> group, GroupCommand command, List<PersistentRecord> conversion) {
        Group<?> current = group;
        List<GroupCommand> later = List.of();
        List<Effect> whenStored = List.of();
        Errors failure = Errors.NONE;
        boolean appended = false;
        GroupCommand next = command;
        while (next != null) {
            // A group that is lost with a failed append still answers those who wait in it.
            Step step = current.decide(next, this);
            applyAll(step.changes(), current);
            performAll(step.effects());
            if (step.isPersistent()) {
                Errors error = store(step, current, appended ? List.of() : conversion);
                if (error != Errors.NONE) {
                    failure = failure == Errors.NONE ? error : failure;
                    later = List.of();
                    next = step.otherwise() == null ? null : step.otherwise().apply(AppendErrors.toClient(error));
                    continue;
                }
                appended = true;
                current = asStored(current);
            }
            if (!step.whenStored().isEmpty()) {
                whenStored = whenStored.isEmpty() ? new ArrayList<>() : whenStored;
                whenStored.addAll(step.whenStored());
            }
            if (step.conversion() != null) {
                List<GroupCommand> following = new ArrayList<>(GroupConversion.next(step.conversion()));
                following.addAll(later);
                later = following;
            }
            next = step.next() == null && !later.isEmpty() ? later.remove(0) : step.next();
        }
        if (failure == Errors.NONE) {
            performAll(whenStored);
        }
        retentionCheck.await();
        return Outcome.of(failure, appended);
    }

    private void applyAll(List<VolatileRecord> changes, Group<?> group) {
        for (int i = 0; i < changes.size(); i++) {
            events.tell(changes.get(i), group);
            group.apply(changes.get(i));
        }
    }

    private void performAll(List<Effect> effects) {
        for (int i = 0; i < effects.size(); i++) {
            perform(effects.get(i));
        }
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Reply<?> reply) {
            replies.add(reply);
        } else if (effect instanceof Effect.Arm arm) {
            armed.arm(arm.key(), arm.delayMs(), arm.command());
        } else if (effect instanceof Effect.Disarm disarm) {
            armed.disarm(disarm.key());
        } else if (effect instanceof Effect.Ask ask) {
            asks.accept(ask);
        }
    }

    /** Appends what a step stores and applies it; returns NONE, or why it could not be appended. */
    private Errors store(Step step, Group<?> group, List<PersistentRecord> conversion) {
        if (!group.appliesItsRecords()) {
            return append(step.appends());
        }
        if (conversion.isEmpty() && step.conversion() == null) {
            return appendAndApply(step.appends());
        }
        List<PersistentRecord> records = new ArrayList<>(conversion);
        records.addAll(step.appends());
        if (step.conversion() != null) {
            GroupConversion.convert(group, step.conversion(), this, records);
        }
        Errors error = append(records);
        if (error == Errors.NONE) {
            // Who was in the group before it was converted has not joined by that.
            records.subList(0, conversion.size()).forEach(this::apply);
            events.tellAndApply(records.subList(conversion.size(), records.size()), this);
        }
        return error;
    }

    /** Returns a group as its records have left it: they may have made it anew, or in another protocol. */
    private Group<?> asStored(Group<?> group) {
        Group<?> stored = group.appliesItsRecords() ? groups.find(group.groupId()) : group;
        return stored == null ? group : stored;
    }

    /** Appends that there is a group; it stands as it is, because nothing of it is persistent yet. */
    Errors appendNewGroup(ClassicGroup group, List<PersistentRecord> conversion) {
        List<PersistentRecord> records = new ArrayList<>(conversion);
        records.add(GroupConversion.newGroup(group.groupId(), group.roster().stateSinceMs()));
        return append(records);
    }

    /** Appends records and applies them. */
    Errors appendAndApply(List<? extends PersistentRecord> records) {
        Errors error = append(records);
        if (error == Errors.NONE) {
            events.tellAndApply(records, this);
        }
        return error;
    }

    /**
     * Appends offsets as part of a producer's transaction, and keeps them until it ends. Without a producer there is no
     * transaction, and they count at once.
     */
    Errors appendPending(TransactionalProducer producer, List<OffsetCommit> commits) {
        if (commits.isEmpty()) {
            return Errors.NONE;
        }
        if (producer.producerId() == TransactionalProducer.NONE) {
            Errors error = append(commits);
            if (error == Errors.NONE) {
                commits.forEach(this::apply);
            }
            return error;
        }
        Errors error = appended(log.append(producer, RecordSerde.encode(commits)));
        if (error == Errors.NONE) {
            commits.forEach(commit -> applyPending(producer.producerId(), commit));
        }
        return error;
    }

    /** The way in which a marker was written: the error of the log itself, or the offsets that count from now on. */
    record Completed(Errors error, List<OffsetCommit> offsets) {}

    /** Appends the end of a producer's transaction, and lets its offsets count or forgets them. */
    Completed completeTransaction(TransactionMarker marker) {
        Errors error = appended(log.append(marker));
        return new Completed(
                error,
                error == Errors.NONE ? offsets.endTransaction(marker.producerId(), marker.committed()) : List.of());
    }

    /** Reads back what is in the partition: it is applied as it was when it was appended. */
    private final class Replay implements CoordinatorReplay {
        @Override
        public void record(long offset, CoordinatorRecord each, long producerId) {
            PersistentRecord decoded = RecordSerde.decode(each);
            if (decoded instanceof OffsetCommit commit && producerId != TransactionalProducer.NONE) {
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
    private Errors append(List<? extends PersistentRecord> records) {
        return records.isEmpty() ? Errors.NONE : appended(log.append(RecordSerde.encode(records)));
    }

    private Errors appended(Errors error) {
        if (error == Errors.NONE) {
            groups.appended();
        } else {
            groups.appendFailed().forEach(events::tellLost);
        }
        return error;
    }

    /** Applies a record that has been stored. */
    void apply(PersistentRecord record) {
        if (record instanceof GroupRecord ofGroup) {
            groups.apply(ofGroup);
        } else if (record instanceof OffsetCommit commit) {
            groups.ensure(commit.groupId(), timers.nowMs());
            offsets.apply(commit);
        } else if (record instanceof OffsetRecord.OffsetTombstone tombstone) {
            offsets.apply(tombstone);
        }
    }

    private void applyPending(long producerId, OffsetCommit commit) {
        groups.ensure(commit.groupId(), timers.nowMs());
        offsets.applyPending(producerId, commit);
    }

    /**
     * Deletes offsets that are too old, and Empty groups that have none left; if it can't be appended, another time.
     */
    private void checkRetention() {
        List<PersistentRecord> tombstones = new ArrayList<>();
        OffsetRetention retention = new OffsetRetention(offsets, timers.nowMs(), config.offsetsRetentionMs());
        for (Group<?> group : groups.all()) {
            if (retention.collect(group, tombstones)) {
                collectTombstones(group, tombstones);
            }
        }
        appendAndApply(tombstones);
    }

    /** Adds the records that delete a group, and disarms what ends with it, even if they can't be appended. */
    void collectTombstones(Group<?> group, List<PersistentRecord> tombstones) {
        group.tombstones(tombstones);
        group.timersThatEndWithIt().forEach(armed::disarm);
    }

    /** Lets an answer wait with the others; if the request has been answered by one of them, that one counts. */
    <T> void reply(ReplyToken<T> token, T response) {
        replies.add(new Effect.Reply<>(token, response));
    }

    /** Gives the answers that wait. */
    void sendReplies() {
        replies.send();
    }

    /** Decides what a timer asked for, if there is still a group of the protocol by which it was armed. */
    private void elapsed(TimerKey key, GroupCommand command) {
        Group<?> group = groups.find(key.groupId());
        boolean isFailed = group != null
                && group.commandType().isInstance(command)
                && run(group, command).failure() != Errors.NONE;
        if (isFailed && command.isRetried()) {
            armed.arm(key, RETRY_BACKOFF_MS, command);
        }
        sendReplies();
    }

    /** Lets the groups look at a topic that was created, deleted or grown. */
    void topicChanged(String topic, boolean isNew) {
        if (isNew) {
            newTopicsVersion = topics.version();
        }
        groups.all().forEach(group -> group.topicChanged(topic));
    }

    @Override
    public long nowMs() {
        return timers.nowMs();
    }

    @Override
    public TopicCatalog topics() {
        return topics;
    }

    @Override
    public long newTopicsVersion() {
        return newTopicsVersion;
    }

    @Override
    public boolean isArmed(TimerKey key) {
        return armed.isArmed(key);
    }

    @Override
    public @Nullable Long remainingMs(TimerKey key) {
        return armed.remainingMs(key);
    }
}
