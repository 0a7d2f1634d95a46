package io.github.groupcoordinator.samples.spring;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** An application that knows nothing of its tests: it bills orders, and puts those aside that it can't bill. */
@SpringBootApplication
class BillingApplication {
    private final KafkaTemplate<String, String> template;
    private final LinkedBlockingQueue<String> billed = new LinkedBlockingQueue<>();

    BillingApplication(KafkaTemplate<String, String> template) {
        this.template = template;
    }

    @KafkaListener(groupId = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
    void bill(String order) {
        if (order.isBlank()) {
            throw new IllegalArgumentException("an order without a text");
        }
        template.send("invoices", "invoice for " + order);
    }

    @KafkaListener(groupId = "archive", topics = "invoices", properties = "auto.offset.reset=earliest")
    void file(String invoice) {
        billed.add(invoice);
    }

    /** Returns the next invoice that was filed; null if none comes within ten seconds. */
    String nextInvoice() throws InterruptedException {
        return billed.poll(10, TimeUnit.SECONDS);
    }

    @Bean
    static DefaultErrorHandler twoMoreAttempts(KafkaTemplate<Object, Object> template) {
        return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(10, 2));
    }
}
