package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.schedule.Seeds;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/** The source of ids for new members. */
@FunctionalInterface
public interface MemberIds {

    /**
     * Returns an id that no member had before.
     *
     * @param prefix the client id of a dynamic member, the group instance id of a static one
     */
    String next(String prefix);

    /** Returns ids whose order is drawn from the seed, as Kafka's is at random: assignors go by it. */
    static MemberIds drawn(long seed) {
        Random random = Seeds.random(seed, "member ids");
        long[] last = new long[1];
        return prefix -> prefix + "-" + new UUID(random.nextLong(), ++last[0]);
    }

    /**
     * Returns an id for a member of a consumer-protocol group that has not named itself: nothing but a random number.
     */
    default String next() {
        String id;
        do {
            UUID drawn = UUID.fromString(next("").substring(1));
            id = new Uuid(drawn.getMostSignificantBits(), drawn.getLeastSignificantBits()).toString();
            // Kafka's ids never begin with a dash, so that they can be given on a command line.
        } while (id.startsWith("-"));
        return id;
    }

    /** Returns ids in the shape of Kafka's, prefix and UUID; the same sequence for the same seed. */
    static MemberIds seeded(long seed) {
        return new MemberIds() {
            private long last;

            @Override
            public String next(String prefix) {
                last++;
                return prefix + "-" + new UUID(seed, last);
            }
        };
    }
}
