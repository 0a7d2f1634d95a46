package io.github.groupcoordinator.internal.net.memory;

import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The wire beneath a client's real {@code NetworkClient}: real request and response bytes, no sockets. Sending hands
 * the frame over at once; what comes back waits for the client's next {@link #poll}, one response per connection and
 * poll, as a socket selector does it.
 */
public final class MemorySelectable implements Selectable {

    /**
     * The way in which this client waits: on the driving thread by moving time, on a thread of its own by giving the
     * baton back.
     */
    public interface Waiter {
        void await(BooleanSupplier until, long timeoutMs);

        /** Waits even if the thread is interrupted. */
        void awaitUninterrupted(BooleanSupplier until, long timeoutMs);

        /** Returns whether it can wait here and now; not from within an event of the loop. */
        boolean mayWait();

        /** The client has closed its network. */
        void networkClosed();

        /** The client has woken its network up, on the thread that does so. */
        void woken();

        /**
         * Returns how often a client may look at its network and find something, one time after the other, before it
         * takes time: one that has nothing to wait for but answers that bring it no further would never come to rest.
         */
        int looksWithoutRest();
    }

    private final Network network;
    private final String clientHost;
    private final Waiter waiter;
    private final Timers timers;
    private final Link link;
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private final List<String> connectedSoon = new ArrayList<>();
    private final List<NetworkSend> sentSoon = new ArrayList<>();
    private final Map<String, ChannelState> disconnectedSoon = new LinkedHashMap<>();
    private final List<String> connected = new ArrayList<>();
    private final List<NetworkSend> completedSends = new ArrayList<>();
    private final List<NetworkReceive> completedReceives = new ArrayList<>();
    private final Map<String, ChannelState> disconnected = new LinkedHashMap<>();
    private volatile boolean woken;
    private UnaryOperator<ByteBuffer> outgoing = UnaryOperator.identity();
    private Runnable onWorkedOff = () -> {};
    private boolean polling;
    private boolean unplugged;
    private boolean closed;
    private long traffic;
    private final Changes changes = new Changes();
    private int answers;
    private final PollPrice price;
    private long requestTimeoutMs = -1;
    private Repeats repeats = new Repeats(api -> {});

    public MemorySelectable(Network network, String clientHost, Waiter waiter, Timers timers, String clientId) {
        this.link = new Link(timers, clientId);
        this.network = network;
        this.clientHost = clientHost;
        this.waiter = waiter;
        this.timers = timers;
        this.price = new PollPrice(waiter, timers, this::pay);
    }

    @Override
    public void connect(String id, InetSocketAddress address, int sendBufferSize, int receiveBufferSize)
            throws IOException {
        if (channels.containsKey(id)) {
            throw new IllegalStateException("There is already a connection with id " + id);
        }
        if (unplugged) {
            refused(id);
            return;
        }
        Channel channel = new Channel(id);
        channels.put(id, channel);
        try {
            channel.wire = network.connect(
                    address,
                    clientHost,
                    response -> link.toClient(() -> arrived(channel, response)),
                    () -> link.toClient(() -> closedByPeer(id, channel)));
        } catch (BrokerNotAvailableException stopped) {
            channels.remove(id);
            // A handshake that is refused is a round trip, too.
            link.toBroker(() -> link.toClient(() -> refused(id)));
            return;
        } catch (IllegalArgumentException nobodyListens) {
            channels.remove(id);
            throw new IOException(nobodyListens.getMessage(), nobodyListens);
        }
        // A handshake is a round trip.
        link.toBroker(() -> link.toClient(() -> established(channel)));
    }

    private void refused(String id) {
        disconnectedSoon.put(id, ChannelState.NOT_CONNECTED);
        lost.add(id);
        changes.happen();
    }

    private void arrived(Channel channel, ByteBuffer response) {
        channel.arrived(response);
        if (channels.get(channel.id) == channel) {
            answers++;
            changes.happen();
        }
    }

    private void established(Channel channel) {
        changes.happen();
        if (channels.get(channel.id) == channel) {
            connectedSoon.add(channel.id);
            channel.established = true;
            lost.remove(channel.id);
            traffic++;
        }
    }

