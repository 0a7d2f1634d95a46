package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.view.RequestView;
import java.util.List;

/** What takes the frames of a fuzz. */
interface Fuzzed extends AutoCloseable {

    /** What became of a frame. */
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
