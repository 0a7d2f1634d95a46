@NullMarked
package io.github.groupcoordinator.view;

import org.jspecify.annotations.NullMarked;
