package io.trailbridge.flowlogs.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.trailbridge.transform.json.DeterministicId;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Writes flow tuples as events of the OCSF class Network Activity 4001. The same tuple produces the same event except
 * for {@code metadata.processed_time} (the clock) and {@code duration} (known only if this read has seen the beginning
 * of the flow). Values that the tuple does not count are not written. Not thread-safe: one instance serves one read.
 */
public final class FlowRows {
    private static final int CLASS = 4001;
    private static final int AZURE_SUBSCRIPTION = 13;
    private static final int OTHER = 99;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<Integer, String> PROTOCOLS = Map.ofEntries(
            Map.entry(1, "icmp"),
            Map.entry(2, "igmp"),
            Map.entry(4, "ipv4"),
            Map.entry(6, "tcp"),
            Map.entry(17, "udp"),
            Map.entry(41, "ipv6"),
            Map.entry(47, "gre"),
            Map.entry(50, "esp"),
            Map.entry(51, "ah"),
            Map.entry(58, "ipv6-icmp"),
            Map.entry(132, "sctp"));

    private final String version;
    private final boolean newer;
    private final boolean rawData;
    private final Clock clock;
    private final StringWriter text = new StringWriter(2048);
    private final JsonGenerator json;

    private RecordContext record;
    private String account;
    private String region;
    private String network;
    private String subnet;
    private String networkInterface;

