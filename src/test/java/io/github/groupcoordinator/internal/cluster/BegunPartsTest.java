package io.github.groupcoordinator.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BegunPartsTest {
    private final BegunParts begun = new BegunParts();
    private final List<String> ended = new ArrayList<>();

    @Test
    void partsEndInTheOppositeOrderAndOnce() {
        begun.add(() -> ended.add("clock"));
        begun.add(() -> ended.add("listener"));
        begun.end(new IllegalStateException("no port"));
        begun.end(new IllegalStateException("no port"));
        assertThat(ended).containsExactly("listener", "clock");
    }

    @Test
    void partThatCannotEndIsToldWithTheFailure() {
        IllegalStateException failure = new IllegalStateException("no port");
        IllegalStateException second = new IllegalStateException("no end");
        begun.add(() -> ended.add("clock"));
        begun.add(() -> {
            throw second;
        });
        begun.end(failure);
        assertThat(failure).hasSuppressedException(second);
        assertThat(ended).containsExactly("clock");
    }
}
