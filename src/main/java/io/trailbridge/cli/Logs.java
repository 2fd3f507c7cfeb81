package io.trailbridge.cli;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;

/** Hands the log settings to log4j2.xml. To be called before the first logger is made. */
final class Logs {
    private Logs() {}

    static void configure(Settings settings) {
        String level = switch (settings.text(Setting.LOG_LEVEL)) {
            case "CRITICAL" -> "ERROR"; // the names that Python gives these levels
            case "WARNING" -> "WARN";
            default -> settings.text(Setting.LOG_LEVEL);
        };
        System.setProperty("trailbridge.log.format", settings.text(Setting.LOG_FORMAT));
        System.setProperty("trailbridge.log.level", level);
        System.setProperty("trailbridge.log.camelLevel", level.equals("ERROR") ? level : "WARN");
    }
}
