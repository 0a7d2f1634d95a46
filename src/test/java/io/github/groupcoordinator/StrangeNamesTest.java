package io.github.groupcoordinator;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.groupcoordinator.report.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ids that would steer a terminal, end a line or turn text around; no rendering lets them. */
class StrangeNamesTest {
    private static final String GROUP = "g\u001b\r[31m";
    private static final String CLIENT = "c\u0007\u202e\nx";

    private InMemoryKafka kafka;
    private Consumer<String, String> consumer;

    @BeforeEach
    void start() {
        kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", GROUP);
        config.put("client.id", CLIENT);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        consumer = kafka.consumer(config);
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable(GROUP);
    }

    @AfterEach
    void close() {
        consumer.close();
        kafka.close();
    }

    @Test
    void viewsAndLogsShowThem() {
        assertPlain(kafka.group(GROUP).toString());
        assertPlain(kafka.group(GROUP).members().get(0).toString());
        assertPlain(kafka.group(GROUP).members().get(0).ref().toString());
        assertPlain(kafka.events().render());
        assertPlain(kafka.events().renderInShort());
        assertPlain(kafka.requests().render());
        kafka.requests().all().forEach(request -> {
            assertPlain(request.request());
            request.response().ifPresent(StrangeNamesTest::assertPlain);
        });
        assertPlain(Timeline.of(kafka.events()).toText());
        assertPlain(Timeline.of(kafka.events()).toHtml());
        assertThat(kafka.events().render().lines()).hasSize(kafka.events().size());
        assertThat(kafka.requests().render().lines()).hasSize(kafka.requests().count());
    }

    @Test
    void handlesAndFaultsShowThem() {
        assertPlain(kafka.client(consumer).toString());
        assertPlain(kafka.coordinator(GROUP).toString());
        var fault = kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .group(GROUP)
                .from(CLIENT)
                .lenient();
        assertPlain(fault.drop().describe());
        assertPlain(message(() -> kafka.faults().on(ApiKeys.FETCH).lenient().group(GROUP)));
    }

    @Test
    void messagesShowThem() {
        assertPlain(message(() -> assertThat(kafka.group(GROUP)).hasMembers(2)));
        assertPlain(message(() -> kafka.awaitStable("none" + GROUP, Duration.ofSeconds(1))));
        kafka.client(consumer).crash();
        assertPlain(message(() -> consumer.poll(Duration.ZERO)));
        kafka.client(consumer).resume();
    }

    private static String message(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowable(call).getMessage();
    }

    private static void assertPlain(String text) {
        assertThat(text).isNotEmpty().matches("[\\P{Cntrl}\\n]*").doesNotContain("\u202e");
    }
}
