package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.consumer.ConsumerClient;
import io.github.groupcoordinator.internal.client.member.MemberClient;
import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientSearch;
import io.github.groupcoordinator.internal.schedule.Seeds;
import io.github.groupcoordinator.view.ClientRef;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real clients of one cluster, in the order in which they were made, and the seeds that each is made with. */
public final class MadeClients {
    private final long seed;
    private final Polls polls;
    private final List<AdoptedClient> clients = new ArrayList<>();
    private final List<PolledClient> consumers = new ArrayList<>();

    /**
     * Begins without any.
     *
     * @param seed of the cluster's free choices; 0 if nothing is drawn
     * @param polls how the application polls that the test stands for
     */
    public MadeClients(long seed, Polls polls) {
        this.seed = seed;
        this.polls = polls;
    }

    /** Returns how often a consumer is polled at least that the test has polled. */
    public long pollEveryMs() {
        return polls.everyMs();
    }

    /** Returns whether polls are made that would find nothing to do. */
    boolean isEachPollMade() {
        return polls.isEachMade();
    }

    void add(AdoptedClient client) {
        if (client instanceof PolledClient consumer) {
            consumer.polledEvery(polls.everyMs());
            consumers.add(consumer);
        }
        if (seed != 0) {
            client.drawLatencies(Seeds.random(seed, "link " + clients.size()));
        }
        clients.add(client);
    }

    /** Returns the seed of the next client. Neighbouring seeds must not make neighbouring choices. */
    long nextSeed() {
        return seed == 0
                ? clients.size()
                : Seeds.random(seed, "client " + clients.size()).nextLong();
    }

    /** Returns every consumer ever made, a list that grows. */
    List<PolledClient> consumers() {
        return Collections.unmodifiableList(consumers);
    }

    /** Returns the consumers that are neither closed, crashed nor paused, and whose application runs. */
    public List<PolledClient> liveConsumers() {
        List<PolledClient> live = new ArrayList<>(consumers);
        live.removeIf(consumer -> !consumer.isDriven());
        return live;
    }

    /** Returns the live consumers that have subscribed and were never polled, each with its group, for messages. */
    public List<String> neverPolled() {
        List<String> never = new ArrayList<>();
        for (PolledClient consumer : liveConsumers()) {
            if (consumer.isSubscribed() && !consumer.wasPolled()) {
                never.add(consumer.describe() + " of group '" + consumer.groupId() + "'");
            }
        }
        return never;
    }

    /** Returns whether the consumer that was this member has crashed, hangs or was closed. */
    public boolean isStopped(MemberRef member) {
        for (AdoptedClient client : clients) {
            if (client instanceof ConsumerClient consumer && consumer.was(member)) {
                return consumer.isStopped() || consumer.isClosed();
            }
        }
        return false;
    }

    /** Returns the threads of the application that consumers belong to. */
    public List<Thread> owners() {
        List<Thread> owners = new ArrayList<>();
        for (AdoptedClient client : clients) {
            Thread owner = client instanceof MemberClient member ? member.owner() : null;
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners;
    }

    /** Returns every client ever made. */
    public List<AdoptedClient> all() {
        return new ArrayList<>(clients);
    }

    /**
     * Finds one of our clients, also through a spy, a proxy or a wrapper that holds it, or by its client id if no other
     * client that is open has the same.
     *
     * @return null if there is none
     */
    public @Nullable AdoptedClient find(Object candidate) {
        if (candidate instanceof String clientId) {
            List<AdoptedClient> open = clients.stream()
                    .filter(client -> !client.isClosed() && client.clientId().equals(clientId))
                    .toList();
            return open.size() == 1 ? open.get(0) : null;
        }
        return candidate instanceof AdoptedClient client && clients.contains(client)
                ? client
                : new ClientSearch<>(clients).find(candidate);
    }

    /**
     * Finds one of our clients, as {@link #find} does.
     *
     * @throws IllegalArgumentException if there is none
     */
    public AdoptedClient require(Object candidate) {
        AdoptedClient found = find(candidate);
        if (found == null) {
            throw new IllegalArgumentException(
                    candidate instanceof String clientId
                            ? "Not one client of this cluster, but none or several that are open, have the client.id "
                                    + clientId
                            : "This cluster made no client that stands behind "
                                    + candidate.getClass().getName()
                                    + ". Make it with consumer(..), producer(..) or admin(..) of the same"
                                    + " InMemoryKafka.");
        }
        return found;
    }

    /**
     * Returns how events name one of our clients.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public ClientRef reference(Object candidate) {
        AdoptedClient client = require(candidate);
        long sharing = clients.stream()
                .filter(other ->
                        other instanceof MemberClient && other.clientId().equals(client.clientId()))
                .count();
        return new ClientRef(client.clientId(), client.memberId(), sharing > 1);
    }
}
