package io.github.groupcoordinator.event;

import io.github.groupcoordinator.internal.text.Digest;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.ClientRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Everything that happened to one cluster, its groups and its clients, in order.
 *
 * <p>Two runs of the same test give the same log: {@link #render()} is the same text to the byte, on every JVM, and
 * {@link #digest()} is a short proof of it.
 *
 * <p>It is not an {@link Iterable} on purpose: assertions would not know whether to take it as a log or as a list.
 * Use {@link #all()} or {@link #stream()}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class EventLog {
    private final VirtualClock clock;
    private final Function<Object, ClientRef> clients;
    private final Scope scope;
    private final AppendOnly events = new AppendOnly();

    /** Makes an empty log whose rendering counts from the start of the clock. */
    public EventLog(VirtualClock clock) {
        this(clock, client -> {
            throw new IllegalArgumentException("This log has no cluster to find a "
                    + client.getClass().getName() + " in; give the member's client id.");
        });
    }

    /**
     * Makes an empty log of a cluster with clients.
     *
     * @param clients finds the cluster's client behind an object, or throws IllegalArgumentException if there is none
     */
    public EventLog(VirtualClock clock, Function<Object, ClientRef> clients) {
        this(clock, clients, Scope.EVERYTHING);
    }

    /**
     * Makes an empty log of a cluster that does not tell everything.
     *
     * @param clients finds the cluster's client behind an object, or throws IllegalArgumentException if there is none
     * @param scope knows what is told, and refuses questions about the rest
     */
    public EventLog(VirtualClock clock, Function<Object, ClientRef> clients, Scope scope) {
        this.clock = clock;
        this.clients = clients;
        this.scope = scope;
    }

    /** The part of a cluster's events that its log is told of. For the cluster. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public interface Scope {
        /** All there are, the same in every run. */
        Scope EVERYTHING = new Scope() {
            @Override
            public void requireTold(Class<? extends ClusterEvent> kind, String call) {
                // All kinds are told.
            }

            @Override
            public void requireRepeatable(String call) {
                // Every run tells the same.
            }
        };

        /** Throws unless events of a kind are told; a call asks that needs them. */
        void requireTold(Class<? extends ClusterEvent> kind, String call);

        /** Throws unless another run tells the same; a call asks that needs it. */
        void requireRepeatable(String call);
    }

    /**
     * For assertions: throws unless the log is told of a kind of event, so that its absence means something.
     *
     * @param call the call that asks, as the test knows it
     * @throws RuntimeException on a real cluster, of what its coordinator alone knows
     */
    public void requireTold(Class<? extends ClusterEvent> kind, String call) {
        scope.requireTold(kind, call);
    }

    /**
     * Returns how the events name a client.
     *
     * @param client one of the cluster's clients, or a spy, a proxy or a wrapper of one
     * @throws IllegalArgumentException if it is none of this cluster's clients
     */
    public ClientRef client(Object client) {
        return clients.apply(client);
    }

    /** Appends an event; the cluster and its clients do this, a test has no need to. */
    public void append(ClusterEvent event) {
        events.add(event);
    }

    /** Returns the events so far, oldest first; a copy. */
    public List<ClusterEvent> all() {
        return events.copy();
    }

    /** Returns the events of one kind, oldest first; a copy. */
    public <E extends ClusterEvent> List<E> of(Class<E> kind) {
        scope.requireTold(kind, "EventLog.of");
        return stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Returns the events of one group, oldest first; a copy. */
    public List<ClusterEvent> ofGroup(String groupId) {
        return stream().filter(event -> event.groupId().equals(groupId)).toList();
    }

    /** Returns the newest event of one kind in a group. */
    public <E extends ClusterEvent> Optional<E> last(Class<E> kind, String groupId) {
        scope.requireTold(kind, "EventLog.last");
        List<ClusterEvent> sofar = all();
        for (int i = sofar.size() - 1; i >= 0; i--) {
            ClusterEvent event = sofar.get(i);
            if (kind.isInstance(event) && event.groupId().equals(groupId)) {
                return Optional.of(kind.cast(event));
            }
        }
        return Optional.empty();
    }

    /** Streams the events so far, oldest first; what is appended later is not seen. */
    public Stream<ClusterEvent> stream() {
        return all().stream();
    }

    /** Returns how many events there are; a mark to compare with later. */
    public int size() {
        return events.size();
    }

    /**
     * Returns the events from a mark on as a log of its own; what is appended later is not seen. For a test that shares
     * its cluster with others, what happened since it began.
     *
     * @param mark how many events to leave out, 0 to {@link #size()}: the size that the log had at the beginning
     * @throws IndexOutOfBoundsException if the log never had that size
     */
    public EventLog since(int mark) {
        List<ClusterEvent> sofar = all();
        Objects.checkFromToIndex(mark, sofar.size(), sofar.size());
        EventLog later = new EventLog(clock, clients, scope);
        sofar.subList(mark, sofar.size()).forEach(later::append);
        return later;
    }

    /**
     * Returns the log as text, a line for each event: the virtual time since the clock started, the group, then what
     * happened, to whom, and why.
     *
     * <pre>{@code
     * 00:00:45.000 billing | expired: billing-1 (member billing-1-2): SESSION_TIMEOUT
     * }</pre>
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        all().forEach(event -> text.append(line(event.describe(), event)).append('\n'));
        return text.toString();
    }

    /** Returns the SHA-256 of {@link #render()} in UTF-8, as 64 lower-case hexadecimal digits. */
    public String digest() {
        scope.requireRepeatable("EventLog.digest");
        return Digest.sha256(render());
    }

    /** Returns how an instant of this log's clock is shown in {@link #render()}: as {@code 00:00:45.000}. */
    public String elapsedAt(Instant instant) {
        return Text.elapsed(clock.startTime(), instant);
    }

    /**
     * Returns the log as {@link #render()} does, but for people: members are named as a test names them, by
     * {@code group.instance.id} or else by {@code client.id} (the second member of a name is its {@code #2}), a member
     * id is told only where its member comes into the group, five or more partitions in a row by their ends
     * ({@code orders-0..7}), and what repeats itself is told once.
     */
    public String renderInShort() {
        return new ShortNames(all()).render(this);
    }

    /** Returns one of the log's events as {@link #renderInShort()} does. */
    public String inShort(ClusterEvent event) {
        return line(inShort(event.describe()), event);
    }

    /**
     * Returns what each of the log's events tells, as {@link #renderInShort()} words it, without its time and group.
     */
    public List<String> tellInShort(List<? extends ClusterEvent> events) {
        ShortNames names = new ShortNames(all());
        return events.stream().map(names::tell).toList();
    }

    /** Returns a text about this log with its members named as {@link #renderInShort()} does. */
    public String inShort(String text) {
        return new ShortNames(all()).in(text);
    }

    String line(String what, ClusterEvent event) {
        return elapsedAt(event.at()) + ' ' + Text.oneLine(event.groupId()) + " | " + what;
    }

    /** Returns the same as {@link #render()}. */
    @Override
    public String toString() {
        return render();
    }

    /** One thread at a time appends; others may look at any time: where a cluster has a listener, its clients' do. */
    private static final class AppendOnly {
        private volatile ClusterEvent[] events = new ClusterEvent[64];
        private volatile int size;

        void add(ClusterEvent event) {
            int end = size;
            ClusterEvent[] room = events;
            if (end == room.length) {
                room = Arrays.copyOf(room, 2 * end);
                events = room;
            }
            room[end] = event;
            size = end + 1;
        }

        int size() {
            return size;
        }

        List<ClusterEvent> copy() {
            int end = size;
            return List.of(Arrays.copyOf(events, end));
        }
    }
}
