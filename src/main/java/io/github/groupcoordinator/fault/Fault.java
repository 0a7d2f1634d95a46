package io.github.groupcoordinator.fault;

import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;

/**
 * One declared fault: which requests it waits for, what it does to them, and how often; see {@link Faults}. Made by
 * {@link Faults#on}, not by tests.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Fault {

    /**
     * Waits only for requests that name this group.
     *
     * @throws IllegalArgumentException if requests of the API name no group
     */
    Fault group(String groupId);

    /**
     * Waits only for requests that name this member id.
     *
     * @throws IllegalArgumentException if requests of the API name no group, hence no member
     */
    Fault member(String memberId);

    /**
     * Waits only for requests of one client.
     *
     * @param client its {@code client.id}, or the client itself, or a spy, a proxy or a wrapper of it
     */
    Fault from(Object client);

    /**
     * Waits only for requests to one broker.
     *
     * @throws IllegalArgumentException if there is no such broker
     */
    Fault broker(int nodeId);

    /** Lets the first n-1 requests that it waits for pass, and begins with the n-th. */
    Fault onCall(int n);

    /** Fires n times instead of once. */
    Fault times(int n);

    /** Fires on every request that it waits for. */
    Fault always();

    /**
     * Fires on each request that it waits for with this probability, drawn from the cluster's seed: the same seed and
     * the same calls give the same faults. Without {@link #times} there is no limit.
     *
     * @param probability above 0, at most 1
     */
    Fault withProbability(double probability);

    /** Does not mind if it never fires. */
    Fault lenient();

    /** Allows {@link #respond} an error that Kafka never gives; say it before {@code respond}. */
    Fault unsafe();

    /**
     * Answers with an error; the request is not applied. The answer has the form that Kafka gives to the API, the
     * version and the request. A Produce with {@code acks=0} expects no answer; Kafka closes its connection instead.
     *
     * @throws IllegalArgumentException if Kafka never answers this API with this error, unless it is {@link #unsafe}
     */
    Fault respond(Errors error);

    /** Closes the connection instead of an answer; the request is not applied. The client connects again by itself. */
    Fault disconnect();

    /** Lets the request arrive later. What the client sends after it on the same connection waits behind it. */
    Fault delay(Duration delay);

    /**
     * Lets the request never arrive, nor what follows on the same connection, until the client gives the connection up
     * ({@code request.timeout.ms}; for JoinGroup {@code max.poll.interval.ms} and five seconds).
     */
    Fault drop();

    /**
     * Applies the request, but lets its answer never arrive, nor what follows on the same connection, until the client
     * gives the connection up.
     */
    Fault loseResponse();

    /** Lets the request arrive only when the test releases the barrier, and what follows on the connection after it. */
    Fault holdUntil(FaultBarrier barrier);

    /**
     * Lets the broker keep the request and do what it asks only when the test releases the barrier, whether or not its
     * client still waits: a request that outlives its client, as a JoinGroup that fences its own sender, an
     * OffsetCommit that goes back, or a Produce of a transaction that has been aborted. What the client sends after it
     * on the same connection waits behind it; once the client has given the connection up, nobody gets the answer. A
     * broker that ends meanwhile forgets it.
     */
    Fault workOffLate(FaultBarrier barrier);

    /** Returns how often it has fired. */
    int fired();

    /** Returns the declaration as it was written, and how often it fired. */
    String describe();
}
