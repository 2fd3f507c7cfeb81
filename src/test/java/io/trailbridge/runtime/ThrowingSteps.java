package io.trailbridge.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes a step throw, or not end, where the message, as it came from its source, asks for that. A bean that puts itself
 * to use before routes are built.
 */
public final class ThrowingSteps implements InterceptStrategy, CamelContextAware {
    private static final Queue<Runnable> STAYING = new ConcurrentLinkedQueue<>();
    private CamelContext camel;

    /** What a message holds that is to fail at the step. */
    static String mark(String step) {
        return "throw-at:" + step + ";";
    }

    /** The message of the step's exception. */
    static String reason(String step) {
        return "thrown by " + step;
    }

    /** What a message holds that is to stay in the step. */
    static String markToStay(String step) {
        return "stay-at:" + step + ";";
    }

    /** Lets those go on that stay. */
    static void letGo() {
        for (Runnable next = STAYING.poll(); next != null; next = STAYING.poll()) {
            next.run();
        }
    }

    @Override
    public void setCamelContext(CamelContext context) {
        if (camel == null) {
            context.getCamelContextExtension().addInterceptStrategy(this);
        }
        camel = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                String source = exchange.getUnitOfWork().getOriginalInMessage().getBody(String.class);
                if (source != null && source.contains(markToStay(step.getId()))) {
                    STAYING.add(() -> super.process(exchange, callback));
                    return false;
                }
                if (source == null || !source.contains(mark(step.getId()))) {
                    return super.process(exchange, callback);
                }
                exchange.setException(new IllegalStateException(reason(step.getId())));
                callback.done(true);
                return true;
            }
        };
    }
}
