package io.github.groupcoordinator.event.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A simulated application loop began, ended, died of an exception, or was started again.
 *
 * @param client its consumer; with its member id, if it has one at the time
 * @param what what became of it, for example {@code started} or {@code died: java.lang.IllegalStateException: no stock}
 * @param runs whether it runs from here on
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record WorkerChanged(Instant at, String groupId, MemberRef client, String what, boolean runs)
        implements ClusterEvent {

    /** Returns whether a new process has taken the place of the one before, which is gone with all that it believed. */
    public boolean isRestart() {
        return runs && what.equals("restarted");
    }

    @Override
    public String describe() {
        return Text.oneLine("worker " + MemberText.of(client) + ": " + what);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
