package io.github.groupcoordinator.internal.client;

/** The clients that came over a listener: they live in real time, and nobody here drives them. */
public interface OutsideClients {

    /** Returns whether any can come. */
    boolean mayCome();

    /** Returns whether one with this {@code client.id} is connected. */
    boolean isConnected(String clientId);

    /**
     * Gives them real time to do what they have to do.
     *
     * @return whether something of theirs has arrived
     */
    boolean awaitArrival(long atMostMs);
}
