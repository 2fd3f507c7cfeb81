package io.trailbridge.bench;

import java.nio.charset.StandardCharsets;

/**
 * The events of the bench: alerts in the form of the continuous export, alike but for the number in their id. Their
 * description fills them to the wanted size. The number is found again in the audit event, whoever made it.
 */
final class BenchEvent {
    private static final String MARK = "-5eed-4000-8000-";
    private static final int DIGITS = 12;
    private static final String NUMBER = "0".repeat(DIGITS);
    private static final String SENTENCE = "A role with wide permissions was bound to a service account. ";
    private static final String START = """
            {"VendorName":"Microsoft","AlertType":"K8S_ServiceAccountRoleBinding",\
            "ProductName":"Microsoft Defender for Cloud","StartTimeUtc":"2026-03-27T05:58:41.204417Z",\
            "EndTimeUtc":"2026-03-27T05:58:41.204417Z","TimeGenerated":"2026-03-27T06:31:09.77Z","Severity":"Low",\
            "Status":"New","IsIncident":false,\
            "SystemAlertId":"2517208315499999999_0c6d41f7""" + MARK + NUMBER + """
            ","Intent":"PrivilegeEscalation, Persistence","AzureResourceId":"/subscriptions/\
            20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg-shop-platform/providers/\
            Microsoft.ContainerService/managedClusters/aks-shop-prod","CompromisedEntity":"aks-shop-prod",\
            "AlertDisplayName":"A role with wide permissions was bound to a service account",\
            "ExtendedProperties":{"Resource type":"clusterrolebindings","Role":"cluster-admin",\
            "User agent":"kubectl/v1.31.2 (linux/amd64)","ProductComponentName":"Containers"},\
            "ResourceIdentifiers":[{"$id":"2","AzureResourceId":"/subscriptions/\
            20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg-shop-platform/providers/\
            Microsoft.ContainerService/managedClusters/aks-shop-prod","Type":"AzureResource"}],"Description":\"""";
    private static final String END = "\"}";
    private static final int PLACE = START.indexOf(MARK) + MARK.length();

    static final int SMALLEST = START.length() + END.length();

    private final byte[] template;

    /** @param bytes the size of each event, at least {@link #SMALLEST} */
    BenchEvent(int bytes) {
        int fill = bytes - SMALLEST;
        String description = SENTENCE.repeat(fill / SENTENCE.length() + 1).substring(0, fill);
        template = (START + description + END).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] at(int number) {
        byte[] event = template.clone();
        int rest = number;
        for (int i = PLACE + DIGITS - 1; rest > 0; i--) {
            event[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return event;
    }

    /** The number of the event that became this audit event. */
    static int numberIn(String eventData) {
        int start = eventData.indexOf(MARK) + MARK.length();
        if (start < MARK.length()) {
            throw new IllegalArgumentException("an audit event of no event of the bench: " + eventData);
        }
        return Integer.parseInt(eventData, start, start + DIGITS, 10);
    }
}
