package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.asff.AsffMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the tables to which a workspace exports what is no alert say in every format what their events say. */
class TableRowTest {
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String MACHINE =
            SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/shop";
    private static final String KEY = "4fb67663-9ab9-475d-b026-8c544cced439";
    private static final String REGISTRY =
            SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/images";
    private static final AsffMapper ASFF = new AsffMapper("123456789012", "eu-west-1", "aws", null);
    private static final String WORKSPACE = "'TenantId':'8cb5e006-e691-4653-8b7a-b17e1c8cd5df','MG':'','_ItemId':'i',"
            + "'SourceSystem':'Azure','TimeGenerated':'2026-05-03T10:00:00.1Z',";

    /** The event of each table, a row of it, and what only the row or only the event contains. */
    enum Pair {
        RECOMMENDATION("""
                {'id':'%s/providers/Microsoft.Security/assessments/%s','name':'%s','tenantId':
                 '11111111-2222-3333-4444-555555555555','type':'Microsoft.Security/assessments','properties':{
                 'displayName':'Install endpoint protection','status':{'code':'Unhealthy','cause':'NoSolution',
                 'statusChangeDate':'2026-05-02T08:00:00Z','firstEvaluationDate':'2026-04-01T08:00:00Z'},
                 'metadata':{'severity':'High','description':'Install it.','remediationDescription':'Do <b>so</b>.',
                 'policyDefinitionId':'/providers/Microsoft.Authorization/policyDefinitions/p'},
                 'resourceDetails':{'source':'Azure','id':'%s','region':'westeurope'},'additionalData':{'os':'Linux'},
                 'links':{'azurePortal':'https://portal.azure.com/#blade/a'}}}
                """.formatted(MACHINE, KEY, KEY, MACHINE), """
                {%s'ResourceTenantId':'11111111-2222-3333-4444-555555555555','RecommendationId':'%s',
                 'RecommendationName':'Install endpoint protection','RecommendationDisplayName':
                 'Install endpoint protection','ProviderName':'Azure Security Center','Description':'Install it.',
                 'RemediationDescription':'Do <b>so</b>.','RecommendationState':'Unhealthy','NotApplicableReason':
                 'NoSolution','StatusChangeDate':'2026-05-02T08:00:00Z','FirstEvaluationDate':'2026-04-01T08:00:00Z',
                 'PolicyDefinitionId':'/providers/Microsoft.Authorization/policyDefinitions/p','IsSnapshot':false,
                 'RecommendationSeverity':'High','AssessedResourceId':'%s','ResourceRegion':'westeurope',
                 'Environment':'Azure','RecommendationLink':'https://portal.azure.com/#blade/a',
                 'RecommendationAdditionalData':'{\\"os\\":\\"Linux\\"}','Type':'SecurityRecommendation'}
                """.formatted(WORKSPACE, KEY, MACHINE)),
        NESTED_RECOMMENDATION(
                """
                {'id':'%s/providers/Microsoft.Security/assessments/%s/subAssessments/s1','name':'s1',
                 'type':'Microsoft.Security/assessments/subAssessments','properties':{'id':'CVE-2026-12345',
                 'displayName':'openssl','status':{'code':'Unhealthy','severity':'High','cause':'c'},
                 'description':'Overflow','impact':'Much','remediation':'Update','category':'Debian',
                 'timeGenerated':'2026-05-02T08:00:00Z','resourceDetails':{'source':'Azure','id':'%s/x@sha256:1'},
                 'additionalData':{'assessedResourceType':'AzureContainerRegistryVulnerability','patchable':true,
                 'cve':[{'title':'CVE-2026-12345','link':'https://example.com/cve'}]}}}
                """.formatted(REGISTRY, KEY, REGISTRY), """
                {%s'RecommendationSubscriptionId':'20dc354a-ba60-44fb-88f8-283b7efd4fcf','AssessedResourceId':'%s',
                 'ParentRecommendationId':'%s','NestedRecommendationId':'s1','VulnerabilityId':'CVE-2026-12345',
                 'RecommendationName':'openssl','RecommendationState':'Unhealthy','RecommendationSeverity':'High',
                 'Cause':'c','Description':'Overflow','Impact':'Much','RemediationDescription':'Update','Category':
                 'Debian','SubAssessmentTimeGeneration':'2026-05-02T08:00:00Z','ResourceDetails':
                 '{\\"source\\":\\"Azure\\",\\"id\\":\\"%s/x@sha256:1\\"}','AdditionalData':{'assessedResourceType':
                 'AzureContainerRegistryVulnerability','patchable':true,'cve':[{'title':'CVE-2026-12345',
                 'link':'https://example.com/cve'}]},'IsSnapshot':false,'ResourceGroup':'rg',
                 'Type':'SecurityNestedRecommendation'}
                """.formatted(WORKSPACE, REGISTRY, KEY, REGISTRY)),
        SECURE_SCORE("""
                {'id':'%s/providers/Microsoft.Security/secureScores/ascScore','name':'ascScore','timeGenerated':
                 '2026-05-03T10:00:00.1Z','type':'Microsoft.Security/secureScores','properties':{'displayName':
                 'ASC score','score':{'max':56,'current':18.38,'percentage':0.3282},'weight':1161}}
                """.formatted(SUBSCRIPTION), """
                {%s'SecureScoresSubscriptionId':'20dc354a-ba60-44fb-88f8-283b7efd4fcf','DisplayName':'ASC score',
                 'CurrentScore':18.38,'MaxScore':56,'PercentageScore':0.3282,'Weight':1161,'Environment':'Azure',
                 'AssessedResourceId':'%s','IsSnapshot':true,'Type':'SecureScores'}
                """.formatted(WORKSPACE, SUBSCRIPTION)),
        SECURE_SCORE_CONTROL("""
                {'id':'%s/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/c1','name':'c1',
                 'timeGenerated':'2026-05-03T10:00:00.1Z',
                 'type':'Microsoft.Security/secureScores/secureScoreControls','properties':{'displayName':
                 'Enable MFA','score':{'max':10,'current':0,'percentage':0},'weight':3,'healthyResourceCount':1,
                 'unhealthyResourceCount':2,'notApplicableResourceCount':0}}
                """.formatted(SUBSCRIPTION), """
                {%s'SecureScoresSubscriptionId':'20dc354a-ba60-44fb-88f8-283b7efd4fcf','ControlId':'c1',
                 'ControlName':'Enable MFA','ControlType':'BuiltIn','CurrentScore':0,'MaxScore':10,'PercentageScore':0,
                 'Weight':3,'HealthyResources':1,'UnhealthyResources':2,'NotApplicableResources':0,'Properties':{},
                 'AssessedResourceId':'%s/providers/Microsoft.Security/secureScores/ascScore',
                 'RecommendationResourceIds':'[]','IsSnapshot':true,'Type':'SecureScoreControls'}
                """.formatted(WORKSPACE, SUBSCRIPTION)),
        REGULATORY_COMPLIANCE(
                """
                {'id':'%s/providers/Microsoft.Security/regulatoryComplianceStandards/PCI-DSS-4/%s/1.1/%s/%s','name':'%s',
                 'type':'Microsoft.Security/regulatoryComplianceStandards/%s/%s','timeGenerated':
                 '2026-05-03T10:00:00.1Z','properties':{'description':'Encrypt disks','state':'Failed',
                 'passedResources':1,'failedResources':4,'skippedResources':0,
                 'assessmentDetailsLink':'https://portal.azure.com/#blade/r'}}
                """.formatted(
                                SUBSCRIPTION,
                                "regulatoryComplianceControls",
                                "regulatoryComplianceAssessments",
                                KEY,
                                KEY,
                                "regulatoryComplianceControls",
                                "regulatoryComplianceAssessments"),
                """
                {%s'RegulatoryComplianceSubscriptionId':'20dc354a-ba60-44fb-88f8-283b7efd4fcf',
                 'RecommendationId':'%s','RecommendationName':'Encrypt disks','ComplianceStandard':'PCI-DSS-4',
                 'ComplianceControl':'1.1','State':'Failed','PassedResources':1,'FailedResources':4,
                 'SkippedResources':0,'RecommendationLink':'https://portal.azure.com/#blade/r','IsSnapshot':false,
                 'AssessedResourceId':'%s','Type':'SecurityRegulatoryCompliance'}
                """.formatted(WORKSPACE, KEY, SUBSCRIPTION));

