package io.github.groupcoordinator.agent;

import io.github.groupcoordinator.agent.boot.Hooks;
import io.github.groupcoordinator.internal.thread.ThreadHooks;

/** The first class that may name the hooks: loaded when they are where all can see them, and not before. */
final class Handlers {
    private Handlers() {}

    static void install(ThreadHooks threads) {
        Hooks.install(new Bridge(threads));
    }
}
