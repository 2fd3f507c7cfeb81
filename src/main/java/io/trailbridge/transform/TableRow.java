package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.text.Texts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The workspace tables to which Defender for Cloud exports everything but alerts (Azure Monitor's table reference). A
 * row holds in columns what the exported event held in nested fields; {@link #read} restores the nested form. If the
 * column {@code Properties} holds a value as well, that value stays, and a column with a different value is kept beside
 * it.
 *
 * <p>The event's id is that of Azure Resource Manager, so that a row and the event that it was made from belong to the
 * same finding. If no column holds the id, it is composed from the columns with its parts. The tenant id of a row is
 * the workspace's id. Columns are read in any letter case.
 */
enum TableRow {
    RECOMMENDATION(
            "SecurityRecommendation",
            EventKind.ASSESSMENT,
            List.of("RecommendationState", "RecommendationId"),
            List.of("assessments=RecommendationId"),
            List.of(
                    "RecommendationDisplayName=properties.displayName",
                    "RecommendationName=properties.displayName",
                    "RecommendationState=properties.status.code",
                    "NotApplicableReason=properties.status.cause",
                    "StatusChangeDate=properties.status.statusChangeDate",
                    "ResolvedTimeUTC=properties.status.statusChangeDate",
                    "FirstEvaluationDate=properties.status.firstEvaluationDate",
                    "DiscoveredTimeUTC=properties.status.firstEvaluationDate",
                    "RecommendationSeverity=properties.metadata.severity",
                    "Description=properties.metadata.description",
                    "RemediationDescription=properties.metadata.remediationDescription",
                    "PolicyDefinitionId=properties.metadata.policyDefinitionId",
                    "RecommendationLink=properties.links.azurePortal",
                    "RecommendationAdditionalData=properties.additionalData",
                    "Environment=properties.resourceDetails.source",
                    "ResourceRegion=properties.resourceDetails.region")),

    NESTED_RECOMMENDATION(
            "SecurityNestedRecommendation",
            EventKind.SUB_ASSESSMENT,
            List.of("NestedRecommendationId", "ParentRecommendationId"),
            List.of("assessments=ParentRecommendationId", "subAssessments=NestedRecommendationId"),
            List.of(
                    "VulnerabilityId=properties.id",
                    "RecommendationName=properties.displayName",
                    "RecommendationState=properties.status.code",
                    "Cause=properties.status.cause",
                    "RecommendationSeverity=properties.status.severity",
                    "Description=properties.description",
                    "RemediationDescription=properties.remediation",
                    "RemidiationDescription=properties.remediation",
                    "Impact=properties.impact",
                    "Category=properties.category",
                    "SubAssessmentTimeGeneration=properties.timeGenerated",
                    "ResourceDetails=properties.resourceDetails",
                    "AdditionalData=properties.additionalData",
                    "Environment=properties.resourceDetails.source",
                    "RecommendationSubscriptionId=subscriptionId")),

    SECURE_SCORE_CONTROL(
            "SecureScoreControls",
            EventKind.SECURE_SCORE_CONTROL,
            List.of("ControlId", "CurrentScore"),
            List.of("secureScores=", "secureScoreControls=ControlId"),
            List.of(
                    "ControlName=properties.displayName",
                    "CurrentScore=properties.score.current",
                    "MaxScore=properties.score.max",
                    "PercentageScore=properties.score.percentage",
                    "Weight=properties.weight",
                    "HealthyResources=properties.healthyResourceCount",
                    "UnhealthyResources=properties.unhealthyResourceCount",
                    "NotApplicableResources=properties.notApplicableResourceCount",
                    "SecureScoresSubscriptionId=subscriptionId")),

    SECURE_SCORE(
            "SecureScores",
            EventKind.SECURE_SCORE,
            List.of("SecureScoresSubscriptionId", "CurrentScore"),
            List.of("secureScores="),
            List.of(
                    "DisplayName=properties.displayName", "CurrentScore=properties.score.current",
                    "MaxScore=properties.score.max", "PercentageScore=properties.score.percentage",
                    "Weight=properties.weight", "SecureScoresSubscriptionId=subscriptionId")),

    REGULATORY_COMPLIANCE(
            "SecurityRegulatoryCompliance",
            EventKind.REGULATORY_ASSESSMENT,
            List.of("ComplianceStandard", "State"),
            List.of(
                    "regulatoryComplianceStandards=ComplianceStandard",
                    "regulatoryComplianceControls=ComplianceControl",
                    "regulatoryComplianceAssessments=RecommendationId"),
            List.of(
                    "RecommendationName=properties.description",
                    "State=properties.state",
                    "PassedResources=properties.passedResources",
                    "FailedResources=properties.failedResources",
                    "SkippedResources=properties.skippedResources",
                    "UnsupportedResources=properties.unsupportedResources",
                    "RecommendationLink=properties.assessmentDetailsLink",
                    "RegulatoryComplianceSubscriptionId=subscriptionId"));

    private static final String PROVIDER = "/providers/Microsoft.Security/";
    private static final String SUBSCRIPTIONS = "/subscriptions/";
    private static final String ASSESSED = "AssessedResourceId";
    private static final String RESOURCE = "_ResourceId";
    private static final int LONGEST_NAME = Arrays.stream(values())
            .mapToInt(table -> table.table.length())
            .max()
            .orElse(0);

    /** The columns of all tables, read after those of the table itself. */
    private static final List<Column> COMMON = List.of(
            new Column("IsSnapshot=securityEventDataEnrichment.isSnapshot"),
            new Column("ResourceTenantId=tenantId"),
            new Column("_SubscriptionId=subscriptionId"));

    /** The display name and the name of the only initiative that Defender for Cloud scores unless others are added. */
    private static final String SCORE = "ASC score";

    private static final String SCORE_NAME = "ascScore";

    /** A column and the path of its value in the event. */
    private record Column(String name, String[] place) {
        Column(String text) {
            this(
                    text.substring(0, text.indexOf('=')),
                    text.substring(text.indexOf('=') + 1).split("\\."));
        }
    }

    /** A type in the event's id, and the column that holds the name of that type; empty if there is none. */
    private record Segment(String type, String column) {
        Segment(String text) {
            this(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
        }
    }

    /**
     * The known parts of an event's id: the part before the provider, and the names of its types, null if not known.
     */
    private record Id(String scope, String[] names) {}

    private final String table;
    private final EventKind kind;
    private final List<String> signature;
    private final List<Segment> segments;
    private final List<Column> columns;

    TableRow(String table, EventKind kind, List<String> signature, List<String> segments, List<String> columns) {
        this.table = table;
        this.kind = kind;
        this.signature = signature;
        this.segments = segments.stream().map(Segment::new).toList();
        this.columns = columns.stream().map(Column::new).toList();
    }

    /** Returns the table to which the row belongs: by its column Type, else by columns that no later table has. */
    static TableRow of(JsonNode event) {
        JsonNode type = Fields.get(event, "Type");
        if (type != null) {
            return type.isTextual() && type.textValue().length() <= LONGEST_NAME ? named(type.textValue()) : null;
        }
        if (event.has("id") || event.has("properties")) {
            return null;
        }
        for (TableRow table : values()) {
            if (table.signature.stream().allMatch(column -> NativeForm.hasValue(Fields.get(event, column)))) {
                return table;
            }
        }
        return null;
    }

    private static TableRow named(String type) {
        for (TableRow table : values()) {
            if (table.table.equalsIgnoreCase(type)) {
                return table;
            }
        }
        return null;
    }

    /** Returns the kind of this row: a row of the regulatory compliance table shows by its columns what it is about. */
    EventKind kindOf(JsonNode row) {
        if (this != REGULATORY_COMPLIANCE) {
            return kind;
        }
        String[] names = idOf(row).names();
        return names[2] != null
                ? EventKind.REGULATORY_ASSESSMENT
                : names[1] != null ? EventKind.REGULATORY_CONTROL : EventKind.REGULATORY_STANDARD;
    }

    /** Returns the event from which this row was made. */
    ObjectNode read(ObjectNode row) {
        Set<String> taken = new HashSet<>();
        ObjectNode event = NativeForm.object();
        JsonNode properties = Fields.get(row, "Properties");
        JsonNode structure = properties == null ? null : NativeForm.structure(properties);
        if (structure instanceof ObjectNode whole) {
            taken.add(Fields.nameOf(row, "Properties"));
            // The column holds the whole event, or only its properties.
            if (Fields.get(whole, "properties") instanceof ObjectNode) {
                event.setAll(whole);
            } else {
                event.set("properties", whole);
            }
        } else {
            event.putObject("properties");
        }
        identify(event, row, taken);
        columns.forEach(column -> put(event, row, column, taken));
        COMMON.forEach(column -> put(event, row, column, taken));
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            String name = field.getKey().equalsIgnoreCase("TenantId") ? "workspaceId" : field.getKey();
            if (!taken.contains(field.getKey()) && !event.has(name)) {
                event.set(name, field.getValue());
            }
        }
        return event;
    }

    /**
     * Sets the column's value at its path unless there is a value already; the column is then kept if its value
     * differs.
     */
    private static void put(ObjectNode event, JsonNode row, Column column, Set<String> taken) {
        JsonNode value = Fields.get(row, column.name());
        if (!NativeForm.hasValue(value)) {
            return;
        }
        ObjectNode holder = event;
        for (int i = 0; holder != null && i < column.place().length - 1; i++) {
            holder = NativeForm.objectIn(holder, column.place()[i]);
        }
        if (holder == null) {
            return;
        }
        String name = column.place()[column.place().length - 1];
        JsonNode there = Fields.get(holder, name);
        if (!NativeForm.hasValue(there)) {
            holder.set(name, NativeForm.structure(value));
            taken.add(Fields.nameOf(row, column.name()));
        } else if (there.equals(NativeForm.structure(value))) {
            taken.add(Fields.nameOf(row, column.name()));
        }
    }

    /** Sets the id, the name and the assessed resource. */
    private void identify(ObjectNode event, JsonNode row, Set<String> taken) {
        Id id = idOf(row);
        StringBuilder path = new StringBuilder(id.scope()).append(PROVIDER);
        String name = null;
        for (int i = 0; i < segments.size() && id.names()[i] != null; i++) {
            name = id.names()[i];
            path.append(i == 0 ? "" : "/")
                    .append(segments.get(i).type())
                    .append('/')
                    .append(name);
        }
        String whole = path.toString();
        boolean complete = name != null && (this == REGULATORY_COMPLIANCE || id.names()[segments.size() - 1] != null);
        if (complete && !NativeForm.hasValue(Fields.get(event, "id"))) {
            event.put("id", whole);
        }
        if (complete && !NativeForm.hasValue(Fields.get(event, "name"))) {
            event.put("name", name);
        }
        if (complete) {
            // For compliance, the mappings distinguish all parts of the id.
            for (int i = this == REGULATORY_COMPLIANCE ? 0 : segments.size() - 1; i < segments.size(); i++) {
                takeIfIn(whole, id.names()[i], row, segments.get(i).column(), taken);
            }
            takeIfIn(whole, name, row, "Id", taken);
        }
        String assessed = NativeForm.text(row, ASSESSED);
        if (assessed == null) {
            return;
        }
        String resource = before(assessed);
        boolean holds = this == RECOMMENDATION
                || this == REGULATORY_COMPLIANCE && isResource(resource)
                || this == NESTED_RECOMMENDATION && !NativeForm.hasValue(Fields.get(row, "ResourceDetails"));
        ObjectNode details =
                !holds ? null : NativeForm.objectIn((ObjectNode) Fields.get(event, "properties"), "resourceDetails");
        if (details != null && Fields.get(details, "id") == null) {
            boolean foreign = resource.startsWith("arn:") || resource.startsWith("//");
            if (!foreign) {
                details.put("id", resource);
            } else if (Fields.get(details, "nativeResourceId") == null) {
                details.put("nativeResourceId", resource);
            }
            if (resource.equals(assessed)) {
                taken.add(Fields.nameOf(row, ASSESSED));
            }
        }
        if (complete) {
            takeIfIn(whole, name, row, ASSESSED, taken);
        }
    }

    /** Marks a column as taken if the id begins with it or it equals that name. */
    private static void takeIfIn(String id, String name, JsonNode row, String column, Set<String> taken) {
        String text = column.isEmpty() ? null : NativeForm.text(row, column);
        if (text != null && (text.equals(name) || id.startsWith(text))) {
            taken.add(Fields.nameOf(row, column));
        }
    }

    /** Returns the id from the column that holds most of it, completed from other columns. */
    private Id idOf(JsonNode row) {
        String[] names = new String[segments.size()];
        String scope = null;
        for (String column : List.of(
                segments.get(segments.size() - 1).column(), segments.get(0).column(), "Id", ASSESSED, RESOURCE)) {
            String text = column.isEmpty() ? null : NativeForm.text(row, column);
            String first = text == null ? null : within(text, 0);
            if (first != null && names[0] == null) {
                scope = before(text);
                for (int i = 0; i < names.length; i++) {
                    names[i] = within(text, i);
                }
            }
        }
        for (int i = 0; i < names.length && (i == 0 || names[i - 1] != null); i++) {
            if (names[i] == null) {
                names[i] = name(row, segments.get(i).column());
            }
        }
        return new Id(scope == null ? scope(row) : scope, names);
    }

    private String within(String id, int segment) {
        int provider = Texts.lastIndexOf(id, PROVIDER);
        return provider < 0
                ? null
                : AzureIds.segmentAfter(
                        id.substring(provider), segments.get(segment).type());
    }

    private static String name(JsonNode row, String column) {
        if (column.isEmpty()) {
            String score = NativeForm.text(row, "DisplayName");
            return score == null || score.equalsIgnoreCase(SCORE) ? SCORE_NAME : segment(score);
        }
        String name = NativeForm.text(row, column);
        return name == null ? null : segment(name.substring(name.lastIndexOf('/') + 1));
    }

    /** Returns the name as it may stand in an id. */
    private static String segment(String name) {
        return name.isEmpty() ? null : name.replace("/", "%2F");
    }

    /**
     * Returns the beginning of the event's id: the resource's id for a finding about a resource, the subscription's for
     * one about a subscription.
     */
    private String scope(JsonNode row) {
        String assessed = NativeForm.text(row, ASSESSED);
        if (assessed == null) {
            assessed = NativeForm.text(structureOf(row, "ResourceDetails"), "id");
        }
        if (assessed == null) {
            assessed = NativeForm.text(row, RESOURCE);
        }
        String resource = assessed == null ? "" : before(assessed);
        boolean ofSubscription = this != RECOMMENDATION && this != NESTED_RECOMMENDATION;
        String subscription = ofSubscription || resource.isEmpty() ? subscription(row, resource) : null;
        String scope = subscription == null ? resource : SUBSCRIPTIONS + subscription;
        String device = this == RECOMMENDATION ? NativeForm.text(row, "DeviceId") : null;
        return device == null ? scope : scope + "/devices/" + segment(device);
    }

    private String subscription(JsonNode row, String resource) {
        String found = AzureIds.subscription(resource);
        for (List<Column> list : List.of(columns, COMMON)) {
            for (Column column : list) {
                String text = column.place()[0].equals("subscriptionId") ? NativeForm.text(row, column.name()) : null;
                found = found == null && text != null ? AzureIds.subscription(text) : found;
            }
        }
        return found;
    }

    private static JsonNode structureOf(JsonNode row, String column) {
        JsonNode value = Fields.get(row, column);
        return value == null ? null : NativeForm.structure(value);
    }

    /** Returns a resource's id without the Defender for Cloud part and without a trailing slash. */
    private String before(String id) {
        String resource = within(id, 0) == null ? id : id.substring(0, Texts.lastIndexOf(id, PROVIDER));
        return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
    }

    /** Returns whether the id is more specific than a subscription. */
    private static boolean isResource(String id) {
        return AzureIds.guid(id) == null
                && !(id.regionMatches(true, 0, SUBSCRIPTIONS, 0, SUBSCRIPTIONS.length())
                        && id.indexOf('/', SUBSCRIPTIONS.length()) < 0)
                && !id.isEmpty();
    }
}
