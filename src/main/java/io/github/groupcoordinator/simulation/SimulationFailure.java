package io.github.groupcoordinator.simulation;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A simulation found a run that fails; the message tells which one, and how to replay it. The cause is its failure. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** Made by the simulation; the message tells the whole story. */
    public SimulationFailure(String message, @Nullable Throwable cause) {
        super(Text.lines(message), cause);
    }
}
