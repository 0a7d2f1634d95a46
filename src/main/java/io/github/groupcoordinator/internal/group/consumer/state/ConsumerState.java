package io.github.groupcoordinator.internal.group.consumer.state;

/** The state of a consumer-protocol group; it follows from its epochs and members. */
public enum ConsumerState {
    /** No members. */
    EMPTY("Empty"),
    /** The target assignment is of an earlier epoch than the group. */
    ASSIGNING("Assigning"),
    /** Not every member has its target assignment. */
    RECONCILING("Reconciling"),
    /** Every member has its target assignment. */
    STABLE("Stable");

    private final String kafkaName;

    ConsumerState(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /** Returns the name in responses. */
    public String kafkaName() {
        return kafkaName;
    }
}
