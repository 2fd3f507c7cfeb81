package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.SettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Properties;

/**
 * The address of health and metrics. Camel only warns when it cannot listen there, but a Trailbridge without health
 * must not run.
 */
final class ManagementAddress {
    private ManagementAddress() {}

    /**
     * Checks the address by listening there for a moment.
     *
     * @param camel Camel's properties, including those of the user
     * @throws SettingsException if that is not possible
     */
    static void mustBeFree(Properties camel) {
        if (!Boolean.parseBoolean(camel.getProperty("camel.management.enabled"))) {
            return;
        }
        String host = camel.getProperty("camel.management.host");
        String port = camel.getProperty("camel.management.port");
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, Integer.parseInt(port)));
        } catch (IOException | IllegalArgumentException taken) {
            throw new SettingsException(
                    Setting.HTTP_ADDRESS.names() + " is '" + host + ":" + port
                            + "', where health and metrics cannot listen (" + taken.getMessage()
                            + "): give an address of this machine with a free port, or off",
                    taken);
        }
    }
}
