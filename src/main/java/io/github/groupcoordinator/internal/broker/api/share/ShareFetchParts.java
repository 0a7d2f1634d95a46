package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker;
import io.github.groupcoordinator.internal.share.session.ShareSessionContext;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;

/**
 * The parts of the broker that a share fetch has to do with.
 *
 * @param broker the node's, which reads and acknowledges
 * @param context what the session says of the request
 */
record ShareFetchParts(
        Cluster cluster,
        ShareLeaders leaders,
        ShareBroker broker,
        ShareSessionKey member,
        ShareSessionContext context) {}
