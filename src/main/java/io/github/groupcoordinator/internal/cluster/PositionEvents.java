package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.client.PositionReset;
import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.client.PositionListener;
import io.github.groupcoordinator.internal.client.consumer.ConsumerClient;
import io.github.groupcoordinator.internal.client.position.PositionResets;
import io.github.groupcoordinator.internal.client.position.PositionResets.Reset;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** The events of positions that consumers reset: what they skip by it stands in the broker's logs. */
record PositionEvents(EventLoop loop, EventSink events, Broker broker) implements PositionListener {

    @Override
    public void reset(ConsumerClient client, String policy, TopicPartition partition, Reset reset) {
        boolean hadOne = reset.from() != PositionResets.NONE;
        long skipped = broker.recordsSkipped(partition, hadOne ? reset.from() : 0, reset.to(), hadOne);
        if (hadOne || skipped > 0) {
            events.append(new PositionReset(
                    loop.now(),
                    client.group(),
                    client.reference(),
                    partition,
                    hadOne ? OptionalLong.of(reset.from()) : OptionalLong.empty(),
                    reset.to(),
                    skipped,
                    policy,
                    reset.reason()));
        }
    }
}
