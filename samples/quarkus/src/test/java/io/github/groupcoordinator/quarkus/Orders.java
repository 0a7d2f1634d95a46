package io.github.groupcoordinator.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The application: it places orders, and receives them. */
@ApplicationScoped
public class Orders {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Channel("placed")
    Emitter<String> placed;

    public void place(String order) {
        placed.send(order);
    }

    @Incoming("orders")
    void receive(String order) {
        received.add(order);
    }

    public BlockingQueue<String> received() {
        return received;
    }
}
