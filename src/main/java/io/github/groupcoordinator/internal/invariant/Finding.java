package io.github.groupcoordinator.internal.invariant;

/** The finding: the facts, and what they should be. */
record Finding(String what, String expected) {}
