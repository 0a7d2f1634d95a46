package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.time.VirtualClock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.mockito.Mock;
import org.mockito.Mockito;

/** Other extensions' parameters stay theirs: JUnit would refuse a parameter that two of them claim. */
@EmbeddedGroupCoordinator
@ExtendWith(OtherResolversTest.MockResolver.class)
class OtherResolversTest {

    @Test
    void mocksStayMocks(
            @Mock Admin admin,
            @Mock Consumer<String, String> consumer,
            @Mock Producer<String, String> producer,
            Admin real,
            VirtualClock clock) {
        assertThat(Mockito.mockingDetails(admin).isMock()).isTrue();
        assertThat(Mockito.mockingDetails(consumer).isMock()).isTrue();
        assertThat(Mockito.mockingDetails(producer).isMock()).isTrue();
        assertThat(Mockito.mockingDetails(real).isMock()).isFalse();
        assertThat(clock.elapsed()).isZero();
    }

    @Test
    void unmarkedClientsAreLeftToOthers(@Wired Consumer<String, String> consumer, @Wired Admin admin) {
        assertThat(Mockito.mockingDetails(consumer).isMock()).isTrue();
        assertThat(Mockito.mockingDetails(admin).isMock()).isTrue();
    }

    /** The part of Spring's resolver, which resolves an {@code @Autowired} parameter. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Wired {}

    static class MockResolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.isAnnotated(Mock.class) || parameter.isAnnotated(Wired.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Mockito.mock(parameter.getParameter().getType());
        }
    }
}
