package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.inEveryRun;
import static io.github.groupcoordinator.agent.Repeats.strings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineScopeKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.future.FutureKt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kotlin's coroutines on their default dispatcher, whose threads outlive a cluster; called as a compiler would. */
@Timeout(120)
class CoroutinesTest {

    @Test
    void coroutinesDelayAndSendInVirtualTime() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            CoroutineScope scope = CoroutineScopeKt.CoroutineScope(Dispatchers.getDefault());
            List<CompletableFuture<Object>> delayed = new ArrayList<>();
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(strings(kafka))) {
                for (int i = 0; i < 5; i++) {
                    long minutes = 5 - i;
                    delayed.add(FutureKt.future(
                            scope, EmptyCoroutineContext.INSTANCE, CoroutineStart.DEFAULT, (here, continuation) -> {
                                producer.send(new ProducerRecord<>("orders", "v" + minutes));
                                return DelayKt.delay(minutes * 60_000, continuation);
                            }));
                    delayed.get(i).thenRun(() -> seen.note("after " + minutes));
                }
                CompletableFuture.allOf(delayed.toArray(new CompletableFuture<?>[0]))
                        .get();
            }
            CoroutineScopeKt.cancel(scope, null);
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(5);
            assertThat(seen.all())
                    .containsExactly("PT1M after 1", "PT2M after 2", "PT3M after 3", "PT4M after 4", "PT5M after 5");
        });
    }

    @Test
    void testThatBlocksOnACoroutineLetsTimePass() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            BuildersKt.runBlocking(
                    EmptyCoroutineContext.INSTANCE, (scope, continuation) -> DelayKt.delay(90_000, continuation));
            seen.note("after");
            assertThat(seen.all()).containsExactly("PT1M30S after");
        });
    }
}
