package io.github.groupcoordinator.event;

import io.github.groupcoordinator.time.VirtualClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apiguardian.api.API;

/** Everything that happened to the groups of one cluster, in order. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class EventLog implements EventSink {
    private final VirtualClock clock;
    private final List<RebalanceEvent> events = new ArrayList<>();

    public EventLog(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public void append(RebalanceEvent event) {
        events.add(event);
    }

    /** Returns the events so far, oldest first; a copy. */
    public List<RebalanceEvent> all() {
        return Collections.unmodifiableList(new ArrayList<>(events));
    }
}
