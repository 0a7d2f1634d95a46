package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.real.around.ClientHook;
import java.time.Duration;
import java.util.function.Consumer;

/** A producer, or an admin client. */
final class UnguardedClient extends RealClient implements ClientHook {
    private final Object client;
    private final Consumer<Duration> closing;

    /**
     * @param client as the test holds it
     * @param kafkas as Kafka made it
     * @param closing closes it within a timeout
     */
    UnguardedClient(Scene scene, Object client, Object kafkas, String clientId, Consumer<Duration> closing) {
        super(scene, kafkas.getClass().getSimpleName(), clientId);
        this.client = client;
        this.closing = closing;
        behind(Networks.gate(kafkas, () -> {}, scene.belongings()::asksFor));
    }

    @Override
    public boolean is(Object candidate) {
        return candidate == client;
    }

    @Override
    public void sendsTo(String topic) {
        scene().belongings().writes(topic);
    }

    @Override
    public void acknowledged() {
        scene().belongings().lookForIds();
    }

    @Override
    public void isClosing() {
        markClosed();
    }

    @Override
    void closeQuietly() {
        if (!isClosed()) {
            markClosed();
            revive();
            closing.accept(TO_CLOSE);
        }
    }
}
