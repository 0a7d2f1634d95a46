@NullMarked
package io.github.groupcoordinator.internal.api.answer;

import org.jspecify.annotations.NullMarked;
