/** Connect and MirrorMaker 2: applications that come with Kafka, as they are, over a listener. */
package io.github.groupcoordinator.platform;
