package io.trailbridge.transform;

import java.util.Locale;

/** Reads Azure's resource ids, which come in any case and, in documents, with placeholders instead of ids. */
public final class AzureIds {
    private static final String SUBSCRIPTIONS = "/subscriptions/";
    private static final String SECURITY = "/providers/microsoft.security/";
    private static final String PROVIDERS = "/providers/";
    private static final String GROUP = "Microsoft.Resources/resourceGroups";
    private static final String SUBSCRIPTION = "Microsoft.Resources/subscriptions";
    private static final String NO_GUID = "00000000-0000-0000-0000-000000000000";
    private static final int GUID_LENGTH = 36;

    private AzureIds() {}

    /** The subscription of a resource id, or of a text that is nothing but its GUID; null when it names none. */
    static String subscription(String id) {
        int at = Texts.indexOf(id, SUBSCRIPTIONS, 0);
        while (at >= 0) {
            int start = at + SUBSCRIPTIONS.length();
            String guid = guid(segment(id, start));
            if (guid != null) {
                return guid;
            }
            at = Texts.indexOf(id, SUBSCRIPTIONS, start);
        }
        return guid(id);
    }

    /** The GUID that the text is, lower case; null when it is none or the one that stands for none. */
    public static String guid(String text) {
        if (text.length() != GUID_LENGTH) {
            return null;
        }
        for (int i = 0; i < GUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            if (dash ? c != '-' : !hex) {
                return null;
            }
        }
        return text.equals(NO_GUID) ? null : text.toLowerCase(Locale.ROOT);
    }

    /** What stands before {@code /providers/Microsoft.Security/...}; null when there is no such part. */
    static String assessedResource(String id) {
        int at = Texts.lastIndexOf(id, SECURITY);
        return at > 0 ? id.substring(0, at) : null;
    }

    /** The segment after the first one of this name in any case; null when there is none. */
    static String segmentAfter(String id, String name) {
        String marker = "/" + name + "/";
        int at = Texts.indexOf(id, marker, 0);
        String segment = at < 0 ? "" : segment(id, at + marker.length());
        return segment.isBlank() ? null : segment;
    }

    /** The last name in an id of Azure Resource Manager; null for any other id. */
    public static String name(String id) {
        return isArm(id) ? id.substring(id.lastIndexOf('/') + 1) : null;
    }

    /** Provider and types, as Microsoft.Sql/servers/databases; null for an id that names no resource of Azure. */
    public static String type(String id) {
        if (!isArm(id)) {
            return null;
        }
        int at = Texts.lastIndexOf(id, PROVIDERS);
        String[] segments = id.substring(at < 0 ? 1 : at + PROVIDERS.length()).split("/");
        if (at < 0) {
            return segments.length > 3 ? GROUP : SUBSCRIPTION;
        }
        StringBuilder type = new StringBuilder(segments[0]);
        for (int i = 1; i < segments.length; i += 2) {
            type.append('/').append(segments[i]);
        }
        return segments.length > 2 ? type.toString() : null;
    }

    private static boolean isArm(String id) {
        return id.length() > SUBSCRIPTIONS.length()
                && (id.regionMatches(true, 0, SUBSCRIPTIONS, 0, SUBSCRIPTIONS.length())
                        || id.regionMatches(true, 0, PROVIDERS, 0, PROVIDERS.length()))
                && !id.endsWith("/");
    }

    private static String segment(String id, int start) {
        int end = id.indexOf('/', start);
        return id.substring(start, end < 0 ? id.length() : end);
    }
}
