package io.github.groupcoordinator.internal.client.member;

import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A real client that its application polls: a consumer, or a share consumer. The test polls it in the application's
 * place, unless that has a thread for it.
 */
public abstract class PolledClient extends MemberClient {
    private boolean attended = true;
    private @Nullable Consumer<Throwable> worker;
    private long backsOffUntilMs = Long.MIN_VALUE;
    private long pollEveryMs;
    private final ClientInternals internals;
    private long turnMs;
    private long trafficBeforeTurn = -1;
    private long doingsAfterTurn;
    private long nextTurnMs;
    private volatile boolean isWoken;
    private long calls;
    private boolean gotRecords;
    private boolean polled;
    private final List<Runnable> touchListeners = new CopyOnWriteArrayList<>();

    protected PolledClient(ClientLife life, ClientTime time, MemorySelectable network, ClientInternals internals) {
        super(life, time, network, internals);
        this.internals = internals;
        network.onChange(this::touched);
        time.onBackOffWithoutTime(() -> backsOffUntilMs = loop().nowMs() + pollEveryMs);
    }

    /** Returns the client as the user holds it. */
    public abstract Object held();

    /** Returns the {@code group.id}, or null if it has none. */
    public @Nullable String groupId() {
        return group();
    }

    /** Returns the generation or member epoch that the client believes to be in, -1 for none. */
    public abstract int generationId();

    /** Returns whether the client must join its group again, or has not yet done what its group last told it. */
    public abstract boolean rejoinNeededOrPending();

    /** Returns whether its group may call itself stable and still be on the way: not in the classic protocol. */
    public abstract boolean isOfEpochs();

    /** Returns whether its group knows what it has subscribed to. */
    public abstract boolean hasToldItsSubscription(Set<String> known);

    /** Returns whether the application has subscribed, so that the client belongs into its group. */
    public abstract boolean isSubscribed();

    /** Returns what the client believes to own. */
    public abstract Set<TopicPartition> assignment();

    /** Returns whether polling it makes sense: it has something to read, and no thread of the application's does it. */
    public abstract boolean isPollable();

    /** Returns whether the client knows where to go on in each of its partitions, or its application must say so. */
    public abstract boolean hasPositions();

    /**
     * Does for the group what a {@code poll} would do, and nothing else: joins, syncs, calls listeners, finds
     * positions; returns no records and commits nothing on the application's behalf.
     *
     * @return whether a pending {@code wakeup()} was met; the caller gives it back with {@link #wakeup}
     */
    public abstract boolean pollGroupOnly();

    /** Polls once without waiting, as its application does. */
    protected abstract ConsumerRecords<?, ?> poll();

    /** Wakes its application up. */
    public abstract void wakeup();

    /** Polls once without waiting, in the place of its application, whose types the caller knows. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <K, V> ConsumerRecords<K, V> pollForApplication() {
        return (ConsumerRecords<K, V>) poll();
    }

    /** Polls once without waiting, on behalf of the test. */
    public Iterable<? extends ConsumerRecord<?, ?>> pollOnce() {
        try {
            return poll();
        } catch (RuntimeException e) {
            throw fromPolling(e);
        }
    }

    /** Says who is to be told what its application's listener throws outside of a call of the application. */
    public void belongsTo(Consumer<Throwable> application) {
        worker = application;
    }

    /** Tells the application that it belongs to what was thrown, or throws it to the test. */
    protected void thrown(RuntimeException thrown) {
        if (worker == null) {
            throw fromPolling(thrown);
        }
        worker.accept(thrown);
    }

    /** Says which consumer threw it, of all that are polled on behalf of the test. */
    private RuntimeException fromPolling(RuntimeException thrown) {
        thrown.addSuppressed(new IllegalStateException("The exception is that of " + describe() + ", made at "
                + madeAt() + ", when it was polled for the test at " + loop().describeNow()));
        return thrown;
    }

    /** Says whether the application has a thread that would poll it. */
    public void setAttended(boolean attended) {
        this.attended = attended;
        touched();
    }

    /** Returns whether its application, or the test in its place, has polled it: before that it joins no group. */
    public boolean wasPolled() {
        return polled;
    }

    /** Returns whether anybody would poll it: it is neither closed, crashed nor paused, and its application runs. */
    public boolean isDriven() {
        return attended && !isClosed() && !isStopped();
    }

    /** Returns whether something has come over its network that it has not looked at. */
    public boolean hasArrivals() {
        return network().isReadyOrWoken();
    }

