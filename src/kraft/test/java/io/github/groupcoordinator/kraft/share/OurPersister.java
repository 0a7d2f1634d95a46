package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;

/** The persister as our share partitions ask it: it answers when the history says so. */
public final class OurPersister implements ShareStatePersister {
    private final Function<SharePartitionKey, World> worlds;

    public OurPersister(Function<SharePartitionKey, World> worlds) {
        this.worlds = worlds;
    }

    @Override
    public void read(SharePartitionKey asked, int leaderEpoch, Consumer<ReadResult> done) {
        worlds.apply(asked).await("read, leader epoch " + leaderEpoch, null, (outcome, state) -> {
            if (!outcome.isDone()) {
                done.accept(ReadResult.failed(error(outcome), "no"));
                return;
            }
            done.accept(ReadResult.of(
                    state.stateEpoch(),
                    state.startOffset(),
                    state.batches().stream()
                            .map(batch -> new StateBatch(batch.first(), batch.last(), batch.state(), batch.count()))
                            .toList()));
        });
    }

    @Override
    public void write(SharePartitionKey asked, Update update, Consumer<WriteResult> done) {
        List<StoredBatch> batches = update.batches().stream()
                .map(batch -> new StoredBatch(
                        batch.firstOffset(), batch.lastOffset(), batch.deliveryState(), batch.deliveryCount()))
                .toList();
        worlds.apply(asked)
                .await(
                        "write, state epoch " + update.stateEpoch() + ", leader epoch " + update.leaderEpoch()
                                + ", start " + update.startOffset() + ", complete " + update.deliveryCompleteCount()
                                + ", " + batches,
                        new World.Stored(update.startOffset(), batches),
                        (outcome, state) -> done.accept(
                                outcome.isDone() ? WriteResult.DONE : new WriteResult(error(outcome), "no")));
    }

    private static Errors error(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.EXCEPTION ? Errors.UNKNOWN_SERVER_ERROR : Errors.forCode(outcome.error());
    }
}
