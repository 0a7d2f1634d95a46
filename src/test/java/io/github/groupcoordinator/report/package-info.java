@NullMarked
package io.github.groupcoordinator.report;

import org.jspecify.annotations.NullMarked;
