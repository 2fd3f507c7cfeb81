package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaidFactsTest {
    private static SaidFacts said(String json) {
        return SaidFacts.of(Formats.read(json.replace('\'', '"')));
    }

    @Test
    void aFactIsFoundUnderAnyOfItsNamesInAnyCase() {
        assertEquals("x", said("{'SOFTWAREname':'x'}").text("packageName", "softwareName"));
        assertEquals("1.5", said("{'a':1.5}").text("a"));
    }

    @Test
    void whatSaysNothingLeavesTheWordToTheNextName() {
        SaidFacts facts = said("{'a':null,'b':' ','c':'None','d':{},'e':[],'f':{'x':1},'g':' v '}");

        assertEquals("v", facts.text("a", "b", "c", "d", "e", "f", "g"));
        assertEquals("{\"x\":1}", facts.get("a", "e", "f", "g").toString());
    }

    @Test
    void theNearerPlaceIsAskedFirstForAllNames() {
        SaidFacts facts = said("{'b':'near'}").orElse(said("{'a':'far','c':'only'}"));

        assertEquals("near", facts.text("a", "b"));
        assertEquals("only", facts.text("c"));
        assertEquals(2, facts.each().size());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "'True', true", "' FALSE ', false", "1, ", "'yes', ", "[true], "})
    void aFlagMayBeAText(String value, Boolean flag) {
        String json = value.equals("true") || value.equals("false") || value.equals("1") || value.startsWith("[")
                ? value : "'" + value + "'";

        assertEquals(flag, said("{'a':" + json + "}").flag("a"));
    }

    @Test
    void aStructureMayBeThereAsItsText() {
        assertEquals("1", SaidFacts.of(TextNode.valueOf("{\"a\":\"1\"}")).text("a"));
        assertEquals("1", said("{'b':'[{\\'a\\':\\'1\\'}]'}".replace("\\'", "\\\"")).within("b").text("a"));
        assertTrue(SaidFacts.of(TextNode.valueOf("{not json")).isEmpty());
    }

    @Test
    void theObjectsOfAListAreReadOneAfterTheOther() {
        assertEquals(List.of("x", "y"), said("{'b':[{'x':1},5,{},{'y':2}]}").within("b", "c").names());
        assertEquals(List.of("x"), said("{'b':{'any':{'x':1},'n':5}}").within("b").parts().names());
    }

    @Test
    void whatIsNoObjectSaysNothing() {
        assertTrue(SaidFacts.of(null).isEmpty());
        assertTrue(said("5").isEmpty());
        assertTrue(said("[{'a':1}]").isEmpty());
        assertNull(SaidFacts.NOTHING.get("a"));
        assertNull(SaidFacts.NOTHING.text("a"));
        assertNull(SaidFacts.NOTHING.flag("a"));
        assertTrue(SaidFacts.NOTHING.within("a").isEmpty());
    }
}