    /**
     * Lets it do what its application would do in one round of its loop. If that brought nothing, rounds that would
     * bring nothing either are left out, until the client has something to do by itself or the last one in time.
     *
     * @param turn polls it
     * @param restsUntilMs until when rounds may be left out; none are if that has passed
     * @param commits whether its rounds commit what is due
     */
    public void takeTurn(Runnable turn, long restsUntilMs, boolean commits) {
        polled = true;
        isWoken = false;
        turnMs = loop().nowMs();
        trafficBeforeTurn = traffic();
        gotRecords = false;
        try {
            turn.run();
        } finally {
            doingsAfterTurn = doings();
            nextTurnMs = turnMs + pollEveryMs;
        }
        if (restsUntilMs > nextTurnMs && !gotRecords && traffic() == trafficBeforeTurn && hasNothingToDo()) {
            long idleUntilMs = Math.max(
                    turnMs, Math.min(idleUntilMs(turnMs, commits), network().calmUntilMs()));
            long idle = (idleUntilMs - turnMs - 1) / pollEveryMs + 1;
            long last = (restsUntilMs - turnMs) / pollEveryMs;
            nextTurnMs = turnMs + pollEveryMs * Math.max(1, Math.min(idle, last));
        }
    }

    private boolean hasNothingToDo() {
        return loop().passengers() == null && !network().isReadyOrWoken() && !internals.hasLeftSomething();
    }

    /** Returns whether rounds were left out since its last one. */
    public boolean hasRested() {
        return loop().nowMs() >= turnMs + pollEveryMs;
    }

    /** Returns whether it belongs to a worker, whose application looks at each poll. */
    public boolean isOfWorker() {
        return worker != null;
    }

    /**
     * Returns until when a poll would find nothing to do for want of time, unless something comes over its network
     * before; the present if that is not known.
     *
     * @param commits whether polls commit what is due
     */
    protected long idleUntilMs(long nowMs, boolean commits) {
        return nowMs;
    }

    /**
     * Returns whether another turn may bring it further: its last one did, something has happened to it since, or it is
     * time. An application that waits in {@code poll} comes out of it for what is its own, not for what is others'.
     */
    public boolean wantsTurn() {
        return gotRecords
                || traffic() != trafficBeforeTurn
                || doings() != doingsAfterTurn
                || network().isReadyOrWoken()
                || internals.hasLeftSomething()
                || loop().nowMs() >= nextTurnMs();
    }

    /** Returns when its application polls it again, if nothing happens to it before. */
    public long nextTurnMs() {
        long nextMs = nextTurnMs;
        if (isWoken) {
            // Its next poll tells of it, whatever was to be left out.
            long rounds = Math.max(1, (loop().nowMs() - turnMs + pollEveryMs - 1) / pollEveryMs);
            nextMs = Math.min(nextMs, turnMs + rounds * pollEveryMs);
        }
        return Math.max(nextMs, backsOffUntilMs);
    }

    /** Adds what is run, on any thread, whenever something has happened after which it may want a turn. */
    public void addTouchListener(Runnable listener) {
        touchListeners.add(listener);
    }

    /** Removes what was added. */
    public void removeTouchListener(Runnable listener) {
        touchListeners.remove(listener);
    }

    private void touched() {
        touchListeners.forEach(Runnable::run);
    }

    /** Leaves its next poll not out, whatever it would find. */
    public void makesNextPoll() {
        isWoken = true;
        touched();
    }

    @Override
    protected void woken() {
        makesNextPoll();
    }

    @Override
    public void resume() {
        super.resume();
        touched();
    }

    private long doings() {
        return calls + internals.actsOfItsOwn();
    }

    @Override
    protected @Nullable Object call(Method method, Object real, Object @Nullable [] arguments) throws Throwable {
        polled |= method.getName().equals("poll");
        Object result = super.call(method, real, arguments);
        gotRecords |= result instanceof ConsumerRecords<?, ?> records && !records.isEmpty();
        return result;
    }

    @Override
    protected void called() {
        calls++;
        touched();
    }

    /** Says how often the application polls that the test stands for. */
    public void polledEvery(long intervalMs) {
        pollEveryMs = intervalMs;
    }

    /**
     * Returns whether its last poll ended in a back-off for which it had no time: an application that gives each poll
     * some would not poll again before that is over.
     */
    public boolean backsOff() {
        return loop().nowMs() < backsOffUntilMs;
    }
}
