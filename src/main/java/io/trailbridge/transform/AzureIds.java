package io.trailbridge.transform;

import java.util.Locale;

/** Reads Azure resource ids, which come in any letter case and, in documentation, with placeholders instead of ids. */
public final class AzureIds {
    private static final String SUBSCRIPTIONS = "/subscriptions/";
    private static final String SECURITY = "/providers/microsoft.security/";
    private static final String PROVIDERS = "/providers/";
    private static final String GROUPS = "/resourceGroups/";
    private static final String GROUP = "Microsoft.Resources/resourceGroups";
    private static final String SUBSCRIPTION = "Microsoft.Resources/subscriptions";
    private static final String NO_GUID = "00000000-0000-0000-0000-000000000000";
    private static final int GUID_LENGTH = 36;

    private AzureIds() {}

    /** Returns the subscription of a resource id or of a string that is only its GUID; null if there is none. */
    static String subscription(String id) {
        int at = indexOf(id, SUBSCRIPTIONS, 0);
        while (at >= 0) {
            int start = at + SUBSCRIPTIONS.length();
            String guid = guid(segment(id, start));
            if (guid != null) {
                return guid;
            }
            at = indexOf(id, SUBSCRIPTIONS, start);
        }
        return guid(id);
    }

    /** Returns the GUID that the text is, in lower case; null if it is not a GUID or is the all-zero GUID. */
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

    /** Returns the part before {@code /providers/Microsoft.Security/...}; null if there is no such part. */
    static String assessedResource(String id) {
        int at = lastIndexOf(id, SECURITY);
        return at > 0 ? id.substring(0, at) : null;
    }

    /**
     * Returns the name that follows this type in an id, in any letter case, such as the alert's in
     * {@code .../locations/x/alerts/id}; null if there is none. Types and names alternate in an id, so a group called
     * alerts is not mistaken for the type.
     */
    static String segmentAfter(String id, String type) {
        String marker = "/" + type + "/";
        int at = id.startsWith("/") ? typeAt(id, marker) : indexOf(id, marker, 0);
        String segment = at < 0 ? "" : segment(id, at + marker.length());
        return segment.isBlank() ? null : segment;
    }

    /**
     * Returns the first position of the type that an even number of segments precedes; else its position within the
     * provider's part.
     */
    private static int typeAt(String id, String marker) {
        boolean even = true;
        for (int at = 0; at >= 0; at = id.indexOf('/', at + 1)) {
            if (even && id.regionMatches(true, at, marker, 0, marker.length())) {
                return at;
            }
            even = !even;
        }
        int within = lastIndexOf(id, SECURITY);
        return within < 0 ? -1 : indexOf(id, marker, within);
    }

    /** Returns the last name in an id of Azure Resource Manager; null for any other id. */
    public static String name(String id) {
        return isArm(id) ? id.substring(id.lastIndexOf('/') + 1) : null;
    }

    /**
     * Returns provider and types, such as Microsoft.Sql/servers/databases; null for an id that names nothing that has a
     * type.
     */
    public static String type(String id) {
        if (!isArm(id)) {
            return null;
        }
        int at = lastIndexOf(id, PROVIDERS);
        if (at < 0) {
            return withoutProvider(id);
        }
        // The provider, followed by every other of the next segments.
        StringBuilder type = new StringBuilder(segment(id, at + PROVIDERS.length()));
        int start = at + PROVIDERS.length() + type.length() + 1;
        int segments = 1;
        for (; start < id.length(); segments++) {
            int end = end(id, start);
            if (segments % 2 == 1) {
                type.append('/').append(id, start, end);
            }
            start = end + 1;
        }
        return segments > 2 ? type.toString() : null;
    }

    /** Returns the type of an id without a provider: only subscriptions and their resource groups have one. */
    private static String withoutProvider(String id) {
        int subscription = end(id, SUBSCRIPTIONS.length());
        if (subscription == id.length()) {
            return SUBSCRIPTION;
        }
        boolean group = id.regionMatches(true, subscription, GROUPS, 0, GROUPS.length())
                && end(id, subscription + GROUPS.length()) == id.length();
        return group ? GROUP : null;
    }

    /** Returns whether the text has the form of an id of Azure Resource Manager. */
    static boolean isArm(String id) {
        return id.length() > SUBSCRIPTIONS.length()
                && (id.regionMatches(true, 0, SUBSCRIPTIONS, 0, SUBSCRIPTIONS.length())
                        || id.regionMatches(true, 0, PROVIDERS, 0, PROVIDERS.length()))
                && !id.endsWith("/");
    }

    private static String segment(String id, int start) {
        return id.substring(start, end(id, start));
    }

    private static int end(String id, int start) {
        int end = id.indexOf('/', start);
        return end < 0 ? id.length() : end;
    }

    /** Returns the index of the part, which starts with a slash, ignoring case; -1 if it is not there. */
    private static int indexOf(String id, String part, int from) {
        int at = id.indexOf('/', from);
        while (at >= 0 && !id.regionMatches(true, at, part, 0, part.length())) {
            at = id.indexOf('/', at + 1);
        }
        return at;
    }

    private static int lastIndexOf(String id, String part) {
        int at = id.lastIndexOf('/');
        while (at >= 0 && !id.regionMatches(true, at, part, 0, part.length())) {
            at = id.lastIndexOf('/', at - 1);
        }
        return at;
    }
}
