package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.List;

/** What was read from a log: whole batches, and which transactions that touch them were aborted. */
public record LogRead(ByteBuffer records, List<AbortedTransaction> aborted) {}
