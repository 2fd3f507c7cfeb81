package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What to do is a text and a link, also where the source writes a structure of both as text. */
class AdviceTest {
    private static final String LINK =
            "{'displayValue':'Read <b>this</b>.','kind':'Link','value':'https://a.example/x'}";
    private static final String ID =
            "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "['Do it.'] | ['Do it.'] | []",
                "'Do it.' | ['Do it.'] | []",
                "['<p>Do it.</p>', '', 'None', null] | ['Do it.'] | []",
                "[{'kind':'Link','displayValue':'Read.','value':'https://a.example/'}] | ['Read.'] | ['https://a.example/']",
                "{'Label':'Read.','Href':'a.example/b'} | ['Read.'] | ['https://a.example/b']",
                "[{'title':'Read.','link':'https://a.example/'},'Do it.'] | ['Read.','Do it.'] | ['https://a.example/']",
                "[{'url':'https://a.example/'}] | ['https://a.example/'] | ['https://a.example/']",
                "[{'displayValue':'Run','value':'ls -l'}] | ['Run (ls -l)'] | []",
                "['See <a href=`https://a.example/x`>this <b>page</b></a>, <A HREF=b.example/y target=_blank>that</A>.'] |"
                        + " ['See this page (https://a.example/x), that (b.example/y).'] | ['https://a.example/x',"
                        + "'https://b.example/y']",
                "['<a href=`javascript:x()`>run</a>'] | ['run (javascript:x())'] | []",
                "[{'label':'Read.','href':'<a href=`https://a.example/`>x</a>'}] | ['Read.'] | ['https://a.example/']",
                "[['a',['b']],5] | ['a','b','5'] | []",
                "['{no json}','[neither]'] | ['{no json}','[neither]'] | []",
                "[{'a':1},'Do it.'] | ['Do it.'] | []"
            })
    void textsAndLinksAreToldApart(String steps, String texts, String links) {
        JsonNode advice = Advice.of(json(steps));

        assertEquals(json(texts), advice.get("texts"));
        assertEquals(json(links), advice.get("links"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'displayValue':'Read.','kind':'Link','value':'https://a.example/'}]",
                "['{\\'displayValue\\':\\'Read.\\',\\'kind\\':\\'Link\\',\\'value\\':\\'https:\\\\/\\\\/a.example\\\\/\\'}']",
                "'[{\\'displayValue\\':\\'Read.\\',\\'kind\\':\\'Link\\',\\'value\\':\\'https://a.example/\\'}]'",
                "'{\\'displayValue\\':\\'Read.\\',\\'kind\\':\\'Link\\',\\'value\\':\\'https://a.example/\\'}'"
            })
    void aLinkIsOneInEverySpelling(String steps) {
        JsonNode advice = Advice.of(json(steps));

        assertEquals(json("['Read.']"), advice.get("texts"));
        assertEquals(json("['https://a.example/']"), advice.get("links"));
        assertEquals(json("['Read. (https://a.example/)']"), advice.get("lines"));
        assertTrue(advice.get("rest").isEmpty());
    }

    /** In the advice of every kind that has some. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'SystemAlertId':'a','AlertType':'T','RemediationSteps':[STEP]}",
                "{'SystemAlertId':'a','AlertType':'T','RemediationSteps':STEP}",
                "{'type':'Microsoft.Security/alerts','properties':"
                        + "{'alertType':'T','systemAlertId':'a','remediationSteps':[STEP]}}",
                "{'id':'" + ID + "assessments/a','properties':{'metadata':{'remediationDescription':STEP}}}",
                "{'id':'" + ID + "assessments/a/subAssessments/s','properties':{'id':'1','remediation':STEP}}",
                "{'id':'" + ID
                        + "assessments/a/subAssessments/s','properties':{'id':'CVE-2099-1000','remediation':STEP}}",
                "{'id':'" + ID + "attackPaths/p','properties':{'displayName':'d','manualRemediationSteps':[STEP]}}",
                "{'id':'" + ID + "attackPaths/p','properties':{'displayName':'d','manualRemediationSteps':STEP}}"
            })
    void noFormatShowsTheStructure(String event) {
        String text = JsonNodeFactory.instance.textNode(LINK.replace('\'', '"')).toString();
        for (String step : new String[] {LINK.replace('\'', '"'), text}) {
            InEachFormat mapped =
                    InEachFormat.of(Formats.read(event.replace('\'', '"').replace("STEP", step)));
            for (JsonNode ocsf : new JsonNode[] {mapped.ocsf(), mapped.olderOcsf()}) {
                JsonNode remediation =
                        ocsf.has("remediation") ? ocsf.get("remediation") : ocsf.at("/vulnerabilities/0/remediation");
                assertEquals(
                        "{\"desc\":\"Read this.\",\"references\":[\"https://a.example/x\"]}", remediation.toString());
            }
            assertEquals(
                    "{\"Text\":\"Read this.\",\"Url\":\"https://a.example/x\"}",
                    mapped.asff().at("/Remediation/Recommendation").toString());
            JsonNode audited = mapped.cloudTrail().at("/additionalEventData/remediation");
            assertEquals(
                    "Read this. (https://a.example/x)", (audited.isArray() ? audited.get(0) : audited).textValue());
            for (JsonNode document : new JsonNode[] {mapped.ocsf(), mapped.asff(), mapped.cloudTrail()}) {
                assertEquals(-1, document.toString().indexOf("displayValue"), document::toString);
            }
        }
    }

    @Test
    void whatATextAndALinkDoNotSayStaysBesideThem() {
        ObjectNode alert = (ObjectNode) json("{'SystemAlertId':'a','AlertType':'T'}");
        alert.putArray("RemediationSteps")
                .add("Do it.")
                .add(json("{'own':'thing'}"))
                .add(json("{'label':'L','href':'https://a.example/','more':'extra'}"));

        InEachFormat mapped = InEachFormat.of(alert);

        assertEquals("Do it.\nL", mapped.ocsf().at("/remediation/desc").textValue());
        assertEquals(
                "Do it.\nL",
                mapped.asff().at("/Remediation/Recommendation/Text").textValue());
        for (JsonNode document :
                new JsonNode[] {mapped.ocsf().get("unmapped"), mapped.asff().get("ProductFields"), mapped.cloudTrail()
                }) {
            assertTrue(document.toString().contains("thing"), document::toString);
        }
        assertTrue(mapped.ocsf().get("unmapped").toString().contains("extra"));
        assertTrue(mapped.asff().get("ProductFields").toString().contains("extra"));
    }

    @Test
    void ofSeveralLinksTheFormatWithRoomForOneKeepsTheOthers() {
        InEachFormat mapped = InEachFormat.of("{'SystemAlertId':'a','AlertType':'T','RemediationSteps':["
                + "{'label':'A','href':'https://a.example/'},{'label':'B','href':'https://b.example/'}],"
                + "'ExtendedLinks':[{'Href':'https://c.example/'}]}");

        assertEquals(
                "[\"https://a.example/\",\"https://b.example/\",\"https://c.example/\"]",
                mapped.ocsf().at("/remediation/references").toString());
        assertEquals(
                "https://a.example/",
                mapped.asff().at("/Remediation/Recommendation/Url").textValue());
        assertTrue(mapped.asff().get("ProductFields").toString().contains("https://b.example/"));
    }

    private static JsonNode json(String text) {
        return Formats.read(text.replace("\\'", "\\\"").replace('\'', '"').replace("`", "\\\""));
    }
}
