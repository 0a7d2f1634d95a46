package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The state that has been written, as the next leader reads it: by offset, and cut into batches anew each time. */
final class Persisted {
    private final TreeMap<Long, short[]> offsets = new TreeMap<>();
    private long startOffset = -1;

    void write(World.Stored stored) {
        startOffset = Math.max(startOffset, stored.startOffset());
        for (StoredBatch batch : stored.batches()) {
            for (long offset = batch.first(); offset <= batch.last(); offset++) {
                offsets.put(offset, new short[] {batch.state(), batch.count()});
            }
        }
        offsets.headMap(startOffset, false).clear();
    }

    World.State read(Random random, int stateEpoch) {
        List<StoredBatch> batches = new ArrayList<>();
        long first = -1;
        long last = -1;
        short[] state = null;
        for (Map.Entry<Long, short[]> entry : offsets.entrySet()) {
            short[] next = entry.getValue();
            boolean same = state != null
                    && entry.getKey() == last + 1
                    && state[0] == next[0]
                    && state[1] == next[1]
                    && random.nextInt(6) > 0;
            if (!same) {
                if (state != null) {
                    batches.add(new StoredBatch(first, last, (byte) state[0], state[1]));
                }
                first = entry.getKey();
                state = next;
            }
            last = entry.getKey();
        }
        if (state != null) {
            batches.add(new StoredBatch(first, last, (byte) state[0], state[1]));
        }
        return new World.State(stateEpoch, startOffset, batches);
    }
}
