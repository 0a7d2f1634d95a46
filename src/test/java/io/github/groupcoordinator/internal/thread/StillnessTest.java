package io.github.groupcoordinator.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.internal.schedule.Actor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that call no client: who takes no part in the application, and who is only slow. */
@Timeout(60)
class StillnessTest {
    private static final int MANY_LOOKS = 200;

    private final Signal given = new Signal();
    private final Roster roster = new Roster(given);
    private final Stillness stillness = new Stillness(roster, given, true);

    @AfterEach
    void close() {
        roster.close();
    }

    /** A class that is read from a cold disk is such a file: its thread belongs to the application all the same. */
    @Test
    void threadThatReadsAFileIsWaitedForHoweverLongItTakes(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs mkfifo");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Thread reader = new Thread(() -> {
            try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ApplicationThread known = roster.add(reader);
        reader.start();
        awaitTop(reader, frame -> frame.getClassName().equals("java.io.FileInputStream") && frame.isNativeMethod());
        for (int i = 0; i < MANY_LOOKS; i++) {
            assertThat(stillness.isQuiet(known)).isFalse();
        }
        assertThat(stillness.restless()).isSameAs(known);
        try (FileOutputStream out = new FileOutputStream(pipe.toFile())) {
            out.write('x');
        }
        reader.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(stillness.restless()).isNull();
    }

    @Test
    void threadThatWaitsForConnectionsTakesNoPart() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread accepting = new Thread(() -> {
                try {
                    server.accept().close();
                } catch (IOException e) {
                    // The test has closed it.
                    Thread.yield();
                }
            });
            ApplicationThread known = roster.add(accepting);
            accepting.start();
            awaitTop(accepting, frame -> frame.getClassName().startsWith("sun.nio.ch.") && frame.isNativeMethod());
            assertThat(stillness.isQuiet(known))
                    .as("a call that soon returns is waited for")
                    .isFalse();
            while (!stillness.isQuiet(known)) {
                Thread.onSpinWait();
            }
            assertThat(roster.find(accepting)).isNull();
        }
    }

    /** To be dead it needs its own monitor, which the one that joins it holds while it waits for its turn. */
    @Test
    void threadThatIsBlockedAtItsEndIsQuietOnceWhoJoinsItKnows() throws Exception {
        Object monitor = new Object();
        Thread ending = new Thread(() -> {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        });
        ApplicationThread known = roster.add(ending);
        synchronized (monitor) {
            // Held by a thread that is none of the application's, and that does not ask.
            ending.start();
            while (ending.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertThat(askedElsewhere(known)).isFalse();
            known.end();
            assertThat(askedElsewhere(known)).isFalse();
            known.endIsTold();
            assertThat(askedElsewhere(known)).isTrue();
        }
        ending.join();
    }

    /** The JVM shows it as waiting until it has got a processor. */
    @Test
    void threadThatIsInterruptedInAWaitIsNotQuietThoughItSeemsToWait() throws Exception {
        Object monitor = new Object();
        AtomicReference<ApplicationThread> known = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            synchronized (monitor) {
                try {
                    known.get().waitFor(monitor, Actor.NEVER);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        known.set(roster.add(waiting));
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(stillness.isQuiet(known.get())).isTrue();
        known.get().interruptedInWait();
        assertThat(stillness.isQuiet(known.get())).isFalse();
        waiting.interrupt();
        while (!known.get().isParked()) {
            Thread.onSpinWait();
        }
        assertThat(stillness.isQuiet(known.get())).isTrue();
        known.get().release();
        waiting.join();
    }

    /** The JVM shows it as waiting before it lets go of the monitor: who is to notify it is not blocked for good. */
    @Test
    void threadThatStillOwnsWhatItWaitsForHasNotLetGoOfIt() throws Exception {
        assertThat(hasLetGoWhileItWaitsForWhatIsOwnedBy(null)).isFalse();
        assertThat(hasLetGoWhileItWaitsForWhatIsOwnedBy(Thread.currentThread())).isTrue();
    }

    /** @param owner null for the one that waits */
    private boolean hasLetGoWhileItWaitsForWhatIsOwnedBy(@Nullable Thread owner) throws Exception {
        Thread waiting = new Thread(() -> {
            Owned owned = new Owned(owner == null ? Thread.currentThread() : owner);
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park(owned);
            }
        });
        ApplicationThread known = roster.add(waiting);
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        boolean hasLetGo = Stillness.hasLetGo(known);
        waiting.interrupt();
        waiting.join();
        return hasLetGo;
    }

    /** Stands for a monitor, of which the JVM's information tells the same. */
    private static final class Owned extends AbstractOwnableSynchronizer {
        private static final long serialVersionUID = 1;

        Owned(Thread owner) {
            setExclusiveOwnerThread(owner);
        }
    }

    private boolean askedElsewhere(ApplicationThread thread) throws InterruptedException {
        AtomicBoolean quiet = new AtomicBoolean();
        Thread asking = new Thread(() -> quiet.set(stillness.isQuiet(thread)));
        asking.start();
        asking.join();
        return quiet.get();
    }

    @Test
    void threadThatWaitsForAMonitorOfOursIsNotQuiet() throws Exception {
        Signal signal = new Signal();
        Thread giving = new Thread(signal::give);
        ApplicationThread known = roster.add(giving);
        synchronized (signal) {
            giving.start();
            while (giving.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertThat(stillness.isQuiet(known)).isFalse();
        }
        giving.join();
    }

    /** One that enters a call by itself is known from then on, and runs: the look that missed it must not count. */
    @Test
    void lookIsOutdatedByAThreadThatHasComeSince() {
        assertThat(stillness.restless()).isNull();
        assertThat(stillness.isOutdated()).isFalse();
        ApplicationThread come = roster.add(new Thread());
        assertThat(stillness.isOutdated()).isTrue();
        assertThat(stillness.lookedAt()).isEmpty();
        assertThat(stillness.restless()).isNull();
        assertThat(stillness.isOutdated()).isFalse();
        assertThat(stillness.lookedAt()).containsExactly(come);
    }

    @Test
    void threadThatHasNotNoticedItsTurnIsNotQuietAlthoughItSeemsToWait() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ApplicationThread known = roster.add(waiting);
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(stillness.isQuiet(known)).isTrue();
        known.unseen();
        assertThat(stillness.isQuiet(known)).isFalse();
        known.seen();
        assertThat(stillness.isQuiet(known)).isTrue();
        latch.countDown();
        waiting.join();
    }

    private static void awaitTop(Thread thread, Predicate<StackTraceElement> frame) {
        while (true) {
            StackTraceElement[] stack = thread.getStackTrace();
            if (stack.length > 0 && frame.test(stack[0])) {
                return;
            }
            Thread.onSpinWait();
        }
    }
}
