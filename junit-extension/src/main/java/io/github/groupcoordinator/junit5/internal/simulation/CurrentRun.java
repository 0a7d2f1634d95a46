package io.github.groupcoordinator.junit5.internal.simulation;

import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.junit5.internal.simulation.jvm.ToldRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The run of a simulation that stands for the invocation that is under way.
 *
 * @param campaign the runs of the same simulation
 * @param told what another JVM told of the run, or null
 */
public record CurrentRun(
        Campaign campaign, CampaignRun run, @Nullable ToldRun told) {
    static final Namespace NAMESPACE = Namespace.create(CurrentRun.class);

    /** Returns the run that a test belongs to, or null if it is none of a simulation. */
    public static @Nullable CurrentRun of(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(CurrentRun.class, CurrentRun.class);
    }

    /** Returns whether a test is only told of: its run passed in another JVM. */
    public static boolean isElsewhere(ExtensionContext context) {
        CurrentRun current = of(context);
        return current != null && current.run().isElsewhere();
    }

    /** Makes it the run of the tests below a context. */
    public void begin(ExtensionContext context) {
        context.getStore(NAMESPACE).put(CurrentRun.class, this);
    }

    /** Tells of a run that passed in another JVM, with all that it wrote there. */
    public void tell(ExtensionContext context) {
        if (told != null) {
            told.entries().forEach(context::publishReportEntry);
            told.print();
        }
    }

    /**
     * Compares how it ended with what another JVM told.
     *
     * @throws AssertionError if it failed there, and passed here
     */
    void requireSameAsTold() {
        String failure = told == null ? null : told.failure();
        if (failure != null && run.hasEnded() && run.failure() == null) {
            throw campaign.notTheSameHere(run, failure);
        }
    }

    /**
     * Ends the run after its cluster.
     *
     * @throws AssertionError if it repeats one that failed, and passed
     */
    public void requireFailure() {
        if (campaign.mustFail(run)) {
            throw campaign.notRepeated(run);
        }
    }
}
