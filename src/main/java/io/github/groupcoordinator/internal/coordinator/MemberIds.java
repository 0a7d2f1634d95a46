package io.github.groupcoordinator.internal.coordinator;

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
