package io.github.groupcoordinator.internal.client.seam;

/** The kinds of client that can be put on virtual time. */
public enum ClientKind {
    CONSUMER("KafkaConsumer", "consumer"),
    SHARE_CONSUMER("KafkaShareConsumer", "consumer"),
    PRODUCER("KafkaProducer", "producer"),
    ADMIN("Admin", "adminclient");

    private final String typeName;
    private final String idPrefix;

    ClientKind(String typeName, String idPrefix) {
        this.typeName = typeName;
        this.idPrefix = idPrefix;
    }

    /** Returns the name of the type that the user sees. */
    String typeName() {
        return typeName;
    }

    /** Returns what a {@code client.id} starts with when the user gave none; Kafka's own words. */
    String idPrefix() {
        return idPrefix;
    }
}
