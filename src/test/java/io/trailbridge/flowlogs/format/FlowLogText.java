package io.trailbridge.flowlogs.format;

import java.util.List;
import java.util.stream.Collectors;

/** Writes flow logs as Azure does. */
public final class FlowLogText {
    static final String GUID = "7a1f0c5e-9d2b-4c1e-8f43-2b6f1d0e9a77";
    static final String ACL = "5b0c2f6e-1111-4222-8333-a1b2c3d4e5f6";
    static final String SUBSCRIPTION = "20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    static final String NETWORK = "/subscriptions/" + SUBSCRIPTION
            + "/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-hub";
    static final String CONTEXT =
            "\"time\":\"2026-05-05T09:01:00.1234567Z\",\"flowLogVersion\":4,\"flowLogGUID\":\"" + GUID
                    + "\",\"macAddress\":\"000D3AF87856\",\"category\":\"FlowLogFlowEvent\",\"flowLogResourceID\":\"/SUBSCRIPTIONS/"
                    + SUBSCRIPTION.toUpperCase()
                    + "/RESOURCEGROUPS/NETWORKWATCHERRG/PROVIDERS/MICROSOFT.NETWORK/NETWORKWATCHERS/"
                    + "NETWORKWATCHER_WESTEUROPE/FLOWLOGS/HUB\",\"targetResourceID\":\"" + NETWORK
                    + "\",\"operationName\":\"FlowLogFlowEvent\"";

    private FlowLogText() {}

    public static String blob(String... records) {
        return "{\"records\":[" + String.join(",", records) + "]}";
    }

    public static String record(String... tuples) {
        return "{" + CONTEXT + ",\"flowRecords\":" + flows(List.of(tuples)) + "}";
    }

    static String flows(List<String> tuples) {
        return "{\"flows\":[{\"aclID\":\"" + ACL + "\",\"flowGroups\":[{\"rule\":\"allow-web\",\"flowTuples\":"
                + list(tuples) + "}]}]}";
    }

    static String list(List<String> tuples) {
        return tuples.stream().map(tuple -> "\"" + tuple + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    /** A tuple that no other number gives. */
    public static String tuple(int number) {
        return (1_777_971_600_000L + number) + ",10.0.0.6,52.239." + number / 256 % 256 + "." + number % 256 + ","
                + (1024 + number % 60_000) + ",443,6,O," + "BCE".charAt(number % 3) + ",NX,3,767,2,1580";
    }
}
