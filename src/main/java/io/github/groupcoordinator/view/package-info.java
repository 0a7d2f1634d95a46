/** Groups, members, clients and requests as they are at a moment; nothing in here changes. */
@NullMarked
package io.github.groupcoordinator.view;

import org.jspecify.annotations.NullMarked;
