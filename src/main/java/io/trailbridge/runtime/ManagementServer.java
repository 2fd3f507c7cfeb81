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
 * Camel's server of health and metrics, hardened for a port that anybody may reach: HTTP/1.1 only, one request per
 * connection, and each connection is closed within a time limit, whatever it sends or receives and however slowly. The
 * query is ignored: health always answers with everything it knows. Stores no files.
 *
 * <p>Closing it, from any thread, ends its threads; Camel stops the server before that.
 */
final class ManagementServer implements AutoCloseable {
    /** No server, when the address is off. */
    static final ManagementServer OFF = new ManagementServer(null);

    /** Time limit of a connection; longer than any scraper or probe waits. */
    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(30);

    private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx;

    private ManagementServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts the server of the context, if it has one. */
    static ManagementServer start(CamelContext context) {
        return start(context, IDLE_LIMIT, CONNECTION_LIMIT);
    }

    /**
     * @param idle how long a connection may be idle
     * @param connection how long a connection may last
     */
    static ManagementServer start(CamelContext context, Duration idle, Duration connection) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server == null) {
            return OFF;
        }
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        // The server uses the Vertx instance that it finds in the registry.
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

    /** Creates servers with limits for which Camel has no option. */
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
                            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                            .setIdleTimeout((int) idle.toMillis()))
                    .connectionHandler(this::limit);
        }

        private void limit(HttpConnection connection) {
            long timer = setTimer(limit.toMillis(), over -> connection.close());
            connection.closeHandler(closed -> cancelTimer(timer));
        }
    }
}
