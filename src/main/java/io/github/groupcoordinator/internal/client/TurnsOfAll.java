package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The turns of consumers that are all asked at each instant. */
final class TurnsOfAll extends Turns {
    private final boolean isMixed;
    private List<PolledClient> all = List.of();
    private int asked;

    /** @param isMixed whether the loop draws their order at each instant */
    TurnsOfAll(EventLoop loop, MadeClients clients, Predicate<PolledClient> belongs, boolean isMixed) {
        super(loop, clients, belongs);
        this.isMixed = isMixed;
    }

    @Override
    void beginInstant() {
        all = belonging();
        if (isMixed) {
            loop().mix(all);
        }
    }

    @Override
    void beginRound() {
        asked = 0;
    }

    @Override
    @Nullable
    PolledClient next() {
        return asked < all.size() ? all.get(asked++) : null;
    }

    @Override
    void asked(boolean tookTurn) {
        // All are asked again in the next round.
    }

    @Override
    long traffic() {
        long traffic = 0;
        for (PolledClient consumer : all) {
            traffic += consumer.traffic();
        }
        return traffic;
    }

    @Override
    long nextMs() {
        return belonging().stream().mapToLong(PolledClient::nextTurnMs).min().orElse(afterAWhileMs());
    }

    private List<PolledClient> belonging() {
        List<PolledClient> belonging = new ArrayList<>(clients().consumers());
        belonging.removeIf(consumer -> !belongs(consumer));
        return belonging;
    }
}
