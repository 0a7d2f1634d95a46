/** Eight rich scenarios, and the digests by which their runs are compared. */
@NullMarked
package io.github.groupcoordinator.repeatable;

import org.jspecify.annotations.NullMarked;