    private void closedByPeer(String id, Channel channel) {
        if (channels.remove(id, channel)) {
            changes.happen();
            answers -= channel.inbox.size();
            connectedSoon.remove(id);
            disconnectedSoon.put(id, ChannelState.READY);
            lost.add(id);
        }
    }

    /** Returns whether there is a choice among brokers to connect to. */
    public boolean reachesSeveralBrokers() {
        return network.brokerCount() > 1;
    }

    /** Cuts every connection, as a broker or a network that goes away would; the client may connect again. */
    public void disconnectAll() {
        for (Channel channel : List.copyOf(channels.values())) {
            closedByPeer(channel.id, channel);
            channel.closeWire(link);
        }
    }

    /** Cuts every connection and refuses new ones until {@link #plugIn}. */
    public void unplug() {
        unplugged = true;
        disconnectAll();
    }

    /** Lets the client connect again. */
    public void plugIn() {
        unplugged = false;
    }

    /** Lets no packet through either way until {@link #heal}; connections stay, as far as either side can tell. */
    public void partition() {
        link.partition();
    }

    /** Ends a {@link #partition}. */
    public void heal() {
        link.heal();
    }

    /** Draws how long each packet takes from now on. */
    public void drawLatencies(Random random) {
        link.drawLatencies(random);
    }

    /** Sets how long a packet takes, one way. */
    public void setLatencyMs(long latencyMs) {
        link.setLatencyMs(latencyMs);
    }

    /** Allowed from any thread. */
    @Override
    public void wakeup() {
        woken = true;
        changes.tell();
        waiter.woken();
    }

    /** Returns whether the client is waiting in {@link #poll}, somewhere up the stack. */
    public boolean isPolling() {
        return polling;
    }

    /** Returns whether a poll would return something at once. */
    public boolean isReady() {
        return !connectedSoon.isEmpty() || !sentSoon.isEmpty() || !disconnectedSoon.isEmpty() || hasResponse();
    }

    /** Returns whether a poll would return at once, for a reason of either kind. */
    public boolean isReadyOrWoken() {
        return woken || closed || isReady();
    }

    /**
     * Returns until when nothing happens to the client's connections but what brokers send it; the present if one is
     * lost, not yet established or cut off, so that the client looks after it from time to time.
     */
    public long calmUntilMs() {
        long nowMs = timers.nowMs();
        if (unplugged || closed || !lost.isEmpty() || link.isPartitioned()) {
            return nowMs;
        }
        long untilMs = Long.MAX_VALUE;
        for (Channel channel : channels.values()) {
            untilMs = Math.min(untilMs, channel.calmUntilMs(nowMs, Math.max(1, requestTimeoutMs)));
        }
        return untilMs;
    }

