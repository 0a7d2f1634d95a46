/** An application of reactor-kafka on a listener. */
package io.github.groupcoordinator.reactor;
