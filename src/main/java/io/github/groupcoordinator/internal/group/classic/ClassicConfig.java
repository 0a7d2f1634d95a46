package io.github.groupcoordinator.internal.group.classic;

/** The broker properties that bear on a classic group. */
public record ClassicConfig(int initialRebalanceDelayMs, int newMemberJoinTimeoutMs, int maxSize) {}
