package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.config.Features;
import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.Errors;

/**
 * ApiVersions v0-4; v3 client software name and features (KIP-511, KIP-584). Of the features, metadata.version,
 * transaction.version, group.version, share.version and streams.version are advertised: the others are about what is
 * not served here.
 */
public final class ApiVersionsHandler extends RequestHandler<ApiVersionsRequestData> {
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    /** Before this version, a feature that may be at level 0 is left out: old clients can't read it. */
    private static final short FIRST_WITH_LEVEL_0 = 4;

    private final ApiVersionTable versions;
    private final Features features;

    public ApiVersionsHandler(ApiVersionTable versions, Features features) {
        super(TopicApis.API_VERSIONS);
        this.versions = versions;
        this.features = features;
    }

    @Override
    public void answer(Request request, ApiVersionsRequestData body) {
        ApiVersionsResponseData response = new ApiVersionsResponseData();
        if (request.version() >= 3 && !(matches(body.clientSoftwareName()) && matches(body.clientSoftwareVersion()))) {
            request.reply(response.setErrorCode(Errors.INVALID_REQUEST.code()));
            return;
        }
        Collection<ApiVersion> keys = response.apiKeys();
        keys.addAll(versions.advertised());
        Collection<SupportedFeatureKey> supported = response.supportedFeatures();
        supported.add(new SupportedFeatureKey()
                .setName(Features.METADATA_VERSION)
                .setMinVersion((short) Features.OLDEST_METADATA_VERSION)
                .setMaxVersion((short) Features.LATEST_METADATA_VERSION));
        Collection<FinalizedFeatureKey> finalized = response.finalizedFeatures();
        addFinalized(finalized, Features.METADATA_VERSION, Features.LATEST_METADATA_VERSION);
        if (request.version() >= FIRST_WITH_LEVEL_0) {
            supported.add(fromZeroTo(Features.LATEST_GROUP_VERSION, Features.GROUP_VERSION));
            supported.add(fromZeroTo(Features.LATEST_SHARE_VERSION, Features.SHARE_VERSION));
            supported.add(fromZeroTo(Features.LATEST_STREAMS_VERSION, Features.STREAMS_VERSION));
            supported.add(fromZeroTo(Features.LATEST_TRANSACTION_VERSION, Features.TRANSACTION_VERSION));
        }
        addFinalized(finalized, Features.GROUP_VERSION, features.groupVersion());
        addFinalized(finalized, Features.SHARE_VERSION, features.shareVersion());
        addFinalized(finalized, Features.STREAMS_VERSION, features.streamsVersion());
        addFinalized(finalized, Features.TRANSACTION_VERSION, features.transactionVersion());
        request.reply(response.setFinalizedFeaturesEpoch(0));
    }

    private static SupportedFeatureKey fromZeroTo(int latest, String feature) {
        return new SupportedFeatureKey()
                .setName(feature)
                .setMinVersion((short) 0)
                .setMaxVersion((short) latest);
    }

    /** Adds the level of a feature; at level 0 it is off, and not told. */
    private static void addFinalized(Collection<FinalizedFeatureKey> finalized, String feature, int level) {
        if (level > 0) {
            finalized.add(new FinalizedFeatureKey()
                    .setName(feature)
                    .setMinVersionLevel((short) level)
                    .setMaxVersionLevel((short) level));
        }
    }

    private static boolean matches(String software) {
        return SOFTWARE.matcher(software).matches();
    }
}
