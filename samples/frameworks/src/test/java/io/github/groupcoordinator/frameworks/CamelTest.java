package io.github.groupcoordinator.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.ListenerMode;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Camel: a route from one topic to another, with the settings that it has in production. */
@Timeout(240)
@EmbeddedGroupCoordinator(
        topics = {@Topic(name = "orders"), @Topic(name = "invoices")},
        listener = ListenerMode.SYSTEM_TIME,
        time = TimeMode.SYSTEM)
class CamelTest {

    @Test
    void routeTakesOrdersToInvoices(InMemoryKafka kafka) throws Exception {
        String servers = "brokers=" + kafka.bootstrapServers();
        BlockingQueue<String> invoices = new LinkedBlockingQueue<>();
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kafka:orders?groupId=billing&autoOffsetReset=earliest&" + servers)
                            .setBody(simple("invoice for ${body}"))
                            .to("kafka:invoices?" + servers);
                    from("kafka:invoices?groupId=test&autoOffsetReset=earliest&" + servers)
                            .process(exchange ->
                                    invoices.add(exchange.getMessage().getBody(String.class)));
                }
            });
            camel.start();
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                template.sendBody("kafka:orders?" + servers, "order 7");

                assertThat(invoices.poll(120, TimeUnit.SECONDS)).isEqualTo("invoice for order 7");
            }
        }
    }
}
