package io.github.groupcoordinator.internal.real;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The removal of one group. Members of clients that crashed may still be in it: those of the classic protocol are
 * removed if they are the test's own, others are waited for.
 */
final class GroupRemoval {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ClusterAdmin admin;
    private final String group;
    private final boolean removesMembers;

    /** @param removesMembers whether its members belong to the test, too; else they are waited for */
    GroupRemoval(ClusterAdmin admin, String group, boolean removesMembers) {
        this.admin = admin;
        this.group = group;
        this.removesMembers = removesMembers;
    }

    /**
     * Removes it, within the longest session of Kafka's defaults.
     *
     * @throws KafkaException if it still has members
     */
    void remove() {
        RealTime.Wait wait = RealTime.atMost(admin.apiTimeout());
        KafkaException last;
        do {
            try {
                admin.get(
                        "delete group '" + group + "'",
                        admin.admin().deleteConsumerGroups(List.of(group)).all());
                return;
            } catch (GroupIdNotFoundException e) {
                return;
            } catch (GroupNotEmptyException e) {
                last = e;
                if (removesMembers) {
                    removeMembers();
                }
            } catch (KafkaException e) {
                if (!(e instanceof RetriableException)) {
                    throw e;
                }
                last = e;
            }
            RealTime.sleep(BETWEEN_LOOKS);
        } while (!wait.isOver());
        throw new KafkaException(
                "Group '" + group + "' could not be deleted from the cluster at " + admin + " within "
                        + admin.apiTimeout() + "; another test that uses its name will be refused",
                last);
    }

    /** A group of another kind than the classic one does not know this call; its members leave or expire. */
    private void removeMembers() {
        try {
            admin.admin()
                    .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof KafkaException)) {
                throw new IllegalStateException("The members of group '" + group + "' could not be removed", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The test was interrupted while it removed group '" + group + "'", e);
        }
    }
}
