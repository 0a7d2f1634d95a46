package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The turns of consumers during one call of the test: at each instant until none gets further without time, since an
 * answer that has arrived is taken before the clock goes on, as it is by an application that polls in a loop.
 */
abstract class Turns implements AutoCloseable {

    /** A client that always has something more to send gets no further than this in one millisecond. */
    private static final int ROUNDS = 100;

    private final EventLoop loop;
    private final MadeClients clients;
    private final Predicate<PolledClient> belongs;
    private boolean isFirst = true;

    Turns(EventLoop loop, MadeClients clients, Predicate<PolledClient> belongs) {
        this.loop = loop;
        this.clients = clients;
        this.belongs = belongs;
    }

    /**
     * Begins a call. Where the order of turns is drawn all consumers are asked, and so they are beside threads of the
     * application: what those do inside of a client is not told.
     *
     * @param belongs whether a consumer has turns at all, as things are
     * @param mayBeMixed whether their order is drawn, if that of the loop is
     */
    static Turns of(EventLoop loop, MadeClients clients, Predicate<PolledClient> belongs, boolean mayBeMixed) {
        boolean isMixed = mayBeMixed && loop.isOrderDrawn();
        return isMixed || loop.passengers() != null
                ? new TurnsOfAll(loop, clients, belongs, isMixed)
                : new TurnsOfTouched(loop, clients, belongs);
    }

    /** Looks what has happened since the last instant. */
    abstract void beginInstant();

    /** Goes back to the first of those that are asked. */
    abstract void beginRound();

    /** Returns the next of those that are asked, null if there is none. */
    abstract @Nullable PolledClient next();

    /** Takes note of what the one that was asked has said. */
    abstract void asked(boolean tookTurn);

    /** Returns a number that grows with all that their networks do. */
    abstract long traffic();

    /** Returns when the next of them polls again, if nothing happens to any before; a while from now if none does. */
    abstract long nextMs();

    /** Offers a turn to each consumer that wants one; the first time, to all. */
    final void takeAll(Consumer<PolledClient> turn) {
        beginInstant();
        boolean everybody = isFirst;
        isFirst = false;
        for (int round = 0; round < ROUNDS; round++) {
            boolean isTaken = false;
            long before = 0;
            beginRound();
            for (PolledClient consumer = next(); consumer != null; consumer = next()) {
                boolean takesTurn = (everybody || consumer.wantsTurn()) && belongs(consumer) && !consumer.backsOff();
                if (takesTurn) {
                    // Nothing of theirs moves before the first turn of a round.
                    before = isTaken ? before : traffic();
                    isTaken = true;
                    turn.accept(consumer);
                }
                asked(takesTurn);
            }
            if (!isTaken || traffic() == before) {
                return;
            }
        }
    }

    final EventLoop loop() {
        return loop;
    }

    final MadeClients clients() {
        return clients;
    }

    final boolean belongs(PolledClient consumer) {
        return belongs.test(consumer);
    }

    /** Returns whether turns that would find nothing to do may be left out: not where their order is drawn. */
    final boolean mayRest() {
        return !clients.isEachPollMade() && !loop.isOrderDrawn();
    }

    /** Returns a while from now: how often an application looks that nothing happens to. */
    final long afterAWhileMs() {
        return loop.nowMs() + clients.pollEveryMs();
    }

    @Override
    public void close() {
        // Most leave nothing behind.
    }
}
