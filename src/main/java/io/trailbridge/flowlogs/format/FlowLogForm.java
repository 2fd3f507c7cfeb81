package io.trailbridge.flowlogs.format;

import java.util.Set;
import java.util.TreeSet;

/**
 * The two forms of a flow log's record. Both nest an outer array {@code flows} and an inner array, each element with a
 * label, around arrays of tuples. They differ in names and in the fields of a tuple.
 */
enum FlowLogForm {
    /** Virtual network flow logs, version 4: flows by access control list, groups by rule. */
    VNET("flowrecords", "aclid", "flowgroups", "rule", Set.of("4")),
    /** Network security group flow logs, versions 1 and 2: flows by rule, then by network interface. */
    NSG("properties", "rule", "flows", "mac", Set.of("1", "2"));

    static final String FLOWS = "flows";
    static final String TUPLES = "flowtuples";

    private final String holder;
    private final String outerLabel;
    private final String innerList;
    private final String innerLabel;
    private final Set<String> versions;

    FlowLogForm(String holder, String outerLabel, String innerList, String innerLabel, Set<String> versions) {
        this.holder = holder;
        this.outerLabel = outerLabel;
        this.innerList = innerList;
        this.innerLabel = innerLabel;
        this.versions = versions;
    }

    /**
     * Returns the form whose flows are in the record's field of this name (lower case); null when it is another field.
     */
    static FlowLogForm ofHolder(String name) {
        return name.equals(VNET.holder) ? VNET : name.equals(NSG.holder) ? NSG : null;
    }

    /** Returns whether the tuples of this version can be read. */
    boolean knows(String version) {
        return versions.contains(version);
    }

    /** Returns the versions whose tuples can be read, as a string. */
    String versions() {
        return String.join(", ", new TreeSet<>(versions));
    }

    boolean hasVersion1() {
        return knows("1");
    }

    String outerLabel() {
        return outerLabel;
    }

    String innerList() {
        return innerList;
    }

    String innerLabel() {
        return innerLabel;
    }
}
