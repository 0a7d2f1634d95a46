@NullMarked
package io.github.groupcoordinator.internal.text;

import org.jspecify.annotations.NullMarked;
