package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.view.RequestView;
import java.util.List;

/** A taker of the frames of a fuzz. */
interface Fuzzed extends AutoCloseable {

    /** The fate of a frame. */
    enum Outcome {
        ANSWERED,
        CLOSED,
        SILENT
    }

    String kind();

    FuzzFrames frames();

    Outcome send(byte[] frame) throws Exception;

    /** Lets time pass and checks that others are served. */
    void check() throws Exception;

    List<? extends RequestView> requests();
}
