package io.trailbridge.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Publishes sample events to the hub of a connection string (first argument), as many as the second argument. */
public final class PublishSamples {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private PublishSamples() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2 || !arguments[1].matches("[1-9]\\d{0,9}")) {
            System.err.println("give the connection string of a hub, with EntityPath, and how many events to publish");
            System.exit(2);
        }
        long events = Long.parseLong(arguments[1]);
        long started = System.nanoTime();
        try (Publisher publisher = new Publisher(arguments[0])) {
            publisher.start(events, Integer.MAX_VALUE);
            while (publisher.published() < events) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
        System.out.printf(Locale.ROOT, "published %,d events in %.1f s%n", events, (System.nanoTime() - started) / 1e9);
    }
}
