package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.Properties;

/**
 * How Camel is set unless the settings file says otherwise: AWS components by the SDK's own credential chain, health and
 * metrics on the management server alone, a stop within the grace.
 */
final class CamelDefaults {
    private CamelDefaults() {}

    static Properties of(Settings settings) {
        Properties camel = new Properties();
        camel.setProperty("camel.main.name", "trailbridge");
        camel.setProperty("camel.main.autoConfigurationLogSummary", "false");
        camel.setProperty("camel.main.shutdownTimeout",
                String.valueOf(Math.max(1, settings.duration(Setting.STOP_GRACE).toSeconds())));
        camel.setProperty("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
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
        if (address.equalsIgnoreCase("off")) {
            return;
        }
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")
                || Integer.parseInt(address.substring(colon + 1)) > 65_535) {
            throw settings.wrong(Setting.HTTP_ADDRESS, "give address and port, such as 127.0.0.1:8080, or off");
        }
        camel.setProperty("camel.management.enabled", "true");
        camel.setProperty("camel.management.host", address.substring(0, colon));
        camel.setProperty("camel.management.port", address.substring(colon + 1));
        camel.setProperty("camel.management.healthCheckEnabled", "true");
        camel.setProperty("camel.management.metricsEnabled", "true");
        camel.setProperty("camel.metrics.enabled", "true");
        camel.setProperty("camel.metrics.clearOnReload", "false");
    }
}
