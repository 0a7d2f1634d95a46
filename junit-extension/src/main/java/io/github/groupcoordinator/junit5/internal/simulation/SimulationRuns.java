package io.github.groupcoordinator.junit5.internal.simulation;

import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.junit5.internal.RunParameters;
import io.github.groupcoordinator.junit5.internal.simulation.jvm.SimulationJvms;
import io.github.groupcoordinator.junit5.internal.simulation.jvm.ToldRun;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The runs of one simulation in their order, each when the one before has come to its end. If JVMs of their own share
 * them, all but the first run there, side by side; here each is told of in its turn, and one that did not pass is run
 * again. So what is reported of a failure is what this JVM came to.
 */
public final class SimulationRuns extends AbstractSpliterator<CurrentRun> {
    private final Campaign campaign;
    private final ExtensionContext context;
    private final SimulationProgress progress;

    /** The number of JVMs that share the runs; with less than two, all run here. */
    private final int jvms;

    private @Nullable SimulationJvms started;
    private @Nullable CurrentRun last;

    public SimulationRuns(Campaign campaign, int jvms, ExtensionContext context) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.campaign = campaign;
        this.jvms = Math.min(jvms, campaign.runs() - 1);
        this.context = context;
        this.progress = new SimulationProgress(context.getDisplayName(), campaign);
    }

    @Override
    public boolean tryAdvance(Consumer<? super CurrentRun> action) {
        if (last != null) {
            last.requireSameAsTold();
        }
        CampaignRun run = campaign.next();
        if (started != null && (run == null || !campaign.explores(run))) {
            started.close();
        }
        if (run == null) {
            progress.ended();
            return false;
        }
        progress.begins(run);
        last = new CurrentRun(campaign, run, told(run));
        action.accept(last);
        return true;
    }

    /** Returns what another JVM tells of a run; null if it runs here alone. */
    private @Nullable ToldRun told(CampaignRun run) {
        int number = campaign.number();
        if (jvms < 2 || number < 2 || !campaign.explores(run)) {
            return null;
        }
        if (started == null) {
            started = SimulationJvms.start(
                    jvms,
                    context.getUniqueId(),
                    RunParameters.of(context),
                    SimulationPart.PARAMETER,
                    index -> campaign.part(index, jvms).toString());
            // Whatever ends the test ends them.
            context.getStore(CurrentRun.NAMESPACE).put(SimulationJvms.class, started);
        }
        ToldRun told = started.take(number);
        if (told.hasPassed()) {
            run.passedElsewhere(told.events(), told.sometimes());
        }
        return told;
    }
}
