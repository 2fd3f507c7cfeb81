package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormaliserTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Names
                "{'SYSTEMALERTID':'a','Foo':1} | {'systemAlertId':'a','Foo':1}",
                "{'Type':'a','type':'b'} | {'Type':'a','type':'b'}",
                "{'TimeGeneratedUtc':'a','TimeGenerated':'b'} | {'TimeGeneratedUtc':'a','timeGenerated':'b'}",
                "{'ExtendedProperties':{'Type':'a','TYPE':'b'}} | {'extendedProperties':{'Type':'a','TYPE':'b'}}",
                // Nothing
                "{'a':null,'b':'','c':' ','d':0,'e':false,'f':[null,'']} | {'d':0,'e':false,'f':[null,'']}",
                "{'Severity':'Unknown','cause':'none','Description':'N/A','state':'NULL'} | {}",
                "{'Intent':['Unknown','Execution']} | {'intent':['Execution']}",
                "{'EndTimeUtc':'0001-01-01T00:00:00Z'} | {}",
                "{'name':'unknown','hostName':'None','other':'null'} | {'name':'unknown','hostName':'None','other':'null'}",
                // References
                "[{'$id':'1','a':1},{'$ref':'1'},{'$id':'1','b':2},{'$ref':'1'}] | [{'a':1},{'a':1},{'b':2},{'b':2}]",
                "{'x':{'$ref':'1'},'y':{'$id':'1','a':1},'z':[{'$ref':'9'}]} | {'y':{'a':1},'z':[]}",
                "[{'$id':'1','self':{'$ref':'1'},'in':{'$id':'2','up':{'$ref':'1'}}},{'$ref':'2'}] | [{'in':{}},{}]",
                "[{'$id':1,'a':1},{'$ref':1}] | [{'a':1},{'a':1}]"
            })
    void anEventIsBroughtIntoOneForm(String event, String normal) throws JsonProcessingException {
        assertEquals(normal.replace('\'', '"'), normalise(event, true).toString());
    }

    @Test
    void anUnknownEventIsLeftAsItIs() throws JsonProcessingException {
        String event = "{'Type':null,'a':'','$id':'1','severity':'Unknown','r':{'$ref':'1'}}";

        assertEquals(event.replace('\'', '"'), normalise(event, false).toString());
    }

    @Test
    void aLoneSurrogateIsReplacedInTextsAndNames() {
        ObjectNode event = NODES.objectNode();
        event.put("a\uD800", "x\uDC00y\uD83D\uDE00z\uD83D").put("a\uFFFD", "b");

        JsonNode normal = Normaliser.normalise(event, EventKind.ALERT).event();

        assertEquals("b", normal.get("a\uFFFD").textValue());
        assertEquals("x\uFFFDy\uD83D\uDE00z\uFFFD", normal.get("a\uFFFD_").textValue());
    }

    @Test
    void whatIsNestedTooDeepBecomesText() {
        JsonNode normal = Normaliser.normalise(nested(400), EventKind.ALERT).event();
        int depth = 0;
        while (normal.isArray()) {
            normal = normal.get(0);
            depth++;
        }
        assertEquals(Normaliser.MAX_DEPTH, depth);
        assertTrue(normal.textValue().startsWith("[[[["));
    }

    @Test
    void anEventNestedBeyondThatIsRefused() {
        assertThrows(Normaliser.TooDeep.class, () -> Normaliser.normalise(nested(100_000), EventKind.ALERT));
        assertThrows(Normaliser.TooDeep.class, () -> Normaliser.normalise(nested(100_000), EventKind.UNRECOGNISED));
    }

    @Test
    void referencesNeverMakeAnEventGrowWithoutBound() {
        ArrayNode entities = NODES.arrayNode();
        entities.addObject().put("$id", "0").put("x", "y".repeat(1000));
        for (int i = 1; i < 200; i++) {
            ArrayNode twice = entities.addObject().put("$id", "" + i).putArray("twice");
            twice.addObject().put("$ref", "" + (i - 1));
            twice.addObject().put("$ref", "" + (i - 1));
        }

        Normaliser.Normal normal = Normaliser.normalise(NODES.objectNode().set("entities", entities), EventKind.ALERT);

        assertFalse(normal.grown());
        assertEquals(NODES.objectNode().set("entities", entities), normal.event());
    }

    @Test
    void aReferenceTooDeepToBeResolvedLeavesThemAllAsTheyAre() {
        ObjectNode event = NODES.objectNode();
        ArrayNode entities = event.putArray("entities");
        entities.addObject().put("$id", "1").set("x", nested(Normaliser.MAX_DEPTH / 2));
        JsonNode reference = NODES.objectNode().put("$ref", "1");
        for (int i = 0; i < Normaliser.MAX_DEPTH / 2; i++) {
            reference = NODES.objectNode().set("in", reference);
        }
        entities.add(reference);

        assertEquals(event, Normaliser.normalise(event, EventKind.ALERT).event());
    }

    @Test
    void withItsReferencesAnEventKeepsTheirIds() throws JsonProcessingException {
        JsonNode event = JSON.readTree("{\"Entities\":[{\"$id\":\"1\",\"Name\":\"a\"},{\"$ref\":\"1\"}]}");

        assertEquals(
                "{\"entities\":[{\"$id\":\"1\",\"name\":\"a\"},{\"$ref\":\"1\"}]}",
                Normaliser.withReferences(event, EventKind.ALERT).toString());
        assertFalse(Normaliser.normalise(JSON.readTree("{\"a\":1}"), EventKind.ALERT)
                .grown());
    }

    private static JsonNode nested(int levels) {
        JsonNode node = NODES.numberNode(1);
        for (int i = 0; i < levels; i++) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    private static JsonNode normalise(String event, boolean known) throws JsonProcessingException {
        EventKind kind = known ? EventKind.ALERT : EventKind.UNRECOGNISED;
        return Normaliser.normalise(JSON.readTree(event.replace('\'', '"')), kind)
                .event();
    }
}
