package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.WriteResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * A state API whose answer is only whether it was done.
 *
 * @param <Q> what is asked of a share-partition
 */
abstract class StateChange<Q> implements StateApi<Q, WriteResult> {

    @Override
    public final Errors error(WriteResult result) {
        return result.error();
    }

    @Override
    public final String message(WriteResult result) {
        return result.message();
    }

    @Override
    public final WriteResult failed(Errors error, String message) {
        return new WriteResult(error, message);
    }
}
