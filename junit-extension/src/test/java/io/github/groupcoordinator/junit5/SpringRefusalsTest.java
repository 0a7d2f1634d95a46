package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.aot.TestContextAotGenerator;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** A Spring test that asks for what its context can't have fails, in words that say what to do. */
@Timeout(60)
class SpringRefusalsTest {

    private static void assertFails(Class<?> testClass, String... words) {
        assertThat(Run.of(testClass).failures()).isNotEmpty().allSatisfy(failure -> {
            StringBuilder messages = new StringBuilder();
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                messages.append(cause.getMessage()).append('\n');
            }
            assertThat(messages).contains(words);
        });
    }

    @Configuration
    static class Beans {}

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator
    static class MethodOfItsOwn {
        @Test
        @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
        void test() {}
    }

    @Test
    void methodHasNoContextOfItsOwn() {
        assertFails(MethodOfItsOwn.class, "a method has no context of its own", "MethodOfItsOwn.test()");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS)
    static class PerClass {
        @Test
        void test() {}
    }

    @Test
    void lifecycleIsTheContexts() {
        assertFails(PerClass.class, "PerClass", "lives as long as its context", "@DirtiesContext");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(threads = ApplicationThreads.ALLOWED)
    static class Allowed {
        @Test
        void test() {}
    }

    @Test
    void threadsThatAreOnlyAllowedDoNotReachSpring() {
        assertFails(Allowed.class, "threads = ALLOWED in a Spring test", "time = VIRTUAL");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(brokerProperties = "group.max.sise=7")
    static class Mistyped {
        @Test
        void test() {}
    }

    @Test
    void wrongSettingsNameTheClass() {
        assertFails(Mistyped.class, "the cluster of class " + Mistyped.class.getName(), "group.max.size");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator
    static class Repeated {
        @VerifyRepeatable
        void test() {}
    }

    @Test
    void runsOfOneTestWouldShareTheCluster() {
        assertFails(Repeated.class, "@VerifyRepeatable need a cluster of their own", "a bean of a Spring context");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "ahead-of-time"))
    static class AheadOfTime {
        @Test
        void test(InMemoryKafka kafka) {}
    }

    @Test
    void processingAheadOfTimeIsRefused() {
        TestContextAotGenerator generator = new TestContextAotGenerator(new InMemoryGeneratedFiles());

        assertThatThrownBy(() -> generator.processAheadOfTime(Stream.of(AheadOfTime.class)))
                .rootCause()
                .hasMessageContaining("the cluster of class " + AheadOfTime.class.getName())
                .hasMessageContaining("@DisabledInAotMode");
    }
}