        private final JsonNode event;
        private final ObjectNode row;

        Pair(String event, String row) {
            this.event = read(event);
            this.row = (ObjectNode) read(row);
        }
    }

    @ParameterizedTest
    @EnumSource(Pair.class)
    void aRowSaysInEveryFormatWhatItsEventSays(Pair pair) {
        for (Formats format : Formats.values()) {
            assertEquals(facts(format.only(pair.event)), facts(format.only(pair.row)), format.name());
        }
        assertEquals(facts(finding(pair.event)), facts(finding(pair.row)));
    }

    @ParameterizedTest
    @EnumSource(Pair.class)
    void aRowIsKnownByItsTypeInAnyCaseAndWithoutItByItsColumns(Pair pair) {
        EventKind kind = Classifier.classify(pair.event);
        ObjectNode other = Formats.read("{}").deepCopy();
        pair.row.properties().forEach(field -> other.set(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));

        assertEquals(kind, Classifier.classify(pair.row));
        assertEquals(
                kind,
                Classifier.classify(pair.row
                        .deepCopy()
                        .put("Type", pair.row.get("Type").asText().toUpperCase(Locale.ROOT))));
        assertEquals(kind, Classifier.classify(pair.row.deepCopy().without("Type")));
        assertEquals(kind, Classifier.classify(other));
        assertEquals(facts(Formats.CLOUDTRAIL.only(pair.event)), facts(Formats.CLOUDTRAIL.only(other)));
    }

