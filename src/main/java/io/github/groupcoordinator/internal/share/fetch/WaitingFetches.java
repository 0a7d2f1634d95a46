package io.github.groupcoordinator.internal.share.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fetches that wait, by what could end their waiting; the oldest is asked first. */
final class WaitingFetches {
    private final Map<Object, Set<Waiting>> byKey = new LinkedHashMap<>();

    /** A fetch that waits. */
    interface Waiting {
        /** Looks whether there is enough by now, and answers then. */
        void tryAgain();

        boolean isDone();

        /** Gives up without an answer. */
        void abandon();
    }

    void add(Waiting waiting, List<Object> keys) {
        keys.forEach(
                key -> byKey.computeIfAbsent(key, each -> new LinkedHashSet<>()).add(waiting));
    }

    void remove(Waiting waiting, List<Object> keys) {
        for (Object key : keys) {
            Set<Waiting> watched = byKey.get(key);
            if (watched != null && watched.remove(waiting) && watched.isEmpty()) {
                byKey.remove(key);
            }
        }
    }

    /** Lets all of them give up. */
    void abandon() {
        Set<Waiting> all = new LinkedHashSet<>();
        byKey.values().forEach(all::addAll);
        byKey.clear();
        all.forEach(Waiting::abandon);
    }

    void wake(Object key) {
        Set<Waiting> watched = byKey.get(key);
        if (watched == null) {
            return;
        }
        for (Waiting waiting : new ArrayList<>(watched)) {
            if (!waiting.isDone()) {
                waiting.tryAgain();
            }
        }
    }
}
