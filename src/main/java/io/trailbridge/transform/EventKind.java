package io.trailbridge.transform;

/**
 * What an event is about, as {@link Classifier} recognises it. The id names the mapping file of the kind
 * ({@code mappings/<target>/<id>.jslt}) and is the value of the queue's {@code EventKind} attribute.
 */
public enum EventKind {
    ALERT("alert"),
    ASSESSMENT("assessment"),
    SUB_ASSESSMENT("sub-assessment"),
    SECURE_SCORE("secure-score"),
    SECURE_SCORE_CONTROL("secure-score-control"),
    REGULATORY_STANDARD("regulatory-standard"),
    REGULATORY_CONTROL("regulatory-control"),
    REGULATORY_ASSESSMENT("regulatory-assessment"),
    ATTACK_PATH("attack-path"),
    BLOB_CREATED("blob-created"),
    /** Not an event: a page of a list without events. No sink accepts it, so it has no mapping. */
    EMPTY_PAGE("empty-page"),
    /** The result of a malware scan that found nothing; one that found something is an alert. */
    MALWARE_SCAN("malware-scan"),
    UNRECOGNISED("unrecognised");

    private final String id;

    EventKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Returns whether OCSF has a form for events of this kind, so that one that cannot be mapped is a failure. */
    public boolean hasOcsfForm() {
        return this != UNRECOGNISED && this != BLOB_CREATED && this != MALWARE_SCAN;
    }
}
