package io.trailbridge.flowlogs.storage;

import io.trailbridge.azure.ConnectionString;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection string of a storage account, in a form that the SDK accepts. Only its account and endpoint may be shown;
 * they have a format that no key has.
 */
final class StorageConnectionString {
    private static final String PROTOCOL = "DefaultEndpointsProtocol";
    private static final String ACCOUNT = "AccountName";
    private static final String KEY = "AccountKey";
    private static final String SIGNATURE = "SharedAccessSignature";
    private static final String SUFFIX = "EndpointSuffix";
    private static final String BLOB_ENDPOINT = "BlobEndpoint";
    private static final List<String> NAMES = List.of(
            PROTOCOL,
            ACCOUNT,
            KEY,
            SIGNATURE,
            SUFFIX,
            BLOB_ENDPOINT,
            "BlobSecondaryEndpoint",
            "FileEndpoint",
            "FileSecondaryEndpoint",
            "QueueEndpoint",
            "QueueSecondaryEndpoint",
            "TableEndpoint",
            "TableSecondaryEndpoint");
    private static final String SOURCE = "the access keys or the shared access signature of the storage account";
    private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9]{3,24}");
    private static final Pattern URL = Pattern.compile("https?://([^/:=?#@]+)(?::\\d{1,5})?(?:/[A-Za-z0-9/-]*)?");
    private static final Pattern SIGNED = Pattern.compile("\\??(?:\\S+&)?sig=\\S+");

    private final ConnectionString parts;

    private StorageConnectionString(ConnectionString parts) {
        this.parts = parts;
    }

    /**
     * Parses a connection string. Throws {@code CredentialsException} naming the missing or wrong part, but no value.
     */
    static StorageConnectionString parse(String text) {
        ConnectionString parts = ConnectionString.parse(text, NAMES, SOURCE);
        if (parts.value(ACCOUNT).isEmpty() && parts.value(BLOB_ENDPOINT).isEmpty()) {
            throw parts.refused("AccountName and BlobEndpoint are missing, one of which is needed");
        }
        parts.requireOneOf(KEY, SIGNATURE);
        if (parts.value(KEY).isPresent()) {
            parts.required(ACCOUNT);
        }
        parts.check(PROTOCOL, protocol -> protocol.equals("https") || protocol.equals("http"), "https or http");
        parts.check(
                ACCOUNT,
                account -> ACCOUNT_NAME.matcher(account).matches(),
                "the name of a storage account (3 to 24 letters and digits)");
        parts.check(KEY, StorageConnectionString::isBase64, "Base64, as keys of storage accounts are");
        parts.check(SIGNATURE, signature -> SIGNED.matcher(signature).matches(), "a signature with sig=...");
        parts.check(SUFFIX, ConnectionString::isHost, "a host's suffix, such as core.windows.net");
        for (String name : NAMES) {
            if (name.endsWith("Endpoint")) {
                parts.check(name, StorageConnectionString::isUrl, "http:// or https:// and a host");
            }
        }
        return new StorageConnectionString(parts);
    }

    private static boolean isUrl(String text) {
        Matcher url = URL.matcher(text);
        return url.matches() && ConnectionString.isHost(url.group(1));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    /** Returns the account's name; null when only the endpoint is named. */
    String account() {
        return parts.value(ACCOUNT).orElse(null);
    }

    /** Returns the URL of the blob endpoint, without a trailing slash. */
    String blobEndpoint() {
        String url = parts.value(BLOB_ENDPOINT)
                .orElseGet(() -> parts.value(PROTOCOL).orElse("https") + "://" + account() + ".blob."
                        + parts.value(SUFFIX).orElse("core.windows.net"));
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Returns the connection string. It is secret and only for the SDK. */
    String text() {
        return parts.text();
    }
}
