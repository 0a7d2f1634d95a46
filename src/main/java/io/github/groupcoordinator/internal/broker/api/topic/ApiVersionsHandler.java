package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
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
 * ApiVersions v0-4; v3 client software name and features (KIP-511, KIP-584). Of the features, metadata.version and
 * transaction.version are advertised: without group.version and share.version, clients use what is supported here.
 */
public final class ApiVersionsHandler extends RequestHandler<ApiVersionsRequestData> {
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private static final String TRANSACTION_VERSION = "transaction.version";

    /** 3.3-IV3, the oldest that Kafka 4 supports, and 4.3-IV0, which 4.3.1 formats new clusters with. */
    private static final short OLDEST_METADATA_VERSION = 7;

    private static final short METADATA_VERSION = 30;

    /** Level 1 is the consumer protocol (KIP-848); new clusters of 4.3.1 have it. */
    private static final String GROUP_VERSION = "group.version";

    private static final short LATEST_GROUP_VERSION = 1;

    /** Before this version, a feature that may be at level 0 is left out: old clients can't read it. */
    private static final short FIRST_WITH_LEVEL_0 = 4;

    private final ApiVersionTable versions;
    private final int transactionVersion;

    public ApiVersionsHandler(ApiVersionTable versions, int transactionVersion) {
        super(TopicApis.API_VERSIONS);
        this.versions = versions;
        this.transactionVersion = transactionVersion;
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
                .setName("metadata.version")
                .setMinVersion(OLDEST_METADATA_VERSION)
                .setMaxVersion(METADATA_VERSION));
        Collection<FinalizedFeatureKey> finalized = response.finalizedFeatures();
        finalized.add(new FinalizedFeatureKey()
                .setName("metadata.version")
                .setMinVersionLevel(METADATA_VERSION)
                .setMaxVersionLevel(METADATA_VERSION));
        finalized.add(new FinalizedFeatureKey()
                .setName(GROUP_VERSION)
                .setMinVersionLevel(LATEST_GROUP_VERSION)
                .setMaxVersionLevel(LATEST_GROUP_VERSION));
        if (request.version() >= FIRST_WITH_LEVEL_0) {
            supported.add(new SupportedFeatureKey()
                    .setName(GROUP_VERSION)
                    .setMinVersion((short) 0)
                    .setMaxVersion(LATEST_GROUP_VERSION));
            supported.add(new SupportedFeatureKey()
                    .setName(TRANSACTION_VERSION)
                    .setMinVersion((short) 0)
                    .setMaxVersion((short) BrokerConfig.LATEST_TRANSACTION_VERSION));
        }
        if (transactionVersion > 0) {
            finalized.add(new FinalizedFeatureKey()
                    .setName(TRANSACTION_VERSION)
                    .setMinVersionLevel((short) transactionVersion)
                    .setMaxVersionLevel((short) transactionVersion));
        }
        request.reply(response.setFinalizedFeaturesEpoch(0));
    }

    private static boolean matches(String software) {
        return SOFTWARE.matcher(software).matches();
    }
}
