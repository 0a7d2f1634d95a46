package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.internals.TransactionManager;
import org.apache.kafka.clients.producer.internals.TransactionalRequestResult;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The transaction manager of a transactional producer, whose results let virtual time pass while the application waits
 * for them.
 */
final class DrivenTransactionManager extends TransactionManager {
    private static final MethodHandles.Lookup OWN = MethodHandles.lookup();
    private static final Field LATCH = Reflect.field(TransactionalRequestResult.class, "latch");

    private @Nullable ClientTime clientTime;

    /** Never run: {@link Shadow} makes the instance. */
    private DrivenTransactionManager() {
        super(null, null, 0, 0, null, false);
        throw new AssertionError("made by Shadow only");
    }

    static DrivenTransactionManager shadowOf(Object original, ClientTime time) {
        DrivenTransactionManager shadow = Shadow.of(DrivenTransactionManager.class, original);
        shadow.clientTime = time;
        return shadow;
    }

    /** Up to 4.0. */
    public synchronized TransactionalRequestResult initializeTransactions() {
        try {
            return driven((TransactionalRequestResult) Old.INITIALIZE.invoke(this));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** From 4.1 on. */
    @Override
    public synchronized TransactionalRequestResult initializeTransactions(boolean keepPreparedTxn) {
        return driven(super.initializeTransactions(keepPreparedTxn));
    }

    @Override
    public synchronized TransactionalRequestResult beginCommit() {
        return driven(super.beginCommit());
    }

    @Override
    public synchronized TransactionalRequestResult beginAbort() {
        return driven(super.beginAbort());
    }

    @Override
    public synchronized TransactionalRequestResult sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        return driven(super.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    /** A call that is repeated after a timeout gets the result of the first one, which is driven already. */
    private TransactionalRequestResult driven(TransactionalRequestResult result) {
        ClientTime time = clientTime;
        CountDownLatch latch = Reflect.get(LATCH, result);
        if (time == null) {
            throw new IllegalStateException("made by Shadow only");
        }
        // The I/O thread does not run while we do: it can't have counted down meanwhile.
        if (!(latch instanceof DrivenLatch) && latch.getCount() > 0) {
            Reflect.set(LATCH, result, new DrivenLatch(time));
        }
        return result;
    }

    /** Is done once, and lets virtual time pass until then. */
    private static final class DrivenLatch extends CountDownLatch {
        private final ClientTime time;

        DrivenLatch(ClientTime time) {
            super(1);
            this.time = time;
        }

        @Override
        public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
            ClientTime.throwIfInterrupted();
            time.await(() -> getCount() == 0, unit.toMillis(timeout));
            if (getCount() > 0) {
                ClientTime.throwIfInterrupted();
            }
            return getCount() == 0;
        }
    }

    /** A method that kafka-clients have up to 4.0. */
    private static final class Old {
        static final MethodHandle INITIALIZE = find();

        private static MethodHandle find() {
            try {
                return OWN.findSpecial(
                        TransactionManager.class,
                        "initializeTransactions",
                        MethodType.methodType(TransactionalRequestResult.class),
                        DrivenTransactionManager.class);
            } catch (ReflectiveOperationException e) {
                throw Reflect.missing("TransactionManager.initializeTransactions", e);
            }
        }
    }
}
