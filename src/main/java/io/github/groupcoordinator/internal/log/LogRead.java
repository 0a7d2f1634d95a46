package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.List;

/** The result of a read: whole batches, and the aborted transactions that touch them. */
public record LogRead(ByteBuffer records, List<AbortedTransaction> aborted) {}
