package io.trailbridge.runtime;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Camel's server of health and metrics, made fit for a port that anybody may reach: HTTP/1.1 only, one request a
 * connection, and each connection is over within a limit, whatever it sends or takes and however slowly. The query says
 * nothing: health always answers with all that it knows. Keeps no files.
 *
 * <p>Closing it, from any thread, ends its threads; Camel stops the server before.
 */
final class ManagementServer implements AutoCloseable {
    /** None, where the address is off. */
    static final ManagementServer OFF = new ManagementServer(null);

    /** Longer than any scraper or probe waits. */
    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(30);

    private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx;

    private ManagementServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts that of the context, if it has one. */
    static ManagementServer start(CamelContext context) {
        return start(context, IDLE_LIMIT, CONNECTION_LIMIT);
    }

    /**
     * @param idle how long a connection may be silent
     * @param connection how long it may last
     */
    static ManagementServer start(CamelContext context, Duration idle, Duration connection) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server == null) {
            return OFF;
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        // The server takes the one that it finds.
        context.getRegistry().bind("management-vertx", Vertx.class, new Limited(vertx, idle, connection));
        ServiceHelper.startService(server);
        server.getRouter().route().order(-1).handler(ManagementServer::withoutQuery);
        return new ManagementServer(vertx);
    }

    private static void withoutQuery(RoutingContext request) {
        if (request.request().query() != null) {
            request.reroute(request.request().path());
            return;
        }
        MultiMap parameters = request.request().params();
        parameters.clear();
        parameters.set("data", "true");
        request.response().putHeader("Connection", "close");
        request.addEndHandler(sent -> request.request().connection().close());
        request.next();
    }

    @Override
    public void close() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Makes servers with limits that Camel has no option for. */
    private static final class Limited extends VertxWrapper {
        private final Duration idle;
        private final Duration limit;

        Limited(Vertx vertx, Duration idle, Duration limit) {
            super((VertxInternal) vertx);
            this.idle = idle;
            this.limit = limit;
        }

        @Override
        public HttpServer createHttpServer(HttpServerOptions options) {
            return super.createHttpServer(options.setHttp2ClearTextEnabled(false)
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS).setIdleTimeout((int) idle.toMillis()))
                    .connectionHandler(this::limit);
        }

        private void limit(HttpConnection connection) {
            long timer = setTimer(limit.toMillis(), over -> connection.close());
            connection.closeHandler(closed -> cancelTimer(timer));
        }
    }
}
