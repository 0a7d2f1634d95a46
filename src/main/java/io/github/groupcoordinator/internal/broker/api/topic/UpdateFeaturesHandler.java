package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.ClusterApis;
import io.github.groupcoordinator.internal.broker.config.Features;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData.UpdatableFeatureResult;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * UpdateFeatures v0-2 (KIP-584); v1 kinds of upgrades and validation alone (KIP-778), v2 one error for all (KIP-1022).
 * The first feature that is refused refuses all.
 */
public final class UpdateFeaturesHandler extends RequestHandler<UpdateFeaturesRequestData> {
    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final byte UNSAFE_DOWNGRADE = 3;
    private static final short ONE_ERROR = 2;

    private final Features features;

    public UpdateFeaturesHandler(Features features) {
        super(ClusterApis.UPDATE_FEATURES);
        this.features = features;
    }

    @Override
    public void answer(Request request, UpdateFeaturesRequestData body) {
        UpdateFeaturesResponseData response = new UpdateFeaturesResponseData().setErrorMessage(null);
        Collection<FeatureUpdateKey> updates = body.featureUpdates();
        for (FeatureUpdateKey update : updates) {
            String refusal = refusal(update, kind(request, update));
            if (refusal != null) {
                request.reply(response.setErrorCode(Errors.INVALID_UPDATE_VERSION.code())
                        .setErrorMessage("The update failed for all features since the following feature had an error: "
                                + refusal));
                return;
            }
        }
        Collection<UpdatableFeatureResult> results = response.results();
        for (FeatureUpdateKey update : updates) {
            if (!body.validateOnly() && level(update.feature()) != update.maxVersionLevel()) {
                throw Request.notSupported("Changing the level of " + update.feature()
                        + " while the cluster runs (UpdateFeatures; the broker property of that name sets it)");
            }
            if (request.version() < ONE_ERROR) {
                results.add(new UpdatableFeatureResult().setFeature(update.feature()));
            }
        }
        request.reply(response);
    }

    private static byte kind(Request request, FeatureUpdateKey update) {
        if (request.version() > 0) {
            return update.upgradeType();
        }
        return update.allowDowngrade() ? SAFE_DOWNGRADE : UPGRADE;
    }

    private int level(String feature) {
        return switch (feature) {
            case Features.METADATA_VERSION -> Features.LATEST_METADATA_VERSION;
            case Features.GROUP_VERSION -> features.groupVersion();
            case Features.SHARE_VERSION -> features.shareVersion();
            case Features.STREAMS_VERSION -> features.streamsVersion();
            default -> features.transactionVersion();
        };
    }

    /** Returns why a level is refused, or null if it may be set. */
    private @Nullable String refusal(FeatureUpdateKey update, byte kind) {
        String feature = update.feature();
        int level = update.maxVersionLevel();
        String reason = reason(feature, level, kind);
        if (reason != null) {
            return "Invalid update version " + level + " for feature " + feature + ". " + reason;
        }
        int present = level(feature);
        if (feature.equals(Features.METADATA_VERSION) && level < present) {
            return "Unsupported metadata.version downgrade from " + present + " to " + level + ".";
        }
        return null;
    }

    private @Nullable String reason(String feature, int level, byte kind) {
        if (kind < UPGRADE || kind > UNSAFE_DOWNGRADE) {
            return "The controller does not support the given upgrade type.";
        }
        if (level < 0) {
            return "A feature version cannot be less than 0.";
        }
        int lowest = Features.lowest(feature);
        int latest = Features.latest(feature);
        if (latest < 0) {
            return level == 0
                    ? "Feature " + feature + " not found."
                    : "Local controller " + DescribeQuorumHandler.CONTROLLER_ID + " does not support this feature.";
        }
        if (level < lowest || level > latest) {
            return "Local controller " + DescribeQuorumHandler.CONTROLLER_ID + " only supports versions " + lowest + "-"
                    + latest;
        }
        int present = level(feature);
        if (level < present && kind == UPGRADE) {
            return "Can't downgrade the version of this feature without setting the upgrade type to either safe or"
                    + " unsafe downgrade.";
        }
        return level > present && kind != UPGRADE ? "Can't downgrade to a newer version." : null;
    }
}
