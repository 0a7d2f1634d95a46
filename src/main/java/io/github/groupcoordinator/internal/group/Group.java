package io.github.groupcoordinator.internal.group;

import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A group of any protocol, which answers for itself: the coordinator finds it, lets it decide, stores what it decides,
 * and asks it all that depends on its protocol. Nothing here has a default, so that a new protocol can't forget a part.
 *
 * @param <C> the commands of its protocol
 */
public interface Group<C extends GroupCommand> {

    GroupType type();

    /** Returns the type of its commands: a timer may outlive the group that armed it, and fall due for a namesake. */
    Class<C> commandType();

    String groupId();

    /** Returns whether it has no members. */
    boolean isEmpty();

    /** Returns how many members its snapshot has. */
    int memberCount();

    /** Returns whether it only holds offsets: no record tells of it, and it may become a group of any protocol. */
    boolean isSimple();

    boolean hasMember(String memberId);

    /** Returns who a member is for those who watch, or null if there is none under this id. */
    @Nullable
    MemberRef memberRef(String memberId);

    /** Returns whether offsets of the topic are in use: they are not deleted, and do not expire. */
    boolean isSubscribedTo(String topic);

    /** Returns whether the sender may commit now: NONE, or the error for all that it commits. */
    Errors checkCommit(CommitAttempt attempt, TopicCatalog topics);

    /**
     * Returns whether the sender may read the offsets now: NONE, or the error.
     *
     * @param memberId null if the sender says none, which members of the classic protocol never do
     */
    Errors checkFetch(@Nullable String memberId, int memberEpoch);

    /** Returns whether offsets may be deleted now, of topics that nobody subscribed to: NONE, or the error. */
    Errors checkOffsetDelete();

    /** Returns whether the group may be deleted now: NONE, or the error. */
    Errors checkDelete();

    /** Returns whether the group goes some time after it became empty. */
    boolean mayExpire();

    /** Returns whether offsets may expire now, of topics that nobody subscribed to. */
    boolean mayOffsetsExpire();

    /** Returns from when on the age of one of its offsets counts, in milliseconds since the epoch. */
    long offsetAgesFromMs(CommittedOffset offset);

    /** Adds the records that delete the group; its offsets are not its own. */
    void tombstones(List<PersistentRecord> records);

    /** Returns the timers that are disarmed when it is deleted; others go by its name, and may meet a namesake. */
    List<TimerKey> timersThatEndWithIt();

    ListedGroup listed();

    /**
     * Returns a snapshot.
     *
     * @param offsets what the group has committed
     */
    GroupView view(GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets);

    /** Returns the command for a group that was read from the log: its members' sessions begin anew. */
    C loaded();

    /** Returns the command for a group that the coordinator gives up: whoever is parked in it is answered. */
    C unloaded();

    /** Returns the command for a member that committed offsets, by which it may have shown that it is alive. */
    C offsetsArrived(String memberId);

    /** Returns the command for a member of whom nothing was heard for its session timeout. */
    C sessionElapsed(String memberId);

    /** Notes that a topic was created, deleted or grown. */
    void topicChanged(String topic);

    /** Decides what follows from a command of its protocol; changes nothing. */
    Step decide(GroupCommand command, GroupContext context);

    /** Applies a change that is never appended. */
    void apply(VolatileRecord change);

    /**
     * Returns whether the records of its steps are applied to it once they are stored. A classic group has made the
     * changes by then: its record is for those who load it.
     */
    boolean appliesItsRecords();
}
