package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The annotation opens the door that it names, and refuses what does not go together. */
@Timeout(60)
class DoorsTest {
    private static final String PROPERTY = "doors-test.bootstrap-servers";

    @AfterEach
    void nothingIsLeft() {
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    private static String told(ListenerMode listener, TimeMode time, ApplicationThreads threads) {
        InMemoryKafkaConfig.Builder config = InMemoryKafkaConfig.builder();
        try {
            new Doors(listener, time, threads, 0, "").into(config);
            return "legal";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Test
    void fiveCombinationsAreLegalAndTheOthersSayWhichAre() {
        List<String> legal = new ArrayList<>();
        for (ListenerMode listener : ListenerMode.values()) {
            for (TimeMode time : List.of(TimeMode.VIRTUAL, TimeMode.SYSTEM)) {
                for (ApplicationThreads threads : ApplicationThreads.values()) {
                    String told = told(listener, time, threads);
                    String row = "listener = " + listener + ", time = " + time + ", threads = " + threads;
                    if (told.equals("legal")) {
                        legal.add(row);
                    } else {
                        assertThat(told)
                                .startsWith(row + " do not go together: ")
                                .contains("What does:");
                    }
                }
            }
        }
        assertThat(legal)
                .containsExactly(
                        "listener = NONE, time = VIRTUAL, threads = REFUSED",
                        "listener = NONE, time = VIRTUAL, threads = ALLOWED",
                        "listener = NONE, time = VIRTUAL, threads = CONTROLLED",
                        "listener = SYSTEM_TIME, time = SYSTEM, threads = REFUSED",
                        "listener = VIRTUAL_TIME, time = VIRTUAL, threads = REFUSED");
        assertThat(told(ListenerMode.NONE, TimeMode.SYSTEM, ApplicationThreads.REFUSED))
                .contains("listener = SYSTEM_TIME", "\n  listener = NONE, time = VIRTUAL, threads = ALLOWED\n");
        assertThat(told(ListenerMode.SYSTEM_TIME, TimeMode.DEFAULT, ApplicationThreads.REFUSED))
                .isEqualTo("legal");
    }

    @EmbeddedGroupCoordinator(time = TimeMode.SYSTEM)
    static class SystemTimeWithoutAListener {
        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator(port = 9092)
    static class PortWithoutAListener {
        @Test
        void test() {}
    }

    @Test
    void whatDoesNotGoTogetherFailsAtTheStart() {
        assertThat(Run.of(SystemTimeWithoutAListener.class).failure())
                .hasMessageContaining("SystemTimeWithoutAListener.test()")
                .hasMessageContaining("listener = NONE, time = SYSTEM, threads = REFUSED do not go together");
        assertThat(Run.of(PortWithoutAListener.class).failure()).hasMessageContaining("port = 9092 without a listener");
    }

    @EmbeddedGroupCoordinator(
            listener = ListenerMode.VIRTUAL_TIME,
            brokers = 2,
            bootstrapServersProperty = PROPERTY,
            config = TwoTopics.class)
    static class Listening {
        @Test
        void test(InMemoryKafka kafka) {
            assertThat(kafka.bootstrapServers()).matches("127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+");
            assertThat(System.getProperty(PROPERTY)).isEqualTo(kafka.bootstrapServers());
            assertThat(kafka.topicNames()).containsExactly("invoices", "orders");
            kafka.clock().advance(Duration.ofHours(1));
        }

        @Nested
        @EmbeddedGroupCoordinator(brokers = 3)
        class Inner {
            @Test
            void test(InMemoryKafka kafka) {
                assertThat(System.getProperty(PROPERTY))
                        .isEqualTo(kafka.bootstrapServers())
                        .contains(",");
            }
        }
    }

    static class TwoTopics implements ClusterConfigurer {
        @Override
        public void configure(InMemoryKafkaConfig.Builder cluster) {
            cluster.topic("orders", 2).topic("invoices", 1);
        }
    }

    @Test
    void listenerPropertyAndConfigurerAreTheClusters() {
        Run run = Run.of(Listening.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(2);
    }

    @EmbeddedGroupCoordinator(config = DoorsTest.HasNoConstructor.class)
    static class CanNotBeMade {
        @Test
        void test() {}
    }

    record HasNoConstructor(int topics) implements ClusterConfigurer {
        @Override
        public void configure(InMemoryKafkaConfig.Builder cluster) {
            cluster.topic("orders", topics);
        }
    }

    @Test
    void configurerThatCanNotBeMadeIsNamed() {
        assertThat(Run.of(CanNotBeMade.class).failure())
                .hasMessageContaining("config = HasNoConstructor.class can't be made")
                .hasMessageContaining("a constructor that takes no parameters");
    }

    static class InAField {
        @RegisterExtension
        final GroupCoordinatorExtension extension =
                GroupCoordinatorExtension.builder().build();

        @Test
        void extensionKnowsItsAddress() {
            assertThat(extension.bootstrapServers()).isEqualTo(extension.kafka().bootstrapServers());
        }
    }

    @EmbeddedGroupCoordinator
    static class TakesTheParameter {
        @Test
        void test(InMemoryKafka kafka) {
            assertThat(System.getProperty(PROPERTY)).isEqualTo(kafka.bootstrapServers());
        }
    }

    @Test
    void configurationParameterNamesAPropertyForTestsThatDoNot() {
        Run run = Run.with("embedded-group-coordinator.bootstrap-servers-property", PROPERTY, TakesTheParameter.class);

        assertThat(run.failures()).isEmpty();
    }

    @Test
    void addressOfTheExtensionIsItsClusters() {
        assertThat(Run.of(InAField.class).succeeded()).isEqualTo(1);
    }

    @EmbeddedGroupCoordinator(bootstrapServersProperty = PROPERTY)
    static class Wants {
        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator(bootstrapServersProperty = PROPERTY, lifecycle = Lifecycle.PER_CLASS)
    static class Holds {
        @Test
        void test() {
            assertThat(Run.of(Wants.class).failure())
                    .hasMessageContaining("the system property " + PROPERTY + " holds the address of another cluster")
                    .hasMessageContaining("Holds")
                    .hasMessageContaining("@ResourceLock(\"" + PROPERTY + "\")");
        }
    }

    @Test
    void propertyThatAnotherTestHoldsIsRefused() {
        assertThat(Run.of(Holds.class).failures()).isEmpty();
    }

    private static InMemoryKafka startOn(int port) {
        return InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inVirtualTime().onPort(port))
                .build());
    }

    @Test
    void fixedPortIsTheOneThatWasAskedFor() {
        for (int port = 20_000; ; port++) {
            try (InMemoryKafka kafka = startOn(port)) {
                assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
                return;
            } catch (UncheckedIOException e) {
                // Somebody else on this machine has it.
                assertThat(port).isLessThan(30_000);
            }
        }
    }

    @Test
    void portThatIsTakenOrNoneIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> startOn(taken.getLocalPort()))
                    .hasMessageContaining("from port " + taken.getLocalPort() + " on");
        }
        assertThatThrownBy(() -> ListenerConfig.inSystemTime().onPort(65_536))
                .hasMessageContaining("A port is 1 to 65535, or 0 for a free one, but it was 65536");
        assertThat(ListenerConfig.inSystemTime().onPort(65_535).firstPort()).isEqualTo(65_535);
    }
}
