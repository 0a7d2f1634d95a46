package io.github.groupcoordinator.internal.coordinator.group;

/** A classic group can't become one of the consumer protocol: its members live by what a custom assignor told them. */
final class CustomAssignorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CustomAssignorException(String groupId, String memberId) {
        super("Group '" + groupId
                + "' can't be upgraded to the consumer protocol: a custom assignor is in use, and what"
                + " it told member '" + memberId + "' beside the partitions would be lost. Switch to one of Kafka's"
                + " assignors first.");
    }
}
