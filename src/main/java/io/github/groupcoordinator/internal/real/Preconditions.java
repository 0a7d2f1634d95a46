package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.cluster.ClusterPlan;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;

/** The demands of a test on its cluster that a real one either meets already, or not at all. */
final class Preconditions {
    private final ClusterPlan plan;
    private final Refusals refusals;

    Preconditions(ClusterPlan plan, Refusals refusals) {
        this.plan = plan;
        this.refusals = refusals;
    }

    /** Refuses, before anything is asked of the cluster, what no real one can be. */
    void requirePossible() {
        if (plan.run() != null) {
            throw refusals.notPortable("@Simulation", "seeds and drawn faults belong to virtual time");
        }
        if (plan.time().seed() != 0) {
            throw refusals.notPortable(
                    "seed = " + plan.time().seed(), "the free choices of a real cluster are not drawn from a seed");
        }
        if (plan.time().start() != null) {
            throw refusals.notPortable("startTime = " + plan.time().start(), "a real cluster lives in the present");
        }
        if (plan.time().shared() != null) {
            throw refusals.notPortable("a shared clock", "a real cluster lives in the system's time");
        }
        if (plan.door() != null && !plan.door().inSystemTime()) {
            throw refusals.notPortable("a listener in virtual time", "a real cluster lives in the system's time");
        }
    }

    /** Refuses broker properties that the cluster does not have. */
    void requireMet(List<Node> brokers, ClusterAdmin admin) {
        if (brokers.size() < plan.brokers()) {
            throw refusals.notPortable(
                    "brokers = " + plan.brokers(), "the cluster at " + admin + " has " + brokers.size());
        }
        if (plan.brokerProperties().isEmpty()) {
            return;
        }
        Map<String, String> properties = admin.brokerProperties(brokers.get(0));
        plan.brokerProperties().forEach((name, wanted) -> {
            String is = properties.get(name);
            if (!wanted.trim().equals(is)) {
                throw refusals.notPortable(
                        "broker property " + name + "=" + wanted,
                        "the cluster at " + admin + " has " + (is == null ? "no such property" : is));
            }
        });
    }
}
