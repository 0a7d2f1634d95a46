package io.github.groupcoordinator.internal.coordinator;

import java.util.Random;
import java.util.UUID;

/** Names new members. */
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
        Random random = new Random(seed);
        long[] last = new long[1];
        return prefix -> prefix + "-" + new UUID(random.nextLong(), ++last[0]);
    }

    /** Returns an id for a member of the consumer protocol that has not named itself, as its clients before 4.0 do. */
    default String next() {
        return next("member");
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
