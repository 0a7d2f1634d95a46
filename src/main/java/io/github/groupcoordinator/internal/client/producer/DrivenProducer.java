package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.ClientCall;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.RecordAccumulator;
import org.apache.kafka.clients.producer.internals.Sender;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The user's real producer, with one addition: where its methods and futures would block the calling thread until the
 * I/O thread has done something, they first let virtual time pass until it is done.
 */
final class DrivenProducer<K, V> extends KafkaProducer<K, V> {

    /** The way in which the producer waits. */
    record Drive(
            ClientCall call,
            ClientTime time,
            ForeignThread ioThread,
            Sender sender,
            RecordAccumulator accumulator,
            Runnable closed) {

        boolean owesNothing() {
            return ioThread.hasEnded() || call.isStopped() || !accumulator.hasIncomplete();
        }
    }

    private @Nullable Drive drive;

    /** Never run: {@link Shadow} makes the instance. */
    private DrivenProducer() {
        super(Collections.emptyMap());
        throw new AssertionError("made by Shadow only");
    }

    @SuppressWarnings("unchecked") // The original has the same type parameters.
    static <K, V> DrivenProducer<K, V> shadowOf(KafkaProducer<K, V> original, Drive drive) {
        DrivenProducer<K, V> shadow = Shadow.of(DrivenProducer.class, original);
        shadow.drive = drive;
        return shadow;
    }

    private Drive drive() {
        if (drive == null) {
            throw new IllegalStateException("made by Shadow only");
        }
        return drive;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
        Drive drive = drive();
        ClientCall call = drive.call();
        return call.run("send(..)", () -> {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (callback != null) {
                // The application may wait for what the callback does, as that of Spring's template.
                drive.time().owes(this, drive::owesNothing);
            }
            return new DrivenFuture<>(sent, call);
        });
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return drive().call().run("partitionsFor(" + topic + ")", () -> super.partitionsFor(topic));
    }

    @Override
    public void initTransactions() {
        transactional("initTransactions()", super::initTransactions);
    }

    @Override
    public void beginTransaction() {
        transactional("beginTransaction()", super::beginTransaction);
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        transactional("sendOffsetsToTransaction(..)", () -> super.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    @Override
    public void commitTransaction() {
        transactional("commitTransaction()", super::commitTransaction);
    }

    @Override
    public void abortTransaction() {
        transactional("abortTransaction()", super::abortTransaction);
    }

    /** Calls Kafka's own method; where it waits, {@link DrivenTransactionManager} lets time pass. */
    private void transactional(String name, Runnable action) {
        drive().call().run(name, () -> {
            action.run();
            return this;
        });
    }

    @Override
    public void flush() {
        Drive drive = drive();
        if (drive.ioThread().isCurrent()) {
            // Inside a callback, where Kafka has its own answer.
            super.flush();
            return;
        }
        drive.call().run("flush()", () -> {
            RecordAccumulator accumulator = drive.accumulator();
            accumulator.beginFlush();
            drive.sender().wakeup();
            drive.time().await(() -> !accumulator.hasIncomplete(), Long.MAX_VALUE);
            try {
                // Throws if the thread is interrupted and something is still to be sent.
                accumulator.awaitFlushCompletion();
            } catch (InterruptedException e) {
                throw new InterruptException("Flush interrupted.", e);
            }
            super.flush();
            return drive;
        });
    }

    @Override
    public void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    @Override
    public void close(Duration timeout) {
        Drive drive = drive();
        if (timeout.isNegative()) {
            super.close(timeout);
            return;
        }
        if (drive.ioThread().isCurrent()) {
            // Inside a callback: Kafka lets the I/O thread end by itself, and so do we.
            super.close(timeout);
            drive.call().markClosed();
            return;
        }
        Duration patience = drive.call().isStopped() ? Duration.ZERO : timeout;
        drive.call().close("close(" + timeout + ")", () -> {
            endIoThread(drive, patience.toMillis());
            if (Thread.currentThread().isInterrupted()) {
                closeInterrupted(drive, patience);
            } else {
                super.close(patience);
                drive.closed().run();
            }
        });
    }

    /** Kafka does not wait then: what is left is given up, and the I/O thread ends by itself. */
    private void closeInterrupted(Drive drive, Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            boolean interrupted = Thread.interrupted();
            drive.time().await(drive.ioThread()::hasEnded, Long.MAX_VALUE);
            drive.closed().run();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets the I/O thread send what is left, as close does, so that joining it does not block. */
    private static void endIoThread(Drive drive, long timeoutMs) {
        if (timeoutMs > 0) {
            drive.sender().initiateClose();
            drive.time().await(drive.ioThread()::hasEnded, timeoutMs);
        }
        if (!drive.ioThread().hasEnded() && !Thread.currentThread().isInterrupted()) {
            drive.sender().forceClose();
            drive.time().await(drive.ioThread()::hasEnded, Long.MAX_VALUE);
        }
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException(
                "clientInstanceId: client telemetry (KIP-714) is not supported yet; see docs/fidelity.md");
    }
}
