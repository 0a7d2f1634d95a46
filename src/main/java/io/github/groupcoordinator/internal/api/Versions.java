package io.github.groupcoordinator.internal.api;

/**
 * The stable versions of an API in Kafka 4.3.1.
 *
 * @param min the lowest that is served
 * @param max the highest that is served
 * @param notes what the versions brought and where they differ from Kafka's, word for word as in docs/fidelity.md
 */
public record Versions(short min, short max, String notes) {

    static Versions of(int min, int max, String notes) {
        return new Versions((short) min, (short) max, notes);
    }
}
