package io.github.groupcoordinator.judge.history;

import java.util.List;

/** Mistakes about offsets and descriptions, at least one for each numbered statement about Kafka's semantics. */
final class OffsetMutants {
    private static final String REQUESTS = "coordinator/group/OffsetRequests.java";
    private static final String ANSWERS = "coordinator/group/OffsetAnswers.java";
    private static final String RETENTION = "coordinator/group/OffsetRetention.java";
    private static final String RULES = "group/classic/OffsetRules.java";
    private static final String DESCRIPTION = "group/classic/ClassicDescription.java";
    private static final String DESCRIPTIONS = "coordinator/group/GroupDescriptions.java";

    private OffsetMutants() {}

    static List<Mutant> commits() {
        return List.of(
                new Mutant(
                                13,
                                "a generation to an unknown group is always illegal",
                                REQUESTS,
                                "? Errors.GROUP_ID_NOT_FOUND\n                    : Errors.ILLEGAL_GENERATION;",
                                "? Errors.ILLEGAL_GENERATION\n                    : Errors.ILLEGAL_GENERATION;")
                        .firstTriedOn(50),
                new Mutant(
                        13,
                        "a standalone commit must not name a member",
                        RULES,
                        "if (generationId < 0 && group.isEmpty()) {",
                        "if (generationId < 0 && group.isEmpty() && attempt.memberId().isEmpty()) {"),
                new Mutant(
                        13,
                        "a standalone commit to a group with members is accepted",
                        RULES,
                        "if (generationId < 0 && group.isEmpty()) {",
                        "if (generationId < 0) {"),
                new Mutant(
                        13,
                        "an old generation may commit",
                        RULES,
                        "if (generationId != group.generationId()) {",
                        "if (generationId > group.generationId()) {"),
                new Mutant(
                        13,
                        "members may commit before they have an assignment",
                        RULES,
                        "? Errors.REBALANCE_IN_PROGRESS",
                        "? Errors.NONE"),
                new Mutant(
                        13,
                        "metadata of the largest size is too large",
                        ANSWERS,
                        "metadata.length() > metadataMaxBytes",
                        "metadata.length() >= metadataMaxBytes"),
                new Mutant(13, "the leader epoch is forgotten", ANSWERS, "partition.committedLeaderEpoch(),", "-1,"),
                new Mutant(
                        13,
                        "offsets of subscribed topics may be deleted",
                        ANSWERS,
                        "boolean isInUse = group.isSubscribedTo(topic.name());",
                        "boolean isInUse = false;"),
                new Mutant(
                                13,
                                "offsets of a working group that is not of consumers may be deleted",
                                RULES,
                                "group.usesConsumerProtocol() ? Errors.NONE : Errors.NON_EMPTY_GROUP",
                                "Errors.NONE")
                        .firstTriedOn(36),
                new Mutant(
                        13,
                        "a topic by an unknown id is unknown by name",
                        "broker/api/group/OffsetCommitHandler.java",
                        "refuse(partition, Errors.UNKNOWN_TOPIC_ID)",
                        "refuse(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION)"));
    }

    static List<Mutant> descriptionsAndExpiry() {
        return List.of(
                new Mutant(
                        14,
                        "v6 does not say that a group is not found",
                        DESCRIPTIONS,
                        "context.apiVersion() < FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND",
                        "context.apiVersion() <= FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND"),
                new Mutant(
                        14,
                        "an unknown group is Empty",
                        DESCRIPTIONS,
                        "setGroupState(ClassicState.DEAD.kafkaName());",
                        "setGroupState(ClassicState.EMPTY.kafkaName());"),
                new Mutant(
                        14,
                        "metadata is described during a rebalance",
                        DESCRIPTION,
                        "isStable ? member.metadata(group.protocolName()) : null;",
                        "member.metadata(group.protocolName());"),
                new Mutant(
                        14,
                        "the protocol is described during a rebalance",
                        DESCRIPTION,
                        "if (isStable) {",
                        "if (true) {"),
                new Mutant(
                        14,
                        "filters by state are strict about capitals",
                        DESCRIPTIONS,
                        "state.trim().equalsIgnoreCase(filtered(group.groupState()))",
                        "state.trim().equals(filtered(group.groupState()))"),
                new Mutant(
                                15,
                                "offsets of an Empty group expire counted from their commit",
                                RULES,
                                "group.protocolType() != null && group.state() == ClassicState.EMPTY;",
                                "false;")
                        .firstTriedOn(90),
                new Mutant(
                                15,
                                "offsets of subscribed topics expire",
                                RETENTION,
                                "!group.isSubscribedTo(topic) && isOld",
                                "isOld")
                        .firstTriedOn(38),
                new Mutant(
                                15,
                                "offsets expire strictly after the retention",
                                RETENTION,
                                "offsetAgesFromMs(offset) >= retentionMs",
                                "offsetAgesFromMs(offset) > retentionMs")
                        .firstTriedOn(46),
                new Mutant(
                        15,
                        "an old client's own retention is ignored",
                        RETENTION,
                        "if (offset.expireTimestampMs() != CommittedOffset.NONE) {",
                        "if (false) {"));
    }
}
