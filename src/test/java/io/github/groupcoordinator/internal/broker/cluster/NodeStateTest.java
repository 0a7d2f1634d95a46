package io.github.groupcoordinator.internal.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeStateTest {
    private final NodeState node = new NodeState(new Node(0, "localhost", 9092));
    private final List<String> done = new ArrayList<>();

    @Test
    void whatWasHeldIsDoneInOrderWhenTheNodeGoesOn() {
        node.pause();
        node.run(() -> done.add("first"));
        node.run(() -> done.add("second"));
        assertThat(done).isEmpty();

        node.resume();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void taskThatThrowsHoldsUpNoOther() {
        node.pause();
        node.run(() -> {
            throw new IllegalStateException("on purpose");
        });
        node.run(() -> done.add("second"));

        assertThatThrownBy(node::resume).hasMessage("on purpose");
        node.run(() -> done.add("third"));

        assertThat(done).containsExactly("second", "third");
    }
}
