package io.trailbridge.standin.azure;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a request, as "Authorize with Shared Key" of the storage services describes it. */
final class SharedKey {
    private static final List<String> SIGNED = List.of(
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-MD5",
            "Content-Type",
            "Date",
            "If-Modified-Since",
            "If-Match",
            "If-None-Match",
            "If-Unmodified-Since",
            "Range");

    private final String account;
    private final byte[] key;

    SharedKey(String account, byte[] key) {
        this.account = account;
        this.key = key;
    }

    /** Whether the request is signed with this key. */
    boolean signs(String method, String rawPath, String query, Headers headers) {
        return ("SharedKey " + account + ":" + signature(method, rawPath, query, headers))
                .equals(headers.getFirst("Authorization"));
    }

    private String signature(String method, String rawPath, String query, Headers headers) {
        StringBuilder text = new StringBuilder(method).append('\n');
        for (String name : SIGNED) {
            String value = headers.getFirst(name);
            text.append(value == null || name.equals("Content-Length") && value.equals("0") ? "" : value)
                    .append('\n');
        }
        Map<String, String> own = new TreeMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-ms-")) {
                own.put(lower, String.join(",", values).trim());
            }
        });
        own.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('/').append(account).append(rawPath);
        if (query != null) {
            text.append(new TreeMap<>(List.of(query.split("&")).stream()
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])))
                    .entrySet().stream()
                            .map(pair -> "\n" + pair.getKey() + ":" + pair.getValue())
                            .collect(Collectors.joining()));
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
