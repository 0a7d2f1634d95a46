package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The seed for all tests that name none, as from a {@code junit-platform.properties}. */
class SeedParameterTest {
    private static final String SEED = "embedded-group-coordinator.seed";

    @Test
    void parameterIsTheSeedWhereNoAnnotationNamesOne() {
        assertThat(Run.with(SEED, "42", Seeded.class).failures()).isEmpty();
    }

    @EmbeddedGroupCoordinator
    static class Seeded {
        @Test
        void byTheParameter(InMemoryKafka kafka) {
            assertThat(kafka.seed()).isEqualTo(42);
        }

        @Test
        @EmbeddedGroupCoordinator(seed = 7)
        void byTheAnnotation(InMemoryKafka kafka) {
            assertThat(kafka.seed()).isEqualTo(7);
        }
    }

    @Test
    void parameterIsTheSeedOfRegisteredExtensionsToo() {
        assertThat(Run.with(SEED, "42", Registered.class).failures()).isEmpty();
        assertThat(Run.with(SEED, "many", Registered.class).failures())
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining("write a whole number"));
    }

    static class Registered {
        @RegisterExtension
        static final GroupCoordinatorExtension ofTheClass =
                GroupCoordinatorExtension.builder().build();

        @Test
        void byTheParameter() {
            assertThat(ofTheClass.kafka().seed()).isEqualTo(42);
        }

        @Nested
        class OfEachTest {
            @RegisterExtension
            final GroupCoordinatorExtension ofTheTest =
                    GroupCoordinatorExtension.builder().seed(7).build();

            @Test
            void byTheBuilder() {
                assertThat(ofTheTest.kafka().seed()).isEqualTo(7);
            }
        }
    }

    @Test
    void wrongParameterIsRefused() {
        assertThat(Run.with(SEED, "many", Any.class).failure())
                .hasMessageContaining("the configuration parameter " + SEED + " is \"many\"; write a whole number");
    }

    @EmbeddedGroupCoordinator
    static class Any {
        @Test
        void test() {}
    }
}
