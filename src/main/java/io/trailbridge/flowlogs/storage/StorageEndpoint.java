package io.trailbridge.flowlogs.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blob endpoint of a storage account, and the rule that decides to which endpoints credentials may be sent. A
 * notice is untrusted input, and so is its host: only https to {@code <account>.blob.<suffix of an Azure cloud>} is
 * trusted, or, when there is a connection string, only the endpoint that it names.
 *
 * @param url without a trailing slash
 */
public record StorageEndpoint(String url, String account) {
    /**
     * The public cloud, the clouds of the US government and of China, and the zones of accounts with DNS zone
     * endpoints.
     */
    private static final Pattern AZURE = Pattern.compile("https://([a-z0-9]{3,24})\\.(?:blob\\.core\\.windows\\.net"
            + "|blob\\.core\\.usgovcloudapi\\.net|blob\\.core\\.chinacloudapi\\.cn"
            + "|z\\d{1,2}\\.blob\\.storage\\.azure\\.net)");

    private static final Pattern BLOB_URL = Pattern.compile("(https?://[^/?#@\\s]+)(/[^?#]*)?");

    /**
     * Returns the endpoint of the account in a connection string; throws {@code CredentialsException} when it is not a
     * connection string.
     */
    static StorageEndpoint of(String connectionString) {
        StorageConnectionString parsed = StorageConnectionString.parse(connectionString);
        String url = parsed.blobEndpoint();
        return new StorageEndpoint(
                url, parsed.account() == null ? url.replaceFirst("https?://([^./:]+).*", "$1") : parsed.account());
    }

    /**
     * Returns the endpoint at the beginning of a blob's URL, if credentials may be sent there; else null.
     *
     * @param own the only endpoint that is trusted; null for any Azure account
     */
    public static StorageEndpoint trusted(String blobUrl, StorageEndpoint own) {
        if (own != null) {
            return blobUrl.startsWith(own.url + "/") ? own : null;
        }
        Matcher url = BLOB_URL.matcher(blobUrl);
        if (!url.matches()) {
            return null;
        }
        Matcher azure = AZURE.matcher(url.group(1));
        return azure.matches() ? new StorageEndpoint(url.group(1), azure.group(1)) : null;
    }
}
