package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import java.util.List;

/**
 * The door of a cluster: its listener, its time and its application's threads, of which not all go together.
 *
 * @param port of broker 0, or 0 for a free one
 * @param addressProperty the system property that holds the address, or empty for none
 */
record Doors(ListenerMode listener, TimeMode time, ApplicationThreads threads, int port, String addressProperty) {

    static final Doors NONE = new Doors(ListenerMode.NONE, TimeMode.DEFAULT, ApplicationThreads.REFUSED, 0, "");

    private record Row(ListenerMode listener, TimeMode time, ApplicationThreads threads) {
        @Override
        public String toString() {
            return "listener = " + listener + ", time = " + time + ", threads = " + threads;
        }
    }

    /** The table of what goes together; whatever is not in it fails at the start. */
    private static final List<Row> LEGAL = List.of(
            new Row(ListenerMode.NONE, TimeMode.VIRTUAL, ApplicationThreads.REFUSED),
            new Row(ListenerMode.NONE, TimeMode.VIRTUAL, ApplicationThreads.ALLOWED),
            new Row(ListenerMode.NONE, TimeMode.VIRTUAL, ApplicationThreads.CONTROLLED),
            new Row(ListenerMode.VIRTUAL_TIME, TimeMode.VIRTUAL, ApplicationThreads.REFUSED),
            new Row(ListenerMode.SYSTEM_TIME, TimeMode.SYSTEM, ApplicationThreads.REFUSED));

    static Doors of(EmbeddedGroupCoordinator annotation) {
        return new Doors(
                annotation.listener(),
                annotation.time(),
                annotation.threads(),
                annotation.port(),
                annotation.bootstrapServersProperty().trim());
    }

    /** Returns these, with what a nearer annotation says winning. */
    Doors merge(Doors nearer) {
        return new Doors(
                nearer.listener == ListenerMode.NONE ? listener : nearer.listener,
                nearer.time == TimeMode.DEFAULT ? time : nearer.time,
                nearer.threads == ApplicationThreads.REFUSED ? threads : nearer.threads,
                nearer.port == 0 ? port : nearer.port,
                nearer.addressProperty.isEmpty() ? addressProperty : nearer.addressProperty);
    }

    Doors orAddressProperty(String name) {
        return addressProperty.isEmpty() ? new Doors(listener, time, threads, port, name) : this;
    }

    /** Returns what they come to in the context of a Spring test: the application makes its clients itself there. */
    Doors inContext() {
        if (listener != ListenerMode.NONE) {
            return new Doors(listener, timeOrListeners(), threads, port, addressProperty);
        }
        if (time != TimeMode.VIRTUAL && threads == ApplicationThreads.REFUSED) {
            return new Doors(ListenerMode.SYSTEM_TIME, TimeMode.SYSTEM, threads, port, addressProperty);
        }
        if (threads == ApplicationThreads.ALLOWED) {
            throw new IllegalArgumentException("threads = ALLOWED in a Spring test: only consumers of the application"
                    + " would find the cluster, and Spring's threads wake each other outside of clients. Say"
                    + " time = VIRTUAL, which takes CONTROLLED");
        }
        return new Doors(listener, time, ApplicationThreads.CONTROLLED, port, addressProperty);
    }

    /** Returns the time as it is said, or else as the listener has it. */
    private TimeMode timeOrListeners() {
        if (time != TimeMode.DEFAULT) {
            return time;
        }
        return listener == ListenerMode.SYSTEM_TIME ? TimeMode.SYSTEM : TimeMode.VIRTUAL;
    }

    /**
     * Puts them into a configuration.
     *
     * @throws IllegalArgumentException if they do not go together; the message says why, and what does
     */
    void into(InMemoryKafkaConfig.Builder config) {
        Row row = new Row(listener, timeOrListeners(), threads);
        if (!LEGAL.contains(row)) {
            throw new IllegalArgumentException(row + " do not go together: " + why(row) + ". What does:\n  "
                    + String.join("\n  ", LEGAL.stream().map(Row::toString).toList()));
        }
        if (listener == ListenerMode.NONE) {
            if (port != 0) {
                throw new IllegalArgumentException("port = " + port + " without a listener: nothing would listen there."
                        + " Add listener = ListenerMode.SYSTEM_TIME or VIRTUAL_TIME, or leave out the port");
            }
        } else {
            ListenerConfig door =
                    row.time == TimeMode.SYSTEM ? ListenerConfig.inSystemTime() : ListenerConfig.inVirtualTime();
            config.listener(door.onPort(port));
        }
        config.threads(threads);
    }

    private static String why(Row row) {
        if (row.listener == ListenerMode.NONE && row.time == TimeMode.SYSTEM) {
            return "the cluster's own clients live in virtual time; for system time let the application's clients in,"
                    + " by listener = SYSTEM_TIME";
        }
        if (row.listener != ListenerMode.NONE && row.threads != ApplicationThreads.REFUSED) {
            return "whoever comes over TCP lives in real time, and nothing would repeat; leave out the listener, since"
                    + " clients of the application's own find the cluster by its address";
        }
        return "that listener has a clock of the other kind";
    }
}
