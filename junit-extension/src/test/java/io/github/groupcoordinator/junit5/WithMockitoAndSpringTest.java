package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.verify;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.Mockito;
import org.mockito.junit.jupiter.MockitoExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** The real extensions of Mockito and Spring beside ours in one class: to each its own fields and parameters. */
@SpringJUnitConfig(WithMockitoAndSpringTest.Beans.class)
@ExtendWith(MockitoExtension.class)
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), listener = ListenerMode.VIRTUAL_TIME)
class WithMockitoAndSpringTest {

    interface Invoices {
        void write(String order);
    }

    static class Greeting {
        final String text = "hello";
    }

    static class Beans {
        @Bean
        Greeting greeting() {
            return new Greeting();
        }

        @Bean
        Admin adminOfTheApplication() {
            return Mockito.mock(Admin.class);
        }
    }

    @Mock
    Invoices invoices;

    @Autowired
    Greeting greeting;

    @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
    Consumer<String, String> consumer;

    @Test
    void eachExtensionFillsItsOwn(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @Autowired InMemoryKafka bean,
            @Mock Invoices another,
            @Autowired Admin springs,
            @Autowired Greeting alsoSprings) {
        producer.send(new ProducerRecord<>("orders", greeting.text));
        kafka.awaitStable("billing");
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> invoices.write(record.value()));

        assertThat(bean).isSameAs(kafka);
        verify(invoices).write("hello");
        verify(another, Mockito.never()).write(anyString());
        assertThat(alsoSprings).isSameAs(greeting);
        assertThat(Mockito.mockingDetails(springs).isMock()).isTrue();
    }
}
