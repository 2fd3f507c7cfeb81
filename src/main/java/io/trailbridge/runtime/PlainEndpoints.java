package io.trailbridge.runtime;

import io.trailbridge.fault.OneLine;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of AWS endpoints without TLS: events, the secret and session tokens would be readable on the network, and an
 * attacker on the network path could answer. There is no warning for an endpoint on this machine.
 */
public final class PlainEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(PlainEndpoints.class);
    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    private PlainEndpoints() {}

    /**
     * Logs a WARN for each such endpoint. Makes no DNS query.
     *
     * @param environment may contain {@code AWS_ENDPOINT_URL} and {@code AWS_ENDPOINT_URL_<SERVICE>}
     * @param properties may contain {@code aws.endpointUrl} and {@code aws.endpointUrl<Service>}
     */
    public static void warn(Map<String, String> environment, Map<?, ?> properties) {
        of(environment, properties)
                .forEach((name, value) -> LOG.warn(
                        "endpoint=\"http://{}\" setting={} cause=\"it is plain HTTP and not on this machine: what is"
                                + " sent there can be read and changed on the way\" remedy=\"give an https endpoint, or unset"
                                + " it\"",
                        OneLine.of(authority(value)),
                        name));
    }

    /** Returns whether there is such an endpoint. */
    static boolean exist(Map<String, String> environment, Map<?, ?> properties) {
        return !of(environment, properties).isEmpty();
    }

    /** Returns the endpoints without TLS that are not on this machine, by the names of their settings. */
    private static Map<String, String> of(Map<String, String> environment, Map<?, ?> properties) {
        Map<String, String> endpoints = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.equals("AWS_ENDPOINT_URL") || name.startsWith("AWS_ENDPOINT_URL_")) {
                endpoints.put(name, value);
            }
        });
        properties.forEach((name, value) -> {
            if (name.toString().startsWith("aws.endpointUrl")) {
                endpoints.put(name.toString(), value.toString());
            }
        });
        endpoints.values().removeIf(endpoint -> !isPlain(endpoint));
        return endpoints;
    }

    /** Returns whether this is an endpoint without TLS that is not on this machine. */
    static boolean isPlain(String endpoint) {
        String authority = endpoint == null ? null : authority(endpoint);
        return authority != null
                && !LOOPBACK.matcher(authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT))
                        .matches();
    }

    /**
     * Returns host and port, without user information before them, which may contain a password; null when it is not
     * plain HTTP.
     */
    private static String authority(String endpoint) {
        try {
            URI uri = URI.create(endpoint.strip());
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null) {
                return null;
            }
            return uri.getRawAuthority().substring(uri.getRawAuthority().lastIndexOf('@') + 1);
        } catch (IllegalArgumentException unreadable) {
            return null; // creating the client that uses it fails, and reports why
        }
    }
}
