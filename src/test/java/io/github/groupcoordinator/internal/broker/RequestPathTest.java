package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.gates.Figures;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.ClusterShape;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.network.ByteBufferSend;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.junit.jupiter.api.Test;

/** The way of a JoinGroup from the wire to the append, as docs/architecture.md draws it: it passes each class once. */
class RequestPathTest {
    private static final String OURS = "io.github.groupcoordinator.";
    private static final int MOST_FRAMES = 20;

    private final ManualTimers timers = new ManualTimers(BrokerDriver.START_MS);
    private final List<StackTraceElement> atTheAppend = new ArrayList<>();
    private final Broker broker = new Broker(
            BrokerConfig.of(Map.of("group.initial.rebalance.delay.ms", "0")).with(ClusterShape.SINGLE),
            timers,
            new Surroundings(
                    event -> {},
                    failure -> {
                        throw new AssertionError(failure);
                    },
                    control -> request -> null,
                    (log, endOffset) -> new LookingLog(log),
                    null,
                    ShareSurroundings.NONE));
    private final MemorySelectable client =
            new MemorySelectable(new OneBroker(), "/127.0.0.1", new Driving(), timers, "consumer-1");

    RequestPathTest() throws IOException {
        broker.createConsumerOffsets();
        timers.advanceTo(timers.nowMs());
        client.connect("0", new InetSocketAddress("127.0.0.1", 19092), 0, 0);
        client.poll(0);
    }

    /** A static member that comes back: of the joins, this one is appended. */
    private static JoinGroupRequestData join() {
        JoinGroupRequestData join = new JoinGroupRequestData()
                .setGroupId("billing")
                .setGroupInstanceId("billing-1")
                .setProtocolType("consumer")
                .setSessionTimeoutMs(45_000)
                .setRebalanceTimeoutMs(300_000);
        join.protocols().add(new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[0]));
        return join;
    }

    private <T extends ApiMessage> T call(ApiKeys api, int version, ApiMessage body, T response) {
        ByteBuffer frame = BrokerDriver.encode(api, (short) version, 1, "consumer-1", body);
        client.send(new NetworkSend("0", ByteBufferSend.sizePrefixed(frame)));
        timers.advanceTo(timers.nowMs());
        client.poll(0);
        ByteBuffer bytes = BrokerDriver.only(client.completedReceives()).payload();
        ByteBufferAccessor in = new ByteBufferAccessor(bytes);
        new ResponseHeaderData(in, api.responseHeaderVersion((short) version));
        response.read(in, (short) version);
        return response;
    }

    private List<StackTraceElement> framesOfAJoin() {
        JoinGroupResponseData joined = call(ApiKeys.JOIN_GROUP, 9, join(), new JoinGroupResponseData());
        call(
                ApiKeys.SYNC_GROUP,
                5,
                new SyncGroupRequestData()
                        .setGroupId("billing")
                        .setGroupInstanceId("billing-1")
                        .setMemberId(joined.memberId())
                        .setGenerationId(joined.generationId())
                        .setProtocolType("consumer")
                        .setProtocolName("range")
                        .setAssignments(List.of(new SyncGroupRequestAssignment()
                                .setMemberId(joined.memberId())
                                .setAssignment(new byte[0]))),
                new org.apache.kafka.common.message.SyncGroupResponseData());
        atTheAppend.clear();
        call(ApiKeys.JOIN_GROUP, 9, join(), new JoinGroupResponseData());
        return atTheAppend;
    }

    private static String outermost(StackTraceElement frame) {
        return frame.getClassName().replaceFirst("\\$.*", "");
    }

    private static String simpleName(StackTraceElement frame) {
        return frame.getClassName().replaceFirst(".*\\.", "");
    }

    @Test
    void joinGroupReachesItsAppendInAtMostTwentyFrames() {
        List<StackTraceElement> frames = framesOfAJoin();

        Figures.show(
                "frames of a JoinGroup from the wire to its append",
                frames.size(),
                frames.stream()
                        .map(frame -> simpleName(frame) + "." + frame.getMethodName())
                        .toList());
        assertThat(frames).hasSizeBetween(1, MOST_FRAMES);
        assertThat(frames.get(0).getMethodName()).isEqualTo("send");
        assertThat(outermost(frames.get(0))).isEqualTo(MemorySelectable.class.getName());
    }

    @Test
    void joinGroupComesBackToNoClassThatItHasLeft() {
        Set<String> passed = new LinkedHashSet<>();
        String current = "";
        for (StackTraceElement frame : framesOfAJoin()) {
            if (!outermost(frame).equals(current)) {
                current = outermost(frame);
                assertThat(passed.add(current))
                        .as("%s is left and entered again on the way %s", current, atTheAppend)
                        .isTrue();
            }
        }
    }

    @Test
    void pictureOfTheWayShowsTheClassesThatItPasses() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "architecture.md"));
        String picture =
                page.substring(page.indexOf("```mermaid"), page.indexOf("```\n", page.indexOf("```mermaid") + 3));
        List<String> passed = framesOfAJoin().stream()
                .map(frame -> outermost(frame).replaceFirst(".*\\.", ""))
                .distinct()
                .toList();

        for (String each : passed) {
            assertThat(picture)
                    .as("the picture of docs/architecture.md, of the way %s", passed)
                    .containsPattern("\\b" + each + "\\b");
        }
        assertThat(passed).contains("MemorySelectable", "BrokerConnection", "Dispatcher", "JoinGroupHandler");
    }

    /** Looks from where it is called. */
    private final class LookingLog implements CoordinatorLog {
        private final CoordinatorLog log;

        LookingLog(CoordinatorLog log) {
            this.log = log;
        }

        @Override
        public void append(int partition, List<CoordinatorRecord> records) {
            atTheAppend.clear();
            for (StackTraceElement frame : new Throwable().getStackTrace()) {
                boolean ofATest = outermost(frame).endsWith("Test");
                if (frame.getClassName().startsWith(OURS) && !ofATest) {
                    atTheAppend.add(0, frame);
                }
            }
            log.append(partition, records);
        }

        @Override
        public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
            log.append(partition, producer, records);
        }

        @Override
        public void append(int partition, TransactionMarker marker) {
            log.append(partition, marker);
        }

        @Override
        public void replay(int partition, CoordinatorReplay each) {
            log.replay(partition, each);
        }
    }

    private final class OneBroker implements Network {
        @Override
        public int brokerCount() {
            return 1;
        }

        @Override
        public Connection connect(
                InetSocketAddress address, String clientHost, Consumer<ByteBuffer> toClient, Runnable closed) {
            return broker.connect(0, clientHost, toClient, closed);
        }
    }

    private static final class Driving implements MemorySelectable.Waiter {
        @Override
        public void await(BooleanSupplier until, long timeoutMs) {
            throw new AssertionError("nothing waits here");
        }

        @Override
        public void awaitUninterrupted(BooleanSupplier until, long timeoutMs) {
            throw new AssertionError("nothing waits here");
        }

        @Override
        public boolean mayWait() {
            return false;
        }

        @Override
        public void networkClosed() {
            // Nobody waits.
        }

        @Override
        public void woken() {
            // Nobody waits.
        }

        @Override
        public int looksWithoutRest() {
            return Integer.MAX_VALUE;
        }
    }
}
