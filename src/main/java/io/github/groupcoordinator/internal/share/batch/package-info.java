/** Batches and ranges of records, as share partitions are given and give them: fetched, acquired, acknowledged. */
@NullMarked
package io.github.groupcoordinator.internal.share.batch;

import org.jspecify.annotations.NullMarked;
