package io.trailbridge.sinks.securitylake;

/** The OCSF classes that are stored, each as a separate custom source. */
enum LakeClass {
    VULNERABILITY_FINDING(2002, "vulnerabilityFinding"),
    COMPLIANCE_FINDING(2003, "complianceFinding"),
    DETECTION_FINDING(2004, "detectionFinding"),
    NETWORK_ACTIVITY(4001, "networkActivity");

    private final int uid;
    private final String option;

    LakeClass(int uid, String option) {
        this.uid = uid;
        this.option = option;
    }

    int uid() {
        return uid;
    }

    /** Returns the name of the endpoint's option with the location. */
    String option() {
        return option;
    }
}
