package io.github.groupcoordinator.internal.log;

/** What a look-up by time found; timestamp and leader epoch are -1 where Kafka has none to tell. */
public record TimestampAndOffset(long timestamp, long offset, int leaderEpoch) {}