    @ParameterizedTest
    @EnumSource(Pair.class)
    void whatPropertiesHoldIsReadAsAStructureAndAsItsText(Pair pair) {
        ObjectNode row = pair.row.objectNode();
        pair.row.properties().stream()
                .filter(field -> field.getKey().matches("Type|TenantId|TimeGenerated|.*Id|.*TenantId|Compliance.*"))
                .forEach(field -> row.set(field.getKey(), field.getValue()));
        JsonNode properties = pair.event.get("properties");
        for (JsonNode form : List.of(properties, row.textNode(properties.toString()), pair.event)) {
            row.set("Properties", form);
            for (Formats format : Formats.values()) {
                assertEquals(facts(format.only(pair.event)), facts(format.only(row)), format.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pair.class)
    void ofWhatPropertiesAndAColumnSayApartNothingIsLost(Pair pair) {
        ObjectNode row = pair.row.deepCopy();
        row.putObject("Properties")
                .put("displayName", "Own")
                .put("description", "Own")
                .put("state", "Passed");

        String document = Formats.CLOUDTRAIL.only(row).toString();

        assertTrue(document.contains("Own"), document);
        for (JsonNode value : pair.row) {
            if (value.isTextual() && value.textValue().matches("[A-Z][a-z]+( [a-z]+)+")) {
                assertTrue(document.contains(value.textValue()), value + " is not in " + document);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pair.class)
    void theWorkspaceIsNoTenant(Pair pair) {
        String workspace = pair.row.get("TenantId").textValue();
        JsonNode document = Formats.CLOUDTRAIL.only(pair.row);
        JsonNode finding = Formats.OCSF_1_7.only(pair.row);

        assertFalse(document.get("userIdentity").toString().contains(workspace));
        assertEquals(
                workspace,
                document.at("/additionalEventData/unmapped/workspaceId").textValue());
        assertFalse(finding.get("cloud").toString().contains(workspace));
        assertFalse(finding.get("metadata").has("tenant_uid")
                && finding.at("/metadata/tenant_uid").asText().equals(workspace));
        assertFalse(finding(pair.row).at("/Resources").toString().contains(workspace));
    }

    @Test
    void aRowOfASnapshotUpdatesItsFinding() {
        ObjectNode row = Pair.RECOMMENDATION.row.deepCopy().put("FirstEvaluationDate", "2026-05-02T08:00:00Z");

        assertEquals(1, Formats.OCSF_1_7.only(row).get("activity_id").intValue());
        assertEquals(
                2,
                Formats.OCSF_1_7
                        .only(row.put("IsSnapshot", true))
                        .get("activity_id")
                        .intValue());
    }

    @ParameterizedTest
    @CsvSource({
        "SecurityRecommendation, RecommendationId",
        "SecurityNestedRecommendation, NestedRecommendationId",
        "SecurityNestedRecommendation, Id",
        "SecurityNestedRecommendation, AssessedResourceId",
        "SecurityRecommendation, AssessedResourceId",
        "SecureScores, AssessedResourceId",
        "SecureScoreControls, ControlId",
        "SecureScoreControls, AssessedResourceId",
        "SecurityRegulatoryCompliance, RecommendationId",
        "SecurityRegulatoryCompliance, AssessedResourceId"
    })
    void theColumnThatHoldsTheWholeIdIsRead(String table, String column) {
        for (Pair pair : Pair.values()) {
            if (pair.row.get("Type").textValue().equals(table)) {
                JsonNode row = pair.row.deepCopy().set(column, pair.event.get("id"));
                assertEquals(pair.event.get("id"), Formats.CLOUDTRAIL.only(row).at("/additionalEventData/id"));
                assertEquals(
                        Formats.OCSF_1_7.only(pair.event).get("finding_info"),
                        Formats.OCSF_1_7.only(row).get("finding_info"));
                assertEquals(finding(pair.event).get("Resources"), finding(row).get("Resources"));
            }
        }
    }

    @Test
    void aRecommendationForAResourceOfAnotherCloudNamesIt() {
        String bucket = "arn:aws:s3:::shop";
        ObjectNode row = Pair.RECOMMENDATION
                .row
                .deepCopy()
                .put("AssessedResourceId", bucket)
                .put("Environment", "AWS");

        assertEquals(bucket, Formats.OCSF_1_7.only(row).at("/resources/0/uid").textValue());
        assertEquals(bucket, finding(row).at("/Resources/0/Id").textValue());
        assertEquals("AwsS3Bucket", finding(row).at("/Resources/0/Type").textValue());
    }

    @Test
    void aConnectorThatWasAssessedIsTheResource() {
        String connector = SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Security/securityConnectors/aws";
        ObjectNode row = Pair.RECOMMENDATION.row.deepCopy().put("AssessedResourceId", connector);

        assertEquals(
                connector, Formats.OCSF_1_7.only(row).at("/resources/0/uid").textValue());
        assertEquals(
                connector + "/providers/Microsoft.Security/assessments/" + KEY,
                Formats.CLOUDTRAIL.only(row).at("/additionalEventData/id").textValue());
    }

    @Test
    void devicesOfOneHubHaveFindingsOfTheirOwn() {
        ObjectNode row = Pair.RECOMMENDATION.row.deepCopy();
        JsonNode one = Formats.OCSF_1_7.only(row.put("DeviceId", "one")).at("/finding_info/uid");

        assertFalse(one.equals(Formats.OCSF_1_7.only(row.put("DeviceId", "two")).at("/finding_info/uid")));
    }

    @ParameterizedTest
    @CsvSource({"RecommendationId, regulatory-control", "ComplianceControl, regulatory-standard"})
    void aRowOfComplianceIsOfWhatItsColumnsName(String missing, String kind) {
        JsonNode row = Pair.REGULATORY_COMPLIANCE.row.deepCopy().without(List.of("RecommendationId", missing));

        assertEquals(kind, Classifier.classify(row).id());
        assertEquals(
                "PCI-DSS-4",
                Formats.OCSF_1_7.only(row).at("/compliance/standards/0").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "", "None"})
    void aColumnWithoutAValueLeavesItsPlaceToAnother(String nothing) {
        ObjectNode row = Pair.RECOMMENDATION
                .row
                .deepCopy()
                .put("FirstEvaluationDate", nothing)
                .put("DiscoveredTimeUTC", "2026-04-01T08:00:00Z")
                .put("RecommendationDisplayName", nothing);

        assertEquals(facts(Formats.OCSF_1_7.only(Pair.RECOMMENDATION.event)), facts(Formats.OCSF_1_7.only(row)));
    }

    @Test
    void rowsOfAMessageAreEventsOfTheirKinds() {
        ObjectNode message = (ObjectNode) Formats.read("{\"records\":[]}");
        for (Pair pair : Pair.values()) {
            message.withArray("records").add(pair.row);
        }
        List<MappedEvent> mapped = Formats.OCSF_1_7.map(message, Formats.ORIGIN);

        assertEquals(
                List.of(
                        "assessment",
                        "sub-assessment",
                        "secure-score",
                        "secure-score-control",
                        "regulatory-assessment"),
                mapped.stream().map(event -> event.kind().id()).toList());
    }

    private static JsonNode finding(JsonNode event) {
        MappedEvent mapped = ASFF.toAsff(event, Formats.ORIGIN).get(0);
        return Formats.read(mapped.json());
    }

    private static JsonNode read(String text) {
        return Formats.read(text.replace('\'', '"'));
    }

    /** Without what is of the payload itself, and what is kept of it. */
    private static JsonNode facts(JsonNode document) {
        ObjectNode facts = document.deepCopy();
        facts.remove(List.of("unmapped", "ProductFields", "activity_id", "activity_name", "type_uid", "type_name"));
        Map<String, List<String>> within = Map.of(
                "metadata",
                List.of("uid", "processed_time", "original_time"),
                "additionalEventData",
                List.of("unmapped"));
        Function<String, JsonNode> at = facts::get;
        within.forEach((name, fields) -> {
            if (at.apply(name) instanceof ObjectNode object) {
                object.remove(fields);
            }
        });
        return facts;
    }
}
