package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.view.GroupState;
import org.apiguardian.api.API;

/**
 * Assertions on a streams group (KIP-1071). A failure says what was expected and what is, who has which tasks, and what
 * happened last and when. An instance of an application is given as the {@code KafkaStreams} that it is, or as its
 * {@code client.id}, with which those of its threads' consumers begin, which are the members; or one of its threads, as
 * a member, a member id or the client id of its consumer. {@code KafkaStreams} can be given for groups that
 * {@code InMemoryKafka.streamsGroup(..)} returned. Tasks have Kafka Streams' names, subtopology and partition:
 * {@code 0_1}.
 *
 * @param <SELF> for chains of calls
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface StreamsGroupAssertions<SELF> {

    /** The group exists and has no members. */
    SELF isEmpty();

    /** Every member has the tasks of the last target assignment, and all topics are there. */
    SELF isStable();

    /** The group is in a state: EMPTY, NOT_READY, ASSIGNING, RECONCILING, STABLE, or DEAD if there is none. */
    SELF isInState(GroupState state);

    /** The group has so many members; an instance has one for each of its threads. */
    SELF hasMemberCount(int count);

    /** An instance may run exactly these tasks, in any order; none, if none are given. */
    SELF runs(Object instance, String... tasks);

    /** An instance has exactly these tasks as standbys, in any order; none, if none are given. */
    SELF hasStandbys(Object instance, String... tasks);
}
