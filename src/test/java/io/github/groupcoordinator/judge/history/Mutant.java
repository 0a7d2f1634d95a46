package io.github.groupcoordinator.judge.history;

/**
 * A deliberate mistake in ours.
 *
 * @param row which numbered statement about Kafka's semantics it violates
 * @param what the mistake in words
 * @param file the source below io/github/groupcoordinator/internal
 * @param from the text that must be there exactly once
 * @param to what is compiled instead
 */
record Mutant(int row, String what, String file, String from, String to) {}
