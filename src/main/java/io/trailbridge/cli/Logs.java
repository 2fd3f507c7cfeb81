package io.trailbridge.cli;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;

/**
 * Passes the log settings to log4j2.xml. To be called before the first logger is created, and so before the settings
 * are checked: a wrong setting is treated as not set until the check reports it.
 */
final class Logs {
    private Logs() {}

    static void configure(Settings settings) {
        String given = takenOrDefault(settings, Setting.LOG_LEVEL);
        String level = switch (given) {
            case "CRITICAL" -> "ERROR"; // the names that Python gives these levels
            case "WARNING" -> "WARN";
            default -> given;
        };
        System.setProperty("trailbridge.log.format", takenOrDefault(settings, Setting.LOG_FORMAT));
        System.setProperty("trailbridge.log.level", level);
        System.setProperty(
                "trailbridge.log.azureLevel", level.equals("DEBUG") || level.equals("TRACE") ? "ERROR" : "OFF");
        System.setProperty("trailbridge.log.camelLevel", level.equals("ERROR") ? level : "WARN");
    }

    private static String takenOrDefault(Settings settings, Setting setting) {
        return settings.isTaken(setting) ? settings.text(setting) : setting.defaultValue();
    }
}
