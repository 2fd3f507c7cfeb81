package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.Properties;
import org.apache.camel.Exchange;

/**
 * Camel's defaults, which the settings file can override: AWS components use the SDK's own credential chain, health and
 * metrics are only on the management server, a stop takes no longer than the grace period.
 */
final class CamelDefaults {
    /** Logger of log steps, below Trailbridge's own, so that its log level applies to them. */
    private static final String LOG_STEPS = "io.trailbridge.routes.${routeId}";

    private CamelDefaults() {}

    static Properties of(Settings settings) {
        Properties camel = new Properties();
        camel.setProperty("camel.main.name", "trailbridge");
        camel.setProperty("camel.main.autoConfigurationLogSummary", "false");
        camel.setProperty(
                "camel.main.shutdownTimeout",
                String.valueOf(Math.max(1, settings.duration(Setting.STOP_GRACE).toSeconds())));
        camel.setProperty("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        camel.setProperty("camel.main.globalOptions." + Exchange.LOG_EIP_NAME, LOG_STEPS);
        for (String component : new String[] {"aws2-sqs", "aws2-ddb", "aws-secrets-manager"}) {
            camel.setProperty("camel.component." + component + ".useDefaultCredentialsProvider", "true");
            if (settings.isSet(Setting.AWS_REGION)) {
                camel.setProperty("camel.component." + component + ".region", settings.text(Setting.AWS_REGION));
            }
        }
        camel.setProperty("camel.health.enabled", "true");
        camel.setProperty("camel.health.initialState", "UP"); // the start check reports routes not begun
        camel.setProperty("camel.health.routesEnabled", "false");
        camel.setProperty("camel.health.consumersEnabled", "true");
        camel.setProperty("camel.health.exposureLevel", "full");
        management(settings, camel);
        settings.others().forEach(camel::setProperty);
        return camel;
    }

    private static void management(Settings settings, Properties camel) {
        String address = settings.text(Setting.HTTP_ADDRESS);
        if (address.equals("off")) {
            return;
        }
        int colon = address.lastIndexOf(':');
        camel.setProperty("camel.management.enabled", "true");
        camel.setProperty("camel.management.host", address.substring(0, colon));
        camel.setProperty("camel.management.port", address.substring(colon + 1));
        camel.setProperty("camel.management.healthCheckEnabled", "true");
        camel.setProperty("camel.management.metricsEnabled", "true");
        camel.setProperty("camel.metrics.enabled", "true");
        camel.setProperty("camel.metrics.clearOnReload", "false");
    }
}
