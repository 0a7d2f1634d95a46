package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.share.UnexpectedStateException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sharing out of a fetch's bytes: the same for each partition. What is left over goes to the first; Kafka draws who
 * gets it.
 */
final class MaxBytes {
    private MaxBytes() {}

    /**
     * Returns the bytes of each of the partitions that are to be read.
     *
     * @param reading how many are to be read now
     * @param acquired how many the fetch has got in all; those that are read later keep their part
     * @throws UnexpectedStateException if there are none, or fewer: Kafka's code fails, too
     */
    static List<Integer> shares(int maxBytes, int reading, int acquired) {
        if (maxBytes <= 0) {
            throw new UnexpectedStateException("expected max bytes above 0 but got " + maxBytes);
        }
        int parts = maxBytes >= acquired ? acquired : reading;
        List<Integer> shares = new ArrayList<>();
        for (int i = 0; i < reading; i++) {
            int even = maxBytes / parts;
            if (maxBytes < reading) {
                shares.add(i < maxBytes ? 1 : 0);
            } else {
                shares.add(i == 0 ? even + maxBytes % parts : even);
            }
        }
        return shares;
    }
}
