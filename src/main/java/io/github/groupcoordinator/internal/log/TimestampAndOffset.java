package io.github.groupcoordinator.internal.log;

/** The result of a look-up by time; timestamp and leader epoch are -1 where Kafka has none to tell. */
public record TimestampAndOffset(long timestamp, long offset, int leaderEpoch) {}
