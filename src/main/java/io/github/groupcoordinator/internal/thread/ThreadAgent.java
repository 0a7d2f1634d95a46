package io.github.groupcoordinator.internal.thread;

import java.util.Iterator;
import java.util.ServiceLoader;

/** The agent that rewrites what controls threads, an artifact of its own. */
public interface ThreadAgent {

    /**
     * Rewrites the classes of this JVM, once, so that they ask the hooks.
     *
     * @throws IllegalStateException if this JVM lets no agent in; the message says what to do
     */
    void install(ThreadHooks hooks);

    /**
     * Lets the agent in that is on the class path.
     *
     * @throws IllegalStateException if there is none, or it cannot be let in
     */
    static void require(ThreadHooks hooks) {
        Iterator<ThreadAgent> agents = ServiceLoader.load(ThreadAgent.class, ThreadAgent.class.getClassLoader())
                .iterator();
        if (!agents.hasNext()) {
            throw new IllegalStateException("threads = ApplicationThreads.CONTROLLED needs the agent: add the test"
                    + " dependency io.github.groupcoordinator:embedded-group-coordinator-agent, or take"
                    + " ApplicationThreads.ALLOWED if the application's threads do not wake each other.");
        }
        agents.next().install(hooks);
    }
}
