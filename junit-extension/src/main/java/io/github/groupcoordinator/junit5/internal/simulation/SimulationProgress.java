package io.github.groupcoordinator.junit5.internal.simulation;

import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a simulation on the console, for those who watch. The one place that looks at how much real time has
 * passed: nothing but what is printed here depends on it.
 */
public final class SimulationProgress {
    private static final long EVERY_MS = 2_000;

    private final String name;
    private final Campaign campaign;
    private final long startMs = uptimeMs();
    private long printedMs = startMs;
    private long events;
    private int begun;
    private @Nullable CampaignRun last;

    public SimulationProgress(String name, Campaign campaign) {
        this.name = name;
        this.campaign = campaign;
    }

    private static long uptimeMs() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    public void begins(CampaignRun run) {
        count();
        last = run;
        begun++;
        long nowMs = uptimeMs();
        if (nowMs - printedMs >= EVERY_MS) {
            printedMs = nowMs;
            System.err.println("Simulation " + name + ": " + run + ", " + rate(nowMs) + timeLeft(nowMs));
        }
    }

    public void ended() {
        count();
        System.err.println(
                "Simulation " + name + ": " + begun + (begun == 1 ? " run, " : " runs, ") + rate(uptimeMs()));
    }

    private void count() {
        if (last != null) {
            events += last.events();
            last = null;
        }
    }

    private String rate(long nowMs) {
        return String.format(Locale.ROOT, "%,d events/s", events * 1000 / Math.max(1, nowMs - startMs));
    }

    /** Nobody knows how long shrinking takes. */
    private String timeLeft(long nowMs) {
        int done = begun - 1;
        if (done == 0 || begun != campaign.number()) {
            return "";
        }
        long leftMs = (nowMs - startMs) / done * (campaign.runs() - done);
        return ", about " + (leftMs + 999) / 1000 + " s left";
    }
}