    /**
     * @param version the OCSF version: {@value OcsfMapper#VERSION} or {@value OcsfMapper#OLDER_VERSION}
     * @param rawData whether a row contains its tuple in {@code raw_data}
     */
    public FlowRows(String version, boolean rawData, Clock clock) {
        this.version = OcsfMapper.known(version);
        this.newer = version.equals(OcsfMapper.VERSION);
        this.rawData = rawData;
        this.clock = clock;
        try {
            this.json = JSON.createGenerator(text).setRootValueSeparator(new SerializedString(""));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Sets the record of the following tuples. */
    void begin(RecordContext of) {
        record = of;
        account = of.account();
        region = of.region();
        network = of.network();
        subnet = of.subnet();
        networkInterface = of.networkInterface();
    }

    /**
     * Returns the JSON of one event.
     *
     * @param acl the access control list that decided, for NSG flow logs the NSG; may be null
     * @param rule the rule that decided; may be null
     * @param mac the network interface, as in the log; may be null
     * @param duration milliseconds, -1 when not known
     */
    String row(FlowTuple tuple, String acl, String rule, String mac, long duration) {
        try {
            json.writeStartObject();
            classify(tuple);
            times(tuple, duration);
            outcome(tuple, rule);
            metadata(tuple, acl, rule, mac);
            cloud();
            connection(tuple);
            endpoint("src_endpoint", tuple.source(), tuple.sourcePort(), mac, !tuple.inbound());
            endpoint("dst_endpoint", tuple.destination(), tuple.destinationPort(), mac, tuple.inbound());
            traffic(tuple);
            firewallRule(acl, rule);
            if (tuple.encryption() != null) {
                json.writeObjectFieldStart("unmapped");
                json.writeStringField("flow_encryption", tuple.encryption());
                json.writeEndObject();
            }
            if (rawData) {
                json.writeStringField("raw_data", tuple.text());
            }
            json.writeEndObject();
            json.flush();
            String row = text.toString();
            text.getBuffer().setLength(0);
            return row;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void classify(FlowTuple tuple) throws IOException {
        int activity = switch (tuple.state()) {
            case 'B' -> 1;
            case 'E' -> 2;
            case 'D' -> 5;
            default -> 6;
        };
        String name = switch (activity) {
            case 1 -> "Open";
            case 2 -> "Close";
            case 5 -> "Refuse";
            default -> "Traffic";
        };
        json.writeNumberField("category_uid", CLASS / 1000);
        json.writeStringField("category_name", "Network Activity");
        json.writeNumberField("class_uid", CLASS);
        json.writeStringField("class_name", "Network Activity");
        caption("activity_id", activity, "activity_name", name);
        caption("type_uid", CLASS * 100 + activity, "type_name", "Network Activity: " + name);
        caption("severity_id", 1, "severity", "Informational");
    }

    private void times(FlowTuple tuple, long duration) throws IOException {
        json.writeNumberField("time", tuple.time());
        if (tuple.state() == 'B') {
            json.writeNumberField("start_time", tuple.time());
        }
        if (tuple.state() == 'E') {
            json.writeNumberField("end_time", tuple.time());
        }
        if (duration >= 0) {
            json.writeNumberField("duration", duration);
        }
    }

    private void outcome(FlowTuple tuple, String rule) throws IOException {
        boolean denied = tuple.denied();
        caption("status_id", denied ? 2 : 1, "status", denied ? "Failure" : "Success");
        caption("action_id", denied ? 2 : 1, "action", denied ? "Denied" : "Allowed");
        caption("disposition_id", denied ? 2 : 1, "disposition", denied ? "Blocked" : "Allowed");
        // If no rule decided, the encryption of the virtual network did, and its code gives the reason.
        if (denied
                && "unspecified".equalsIgnoreCase(rule)
                && tuple.encryption() != null
                && tuple.encryption().startsWith("NX_")) {
            json.writeStringField("status_detail", "Denied by virtual network encryption: " + tuple.encryption());
        }
    }

    private void metadata(FlowTuple tuple, String acl, String rule, String mac) throws IOException {
        boolean vnet = record.form == FlowLogForm.VNET;
        json.writeObjectFieldStart("metadata");
        json.writeStringField("version", version);
        json.writeArrayFieldStart("profiles");
        json.writeString("cloud");
        json.writeString("security_control");
        json.writeEndArray();
        json.writeObjectFieldStart("product");
        json.writeStringField("name", "Azure Network Watcher");
        json.writeStringField("vendor_name", "Microsoft");
        json.writeObjectFieldStart("feature");
        json.writeStringField("name", vnet ? "Virtual network flow logs" : "Network security group flow logs");
        json.writeEndObject();
        json.writeEndObject();
        optional("log_name", record.category);
        json.writeStringField("log_provider", "Azure Network Watcher");
        optional("log_version", record.version);
        json.writeStringField(
                "uid",
                DeterministicId.of("flow", List.of(text(record.guid), text(mac), text(acl), text(rule), tuple.text()))
                        .toString());
        json.writeStringField("original_time", tuple.timeText());
        if (record.time != null) {
            json.writeNumberField("logged_time", record.time.toEpochMilli());
        }
        json.writeNumberField("processed_time", clock.millis());
        json.writeEndObject();
    }

    private void cloud() throws IOException {
        json.writeObjectFieldStart("cloud");
        json.writeStringField("provider", "Azure");
        optional("region", region);
        if (account != null) {
            json.writeObjectFieldStart("account");
            json.writeStringField("uid", account);
            caption("type_id", newer ? AZURE_SUBSCRIPTION : OTHER, "type", "Azure Subscription");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void connection(FlowTuple tuple) throws IOException {
        boolean v6 = tuple.isV6();
        json.writeObjectFieldStart("connection_info");
        caption("direction_id", tuple.inbound() ? 1 : 2, "direction", tuple.inbound() ? "Inbound" : "Outbound");
        json.writeNumberField("protocol_num", tuple.protocol());
        optional("protocol_name", PROTOCOLS.get(tuple.protocol()));
        caption(
                "protocol_ver_id",
                v6 ? 6 : 4,
                "protocol_ver",
                v6 ? "Internet Protocol version 6 (IPv6)" : "Internet Protocol version 4 (IPv4)");
        json.writeEndObject();
        if (newer) {
            caption(
                    "observation_point_id",
                    tuple.inbound() ? 2 : 1,
                    "observation_point",
                    tuple.inbound() ? "Destination" : "Source");
            json.writeBooleanField("is_src_dst_assignment_known", true);
        }
    }

    /** Writes an endpoint. The interface, network and subnet belong to the endpoint at which the flow was observed. */
    private void endpoint(String name, String ip, int port, String mac, boolean observed) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("ip", ip);
        if (port >= 0) {
            json.writeNumberField("port", port);
        }
        if (observed) {
            optional("mac", RecordContext.withColons(mac));
            optional("vpc_uid", network);
            optional("subnet_uid", subnet);
            optional("interface_uid", networkInterface);
        }
        json.writeEndObject();
    }

    /** Writes the counters. Only flows that continue or end are counted; in all other states a zero is not a count. */
    private void traffic(FlowTuple tuple) throws IOException {
        boolean counted =
                tuple.packetsOut() >= 0 || tuple.bytesOut() >= 0 || tuple.packetsIn() >= 0 || tuple.bytesIn() >= 0;
        if (!counted || tuple.state() != 'C' && tuple.state() != 'E') {
            return;
        }
        json.writeObjectFieldStart("traffic");
        counters("bytes", tuple.bytesIn(), tuple.bytesOut());
        counters("packets", tuple.packetsIn(), tuple.packetsOut());
        json.writeEndObject();
    }

    private void counters(String name, long in, long out) throws IOException {
        if (in >= 0 && out >= 0) {
            json.writeNumberField(name, in + out);
        }
        if (in >= 0) {
            json.writeNumberField(name + "_in", in);
        }
        if (out >= 0) {
            json.writeNumberField(name + "_out", out);
        }
    }

    private void firewallRule(String acl, String rule) throws IOException {
        if (acl == null && rule == null) {
            return;
        }
        json.writeObjectFieldStart("firewall_rule");
        optional("name", rule);
        optional("uid", acl);
        json.writeEndObject();
    }

    private void caption(String name, int number, String sibling, String caption) throws IOException {
        json.writeNumberField(name, number);
        json.writeStringField(sibling, caption);
    }

    private void optional(String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
