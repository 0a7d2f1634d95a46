package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import java.time.Duration;

/** The configuration of a history as our share partitions ask for it. */
public record OurSettings(Settings settings) implements ShareGroupSettings {
    @Override
    public int recordLockDurationMs() {
        return settings.lockDurationMs;
    }

    @Override
    public int deliveryCountLimit() {
        return settings.deliveryCountLimit;
    }

    @Override
    public int partitionMaxRecordLocks() {
        return settings.maxRecordLocks;
    }

    @Override
    public boolean renewAcknowledgeEnabled() {
        return settings.renewEnabled;
    }

    @Override
    public OffsetReset offsetReset() {
        return switch (settings.reset) {
            case "earliest" -> OffsetReset.EARLIEST;
            case "latest" -> OffsetReset.LATEST;
            default -> OffsetReset.byDuration(Duration.ofSeconds(Long.parseLong(settings.reset)));
        };
    }
}
