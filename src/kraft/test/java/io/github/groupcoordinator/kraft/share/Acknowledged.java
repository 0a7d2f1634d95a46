package io.github.groupcoordinator.kraft.share;

import java.util.List;

/** An acknowledgement of a range of offsets: one type for all, or one for each. */
public record Acknowledged(long first, long last, List<Byte> types) {}
