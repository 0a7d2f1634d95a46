/** Parts of the extension that know none of its annotations. */
@NullMarked
package io.github.groupcoordinator.junit5.internal;

import org.jspecify.annotations.NullMarked;
