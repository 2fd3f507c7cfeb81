package io.trailbridge.cli;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.Locale;

/** Hands the log settings to log4j2.xml. To be called before the first logger is made. */
final class Logs {
    private Logs() {}

    static void configure(Settings settings) {
        String level = switch (settings.oneOf(Setting.LOG_LEVEL,
                "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "CRITICAL", "WARNING")) {
            case "CRITICAL" -> "ERROR"; // the names that Python gives these levels
            case "WARNING" -> "WARN";
            default -> settings.text(Setting.LOG_LEVEL).toUpperCase(Locale.ROOT);
        };
        System.setProperty("trailbridge.log.format", settings.oneOf(Setting.LOG_FORMAT, "text", "json"));
        System.setProperty("trailbridge.log.level", level);
        System.setProperty("trailbridge.log.azureLevel",
                level.equals("DEBUG") || level.equals("TRACE") ? "ERROR" : "OFF");
        System.setProperty("trailbridge.log.camelLevel", level.equals("ERROR") ? level : "WARN");
    }
}
