package io.github.groupcoordinator.internal.share.persister;

/** A range of records in one state, as the share coordinator keeps it. */
public record StateBatch(long firstOffset, long lastOffset, byte deliveryState, short deliveryCount) {}
