/** Partition logs of real record batches: leader epochs, producers, transactions, deletion and compaction. */
@NullMarked
package io.github.groupcoordinator.internal.log;

import org.jspecify.annotations.NullMarked;
