package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.wire.ClientEnd;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.RequestView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/** A broker without a network: frames go straight into its dispatcher. */
final class FuzzedDispatcher implements Fuzzed {
    private final EventLoop loop = new EventLoop(Instant.ofEpochMilli(BrokerDriver.START_MS));
    private final List<Throwable> failures = new ArrayList<>();
    private final Broker broker;
    private final FuzzFrames frames;
    private End end;

    FuzzedDispatcher(long seed) {
        broker = new Broker(
                BrokerConfig.of(Map.of("group.initial.rebalance.delay.ms", "0")), loop, event -> {}, failures::add);
        end = new End();
        broker.createConsumerOffsets();
        broker.createTopic("orders", 3);
        frames = new FuzzFrames(seed, new SampleRequests(broker.topicId("orders")), join());
    }

    private String join() {
        End member = new End();
        member.connection.receive(
                BrokerDriver.encode(ApiKeys.JOIN_GROUP, (short) 3, 1, "member", SampleRequests.joinGroup("")));
        loop.runUntilIdle();
        ByteBufferAccessor answer = new ByteBufferAccessor(member.lastAnswer);
        new ResponseHeaderData(answer, ApiKeys.JOIN_GROUP.responseHeaderVersion((short) 3));
        return new JoinGroupResponseData(answer, (short) 3).memberId();
    }

    @Override
    public String kind() {
        return "dispatcher";
    }

    @Override
    public FuzzFrames frames() {
        return frames;
    }

    @Override
    public Outcome send(byte[] frame) {
        if (!end.connection.isOpen()) {
            end = new End();
        }
        end.answers = 0;
        end.connection.receive(ByteBuffer.wrap(frame));
        throwFailure();
        if (!end.connection.isOpen()) {
            return Outcome.CLOSED;
        }
        if (end.answers == 0) {
            end.connection.close();
            return Outcome.SILENT;
        }
        return Outcome.ANSWERED;
    }

    private void throwFailure() {
        if (!failures.isEmpty()) {
            Throwable failure = failures.get(0);
            failures.clear();
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void check() {
        loop.advance(Duration.ofMillis(frames.random(20_000)));
        throwFailure();
        if (!broker.topicNames().contains("orders")) {
            broker.createTopic("orders", 3);
        }
        End neighbour = new End();
        neighbour.connection.receive(BrokerDriver.encode(
                ApiKeys.API_VERSIONS,
                (short) 3,
                1,
                "neighbour",
                new ApiVersionsRequestData().setClientSoftwareName("n").setClientSoftwareVersion("1")));
        assertThat(neighbour.answers).as("answers to the neighbour").isEqualTo(1);
        neighbour.connection.close();
    }

    @Override
    public List<? extends RequestView> requests() {
        return broker.requests();
    }

    @Override
    public void close() {
        end.connection.close();
    }

    private final class End implements ClientEnd {
        private final Connection connection = broker.connect(0, this);
        private int answers;
        private ByteBuffer lastAnswer = ByteBuffer.allocate(0);

        @Override
        public String host() {
            return "/127.0.0.1";
        }

        @Override
        public void respond(@Nullable ByteBuffer frame) {
            answers++;
            lastAnswer = frame == null ? lastAnswer : frame;
        }

        @Override
        public void closed() {}

        @Override
        public void refused(RuntimeException why) {}

        @Override
        public Node advertised(Node node) {
            return node;
        }

        @Override
        public Timers longPolls() {
            return loop;
        }
    }
}
