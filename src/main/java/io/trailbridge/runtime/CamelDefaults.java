package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.Properties;
import org.apache.camel.Exchange;

/**
 * How Camel is set unless the settings file says otherwise: AWS components by the SDK's own credential chain, health and
 * metrics on the management server alone, a stop within the grace.
 */
final class CamelDefaults {
    /** What a log step writes is shown from the level on that is set for Trailbridge. */
    private static final String LOG_STEPS = "io.trailbridge.routes.${routeId}";

    private CamelDefaults() {}

    static Properties of(Settings settings) {
        Properties camel = new Properties();
        camel.setProperty("camel.main.name", "trailbridge");
        camel.setProperty("camel.main.autoConfigurationLogSummary", "false");
        camel.setProperty("camel.main.shutdownTimeout",
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
        camel.setProperty("camel.health.initialState", "UP"); // what has not begun is the start's own check to say
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
