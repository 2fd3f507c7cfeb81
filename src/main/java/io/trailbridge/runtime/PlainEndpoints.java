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
 * Warns of endpoints of AWS without TLS: events, the secret and session tokens would pass the network readable, and
 * whoever is on the way could answer. An endpoint on this machine is not warned of.
 */
public final class PlainEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(PlainEndpoints.class);
    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    private PlainEndpoints() {}

    /**
     * Writes a WARN for each. Asks no name server.
     *
     * @param environment where {@code AWS_ENDPOINT_URL} and {@code AWS_ENDPOINT_URL_<SERVICE>} are looked for
     * @param properties where {@code aws.endpointUrl} and {@code aws.endpointUrl<Service>} are looked for
     */
    public static void warn(Map<String, String> environment, Map<?, ?> properties) {
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
        endpoints.forEach((name, value) -> {
            if (isPlain(value)) {
                LOG.warn("endpoint=\"http://{}\" setting={} cause=\"it is plain HTTP and not on this machine: what is"
                        + " sent there can be read and changed on the way\" remedy=\"give an https endpoint, or unset"
                        + " it\"",
                        OneLine.of(authority(value)), name);
            }
        });
    }

    private static boolean isPlain(String endpoint) {
        String authority = authority(endpoint);
        return authority != null
                && !LOOPBACK.matcher(authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT)).matches();
    }

    /** Host and port, without what may be a password before them; null when it is not plain HTTP. */
    private static String authority(String endpoint) {
        try {
            URI uri = URI.create(endpoint.strip());
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null) {
                return null;
            }
            return uri.getRawAuthority().substring(uri.getRawAuthority().lastIndexOf('@') + 1);
        } catch (IllegalArgumentException unreadable) {
            return null; // the client that would use it cannot be made, and says why
        }
    }
}
