/** The cluster in memory that Kafka Streams' own integration tests find where they look for a Kafka broker. */
package org.apache.kafka.streams.integration.utils;
