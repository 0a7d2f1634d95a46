package kafka.server.share;

import io.github.groupcoordinator.kraft.share.Made;
import io.github.groupcoordinator.kraft.share.Settings;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.coordinator.group.GroupConfigManager;

/**
 * The configuration of groups, beyond the bounds that a broker would set: with a few records the limits of a partition
 * could not be reached otherwise. Its constructor is never run.
 */
final class KafkasGroupConfigs extends GroupConfigManager {
    private Settings settings;
    private GroupConfig config;

    private KafkasGroupConfigs() {
        super(Map.of(), null, null);
    }

    static KafkasGroupConfigs make(Settings settings) {
        KafkasGroupConfigs made = Made.withoutConstructor(KafkasGroupConfigs.class);
        made.settings = settings;
        made.config = new GroupConfig(Map.of());
        return made;
    }

    @Override
    public Optional<GroupConfig> groupConfig(String groupId) {
        set("shareRecordLockDurationMs", settings.lockDurationMs);
        set("shareDeliveryCountLimit", settings.deliveryCountLimit);
        set("sharePartitionMaxRecordLocks", settings.maxRecordLocks);
        set("shareRenewAcknowledgeEnable", settings.renewEnabled);
        set(
                "shareAutoOffsetReset",
                switch (settings.reset) {
                    case "earliest", "latest" -> settings.reset;
                    default -> "by_duration:PT" + settings.reset + "S";
                });
        return Optional.of(config);
    }

    private void set(String name, Object value) {
        try {
            Field field = GroupConfig.class.getDeclaredField(name);
            field.setAccessible(true);
            field.set(config, value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
