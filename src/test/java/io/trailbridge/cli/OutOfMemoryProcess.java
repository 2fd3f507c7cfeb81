package io.trailbridge.cli;

import io.trailbridge.fault.Workers;
import io.trailbridge.pipeline.FailedExchanges;
import io.trailbridge.runtime.Bridge;
import io.trailbridge.runtime.Catalog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A process that runs out of memory in one of the ways in which libraries hide it, and then goes on. */
final class OutOfMemoryProcess {
    private OutOfMemoryProcess() {}

    public static void main(String[] way) throws Exception {
        LastResort.install(new Bridge(Catalog.load(null, Map.of(), new Properties()), Path.of("routes")));
        switch (way[0]) {
            case "worker" ->
                Workers.named("worker-").newThread(OutOfMemoryProcess::use).start();
            case "pool" -> Executors.newSingleThreadExecutor().execute(OutOfMemoryProcess::use);
            case "reactor" ->
                Mono.fromRunnable(OutOfMemoryProcess::use)
                        .subscribeOn(Schedulers.parallel())
                        .subscribe();
            case "logged" -> logged();
            default -> exchange();
        }
        TimeUnit.MINUTES.sleep(2);
        System.exit(0);
    }

    private static void use() {
        LoggerFactory.getLogger(OutOfMemoryProcess.class).info("{}", new byte[1 << 30].length);
    }

    private static void logged() {
        try {
            use();
        } catch (Throwable e) {
            LoggerFactory.getLogger("library").warn("call failed", new IllegalStateException("failed", e));
        }
    }

    private static void exchange() throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getManagementStrategy().addEventNotifier(new FailedExchanges());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Throwable.class).handled(true).stop();
                from("direct:in").process(exchange -> use());
            }
        });
        context.start();
        context.createProducerTemplate().sendBody("direct:in", "");
    }
}
