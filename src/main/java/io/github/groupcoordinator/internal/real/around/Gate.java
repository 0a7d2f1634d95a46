package io.github.groupcoordinator.internal.real.around;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;

/**
 * The gate between one client and its sockets, by which a test breaks the client's network from outside. The test says
 * what it wants; the client's own thread, the only one that may touch its sockets, does it when it next comes by.
 */
public final class Gate implements Selectable {

    private enum State {
        /** Everything passes. */
        OPEN,
        /** Nothing passes either way, and nobody is told: connections stay. */
        HELD,
        /** Connections are gone, and there are no new ones. */
        CLOSED
    }

    /** Something that waits to pass: a connection to be made, or what is to be sent. */
    private record Waiting(String id, Passage passage) {}

    private interface Passage {
        void pass() throws IOException;
    }

    private final Selectable real;
    private final Runnable beforeEachLook;
    private final Consumer<Collection<String>> asked;
    private final HeldHeartbeats heartbeats = new HeldHeartbeats();
    private final Set<String> connections = new LinkedHashSet<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private final Set<String> toBeClosed = new LinkedHashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile State wanted = State.OPEN;
    private volatile boolean cutWanted;
    private State state = State.OPEN;
    private Map<String, ChannelState> disconnected = new LinkedHashMap<>();
    private List<NetworkReceive> received = List.of();

    /** False while the client's thread may still be in the look at its sockets that it was in without a gate. */
    private boolean hasLooked;

    /**
     * @param beforeEachLook run by the client's thread before each look at its network
     * @param asked told, by that thread, of topics that the client asks a broker for, which may create them
     */
    public Gate(Selectable real, Runnable beforeEachLook, Consumer<Collection<String>> asked) {
        this.real = real;
        this.beforeEachLook = beforeEachLook;
        this.asked = asked;
    }

    /** Lets everything pass again. */
    public void open() {
        want(State.OPEN);
    }

    /** Lets nothing pass, either way. */
    public void hold() {
        want(State.HELD);
    }

    /** Breaks all connections, and lets none be made. */
    public void shut() {
        want(State.CLOSED);
    }

    /** Breaks all connections once. */
    public void cut() {
        cutWanted = true;
        real.wakeup();
    }

    /** Keeps heartbeats back, or no more; the client does not notice. */
    public void holdHeartbeats(boolean held) {
        heartbeats.hold(held);
    }

    private void want(State next) {
        wanted = next;
        real.wakeup();
    }

    private void obey() throws IOException {
        if (cutWanted) {
            cutWanted = false;
            tellDisconnected(breakAll());
        }
        State next = wanted;
        if (next == state) {
            return;
        }
        switch (next) {
            case CLOSED -> gone.addAll(breakAll());
            case HELD -> real.muteAll();
            case OPEN -> reopen();
        }
        state = next;
    }

    private List<String> breakAll() {
        List<String> broken = new ArrayList<>(connections);
        broken.forEach(real::close);
        toBeClosed.forEach(real::close);
        toBeClosed.clear();
        connections.clear();
        waiting.clear();
        broken.forEach(heartbeats::forget);
        return broken;
    }

    private void tellDisconnected(Collection<String> ids) {
        ids.forEach(id -> disconnected.put(id, ChannelState.LOCAL_CLOSE));
    }

    private void reopen() throws IOException {
        tellDisconnected(gone);
        gone.clear();
        real.unmuteAll();
        toBeClosed.forEach(real::close);
        toBeClosed.clear();
        List<Waiting> passing = new ArrayList<>(waiting);
        waiting.clear();
        for (Waiting each : passing) {
            each.passage().pass();
        }
    }

    @Override
    public void connect(String id, InetSocketAddress address, int sendBufferSize, int receiveBufferSize)
            throws IOException {
        if (state == State.CLOSED || wanted == State.CLOSED) {
            throw new IOException("The process of this client has crashed, as its test wanted");
        }
        connections.add(id);
        Passage passage = () -> real.connect(id, address, sendBufferSize, receiveBufferSize);
        if (state == State.HELD) {
            waiting.add(new Waiting(id, passage));
        } else {
            passage.pass();
        }
    }

    @Override
    public void send(NetworkSend send) {
        if (state == State.CLOSED || heartbeats.keepBack(send)) {
            return;
        }
        SeenQuestions.topicsIn(send).ifPresent(asked);
        if (state == State.HELD) {
            waiting.add(new Waiting(send.destinationId(), () -> real.send(send)));
        } else {
            real.send(send);
        }
    }

    @Override
    public void poll(long timeoutMs) throws IOException {
        beforeEachLook.run();
        hasLooked = true;
        disconnected = new LinkedHashMap<>();
        obey();
        boolean isNews = !disconnected.isEmpty() || heartbeats.hasAnswers();
        real.poll(isNews ? 0 : timeoutMs);
        real.disconnected().forEach((id, how) -> {
            connections.remove(id);
            heartbeats.forget(id);
            disconnected.put(id, how);
        });
        received = heartbeats.withAnswers(real.completedReceives());
    }

    @Override
    public void close(String id) {
        boolean isConnected = connections.remove(id);
        heartbeats.forget(id);
        boolean waits = waiting.removeIf(each -> each.id().equals(id));
        if (state == State.HELD && isConnected && !waits) {
            // Nobody may be told yet.
            toBeClosed.add(id);
        } else {
            real.close(id);
        }
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    public List<NetworkSend> completedSends() {
        return real.completedSends();
    }

    @Override
    public Collection<NetworkReceive> completedReceives() {
        return hasLooked ? received : real.completedReceives();
    }

    @Override
    public Map<String, ChannelState> disconnected() {
        return hasLooked ? disconnected : real.disconnected();
    }

    @Override
    public List<String> connected() {
        return real.connected();
    }

    @Override
    public void mute(String id) {
        real.mute(id);
    }

    @Override
    public void unmute(String id) {
        real.unmute(id);
    }

    @Override
    public void muteAll() {
        real.muteAll();
    }

    @Override
    public void unmuteAll() {
        real.unmuteAll();
    }

    @Override
    public boolean isChannelReady(String id) {
        return state != State.CLOSED && real.isChannelReady(id);
    }
}
