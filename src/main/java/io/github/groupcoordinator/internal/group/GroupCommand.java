package io.github.groupcoordinator.internal.group;

/** The command that a group decides: a request, an elapsed timer, or what follows from an earlier decision. */
public interface GroupCommand {

    /** Hands the command to one who decides those of its protocol. */
    Step accept(Visitor visitor, GroupContext context);

    /**
     * One who decides the commands of a protocol; it is cast, and not the command, as with
     * {@link VolatileRecord.Visitor}.
     */
    interface Visitor {}

    /**
     * Returns whether Kafka tries again half a second later if what follows from an elapsed timer can't be appended.
     */
    default boolean isRetried() {
        return false;
    }
}
