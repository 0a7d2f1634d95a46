package io.github.groupcoordinator.internal.coordinator.group;

/** {@code group.consumer.migration.policy}: which groups with members may change their protocol. */
public enum MigrationPolicy {
    /** Classic groups become consumer-protocol groups, and the other way round. */
    BIDIRECTIONAL,
    /** Classic groups become consumer-protocol groups. */
    UPGRADE,
    /** Consumer-protocol groups become classic groups. */
    DOWNGRADE,
    /** None. */
    DISABLED;

    boolean isUpgradeEnabled() {
        return this == BIDIRECTIONAL || this == UPGRADE;
    }

    boolean isDowngradeEnabled() {
        return this == BIDIRECTIONAL || this == DOWNGRADE;
    }
}
