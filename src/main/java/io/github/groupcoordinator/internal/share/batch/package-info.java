/** Batches and ranges of records as a share partition is given and gives them: fetched, acquired, acknowledged (KIP-932). */
@NullMarked
package io.github.groupcoordinator.internal.share.batch;

import org.jspecify.annotations.NullMarked;
