/** The reading of answers: the error codes in them, to which Kafka's generated classes have no common way. */
@NullMarked
package io.github.groupcoordinator.internal.api.answer;

import org.jspecify.annotations.NullMarked;
