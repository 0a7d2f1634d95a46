package io.github.groupcoordinator.junit5.internal.simulation;

import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.junit5.internal.simulation.jvm.ToldRun;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The runs of a part of a simulation, in a JVM that another has started for it: each is told of in the report. */
public final class SimulationPart extends AbstractSpliterator<CurrentRun> {
    /** The parameter that a JVM is started with for a part of the runs: which part. */
    public static final String PARAMETER = "embedded-group-coordinator.simulation.part";

    private final Campaign campaign;
    private final ExtensionContext context;
    private @Nullable CampaignRun last;

    public SimulationPart(Campaign campaign, ExtensionContext context) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.campaign = campaign;
        this.context = context;
    }

    @Override
    public boolean tryAdvance(Consumer<? super CurrentRun> action) {
        if (last != null) {
            context.publishReportEntry(
                    ToldRun.entry(campaign.number(), last.events(), last.failure(), last.sometimes()));
        }
        last = campaign.next();
        if (last == null) {
            return false;
        }
        action.accept(new CurrentRun(campaign, last, null));
        return true;
    }
}
