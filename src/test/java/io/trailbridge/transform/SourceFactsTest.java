package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFactsTest {
    private static SourceFacts said(String json) {
        return SourceFacts.of(Formats.read(json.replace('\'', '"')));
    }

    @Test
    void aFactIsFoundUnderAnyOfItsNamesInAnyCase() {
        assertEquals("x", said("{'SOFTWAREname':'x'}").text("packageName", "softwareName"));
        assertEquals("1.5", said("{'a':1.5}").text("a"));
    }

    @Test
    void aFieldWithoutAValueIsPassedOverForTheNextName() {
        SourceFacts facts = said("{'a':null,'b':' ','c':'None','d':{},'e':[],'f':{'x':1},'g':' v '}");

        assertEquals("v", facts.text("a", "b", "c", "d", "e", "f", "g"));
        assertEquals("{\"x\":1}", facts.get("a", "e", "f", "g").toString());
    }

    @Test
    void theNearerPlaceIsAskedFirstForAllNames() {
        SourceFacts facts = said("{'b':'near'}").orElse(said("{'a':'far','c':'only'}"));

        assertEquals("near", facts.text("a", "b"));
        assertEquals("only", facts.text("c"));
        assertEquals(2, facts.each().size());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "'True', true", "' FALSE ', false", "1, ", "'yes', ", "[true], "})
    void aFlagMayBeAText(String value, Boolean flag) {
        String json = value.equals("true") || value.equals("false") || value.equals("1") || value.startsWith("[")
                ? value
                : "'" + value + "'";

        assertEquals(flag, said("{'a':" + json + "}").flag("a"));
    }

    @Test
    void aStructureMayBeThereAsItsText() {
        assertEquals("1", SourceFacts.of(TextNode.valueOf("{\"a\":\"1\"}")).text("a"));
        assertEquals(
                "1",
                said("{'b':'[{\\'a\\':\\'1\\'}]'}".replace("\\'", "\\\""))
                        .within("b")
                        .text("a"));
        assertTrue(SourceFacts.of(TextNode.valueOf("{not json")).isEmpty());
    }

    @Test
    void theObjectsOfAListAreReadOneAfterTheOther() {
        assertEquals(
                List.of("x", "y"),
                said("{'b':[{'x':1},5,{},{'y':2}]}").within("b", "c").names());
        assertEquals(
                List.of("x"),
                said("{'b':{'any':{'x':1},'n':5}}").within("b").parts().names());
    }

    @Test
    void aValueThatIsNoObjectHasNoFields() {
        assertTrue(SourceFacts.of(null).isEmpty());
        assertTrue(said("5").isEmpty());
        assertTrue(said("[{'a':1}]").isEmpty());
        assertNull(SourceFacts.NONE.get("a"));
        assertNull(SourceFacts.NONE.text("a"));
        assertNull(SourceFacts.NONE.flag("a"));
        assertTrue(SourceFacts.NONE.within("a").isEmpty());
    }
}
