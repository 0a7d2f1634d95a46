package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** A client as a parameter without an annotation fails in words that name the annotation. */
class UnmarkedParameterTest {

    @EmbeddedGroupCoordinator
    static class OfATest {
        @Test
        void test(Consumer<String, String> consumer) {}
    }

    @EmbeddedGroupCoordinator
    static class OfABeforeEach {
        @BeforeEach
        void before(KafkaProducer<String, String> producer) {}

        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator
    static class OfAnotherType {
        @Test
        void test(String text) {}
    }

    @EmbeddedGroupCoordinator
    static class FailsByItself {
        @Test
        void test() {
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void annotationIsNamed() {
        assertThat(Run.of(OfATest.class).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageStartingWith("The parameter needs an annotation: @GroupMember(group = \"...\", topics = \"")
                .hasMessageContaining("OfATest.test(");
        assertThat(Run.of(OfABeforeEach.class).failure())
                .hasMessageStartingWith("The parameter needs an annotation: @RecordProducer makes")
                .hasMessageContaining("OfABeforeEach.before(");
    }

    @Test
    void otherFailuresAreAsTheyWere() {
        assertThat(Run.of(OfAnotherType.class).failure())
                .hasMessageStartingWith("No ParameterResolver registered for parameter [java.lang.String");
        assertThat(Run.of(FailsByItself.class).failure())
                .hasMessage("on purpose")
                .hasNoCause();
    }
}
