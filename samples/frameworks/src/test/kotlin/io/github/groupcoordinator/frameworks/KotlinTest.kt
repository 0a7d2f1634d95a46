package io.github.groupcoordinator.frameworks

import io.github.groupcoordinator.InMemoryKafka
import io.github.groupcoordinator.InMemoryKafkaConfig
import io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat
import io.github.groupcoordinator.event.group.RebalanceReason.SESSION_TIMEOUT
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator
import io.github.groupcoordinator.junit5.GroupMember
import io.github.groupcoordinator.junit5.Topic
import io.github.groupcoordinator.time.VirtualClock
import java.time.Duration
import org.apache.kafka.clients.consumer.Consumer
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.protocol.ApiKeys
import org.apache.kafka.common.protocol.Errors
import org.apache.kafka.common.serialization.StringDeserializer
import org.apache.kafka.common.serialization.StringSerializer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

@EmbeddedGroupCoordinator(topics = [Topic(name = "orders", partitions = 4)])
class KotlinTest {

    @Test
    fun `survivor takes over when a member crashes`(
        kafka: InMemoryKafka,
        clock: VirtualClock,
        @GroupMember(group = "billing", topics = ["orders"]) first: Consumer<String, String>,
        @GroupMember(group = "billing", topics = ["orders"]) second: Consumer<String, String>,
    ) {
        kafka.awaitStable("billing")

        kafka.client(first).crash()
        clock.advance(Duration.ofSeconds(46))
        kafka.awaitStable("billing")

        assertThat(kafka.group("billing"))
            .isStable()
            .hasMembers(second)
            .rebalancedBecause(SESSION_TIMEOUT, first)
    }

    @Test
    fun `leader of an empty group is null, which Kotlin knows`(kafka: InMemoryKafka) {
        val leader: String? = kafka.group("billing").leaderId()

        assertEquals("nobody", leader ?: "nobody")
    }
}

class WithoutAnnotationsTest {

    @Test
    fun `commit that is refused once is made again`() {
        val config = InMemoryKafkaConfig.builder().topic("orders", 1).seed(7).build()
        InMemoryKafka.start(config).use { kafka ->
            val settings = mapOf("group.id" to "billing", "auto.offset.reset" to "earliest")
            kafka.producer(emptyMap<String, Any>(), StringSerializer(), StringSerializer()).use {
                it.send(ProducerRecord("orders", "order 7")).get()
            }
            kafka.faults().on(ApiKeys.OFFSET_COMMIT).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS)

            kafka.consumer(settings, StringDeserializer(), StringDeserializer()).use { consumer ->
                consumer.subscribe(listOf("orders"))
                kafka.awaitStable("billing")
                assertEquals(listOf("order 7"), consumer.poll(Duration.ofSeconds(1)).map { it.value() })
                consumer.commitSync()
            }

            assertThat(kafka.group("billing")).hasCommitted("orders-0", 1)
        }
    }
}