    private boolean hasResponse() {
        if (answers == 0) {
            return false;
        }
        for (Channel channel : channels.values()) {
            if (!channel.muted && !channel.inbox.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Says after how long the client gives a request up. It does so when more time than that has passed, and waits for
     * exactly so long; no real clock comes back after so exact a wait, and here the client would wait as long again.
     */
    public void requestsTimeOutAfter(long timeoutMs) {
        requestTimeoutMs = timeoutMs;
    }

    /** Sets what is told of a request that the client sends again and again at one instant. */
    public void onRepeated(Consumer<ApiKeys> listener) {
        repeats = new Repeats(listener);
    }

    /** Lets every request pass through this on its way out, after all that it passed through before. */
    public void onWayOut(UnaryOperator<ByteBuffer> change) {
        UnaryOperator<ByteBuffer> before = outgoing;
        outgoing = frame -> change.apply(before.apply(frame));
    }

    /** Sets what happens when the client has worked off what it got. */
    public void onWorkedOff(Runnable listener) {
        onWorkedOff = listener;
    }

    /** Adds what is run, on any thread, whenever something has come, gone or been taken, or the client was woken. */
    public void onChange(Runnable listener) {
        changes.listen(listener);
    }

    /** Called when the client has worked off what it got; before it looks for more, it always has. */
    public void workedOff() {
        onWorkedOff.run();
    }

    @Override
    public void send(NetworkSend send) {
        changes.happen();
        Channel channel = channels.get(send.destinationId());
        if (channel == null) {
            // As a socket selector: the send is lost and the client learns of the lost connection in its next poll.
            disconnectedSoon.putIfAbsent(send.destinationId(), ChannelState.FAILED_SEND);
            return;
        }
        FrameSink sink = new FrameSink((int) send.size());
        try {
            while (!send.completed()) {
                send.writeTo(sink);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        traffic++;
        sentSoon.add(send);
        channel.sent(timers.nowMs());
        Connection wire = channel.wire;
        if (wire != null) {
            ByteBuffer frame = outgoing.apply(sink.frame());
            repeats.sent(timers.nowMs(), frame);
            link.toBroker(wire, frame);
        }
    }

    @Override
    public void poll(long timeoutMs) {
        if (polling) {
            throw new IllegalStateException("A client polled its network while it was polling already");
        }
        workedOff();
        connected.clear();
        completedSends.clear();
        completedReceives.clear();
        disconnected.clear();
        if (isReadyOrWoken()) {
            price.ofLook(() -> closed);
        } else {
            if (timeoutMs > 0) {
                price.rested();
                await(this::isReadyOrWoken, timeoutMs == requestTimeoutMs ? timeoutMs + 1 : timeoutMs);
            } else if (waiter.mayWait()) {
                price.ofIdlePoll(this::isReadyOrWoken);
            }
        }
        woken = false;
        collect();
    }

    private void await(BooleanSupplier until, long timeoutMs) {
        polling = true;
        try {
            waiter.await(until, timeoutMs);
        } finally {
            polling = false;
        }
    }

    private void pay(BooleanSupplier until) {
        polling = true;
        try {
            waiter.awaitUninterrupted(until, 1);
        } finally {
            polling = false;
        }
    }

    private void collect() {
        changes.happen();
        traffic += connectedSoon.size() + disconnectedSoon.size(); // what a client sends comes in its next poll
        connected.addAll(connectedSoon);
        connectedSoon.clear();
        completedSends.addAll(sentSoon);
        sentSoon.clear();
        disconnected.putAll(disconnectedSoon);
        disconnectedSoon.clear();
        for (Channel channel : channels.values()) {
            ByteBuffer response = channel.muted ? null : channel.inbox.poll();
            if (response != null) {
                traffic++;
                answers--;
                completedReceives.add(new NetworkReceive(channel.id, response));
            }
        }
    }

    @Override
    public List<NetworkSend> completedSends() {
        return completedSends;
    }

    @Override
    public Collection<NetworkReceive> completedReceives() {
        return completedReceives;
    }

    @Override
    public Map<String, ChannelState> disconnected() {
        return disconnected;
    }

    @Override
    public List<String> connected() {
        return connected;
    }

    @Override
    public void mute(String id) {
        setMuted(id, true);
    }

    @Override
    public void unmute(String id) {
        setMuted(id, false);
    }

    private void setMuted(String id, boolean muted) {
        Channel channel = channels.get(id);
        changes.happen();
        if (channel != null) {
            channel.muted = muted;
        }
    }

    @Override
    public void muteAll() {
        changes.happen();
        channels.values().forEach(channel -> channel.muted = true);
    }

    @Override
    public void unmuteAll() {
        changes.happen();
        channels.values().forEach(channel -> channel.muted = false);
    }

    @Override
    public boolean isChannelReady(String id) {
        return channels.containsKey(id);
    }

    @Override
    public void close(String id) {
        Channel channel = channels.remove(id);
        if (channel != null) {
            changes.happen();
            answers -= channel.inbox.size();
            connectedSoon.remove(id);
            channel.closeWire(link);
        }
    }

    @Override
    public void close() {
        closed = true;
        changes.happen();
        for (Channel channel : List.copyOf(channels.values())) {
            close(channel.id);
        }
        waiter.networkClosed();
    }

    /** Returns how many frames were sent and taken so far. */
    public long traffic() {
        return traffic;
    }

    /** Returns how often anything has come, gone or been taken: as long as it is the same, nothing has. */
    public long changes() {
        return changes.count();
    }

    /** Returns whether the client has closed its network. */
    public boolean isClosed() {
        return closed;
    }
}
