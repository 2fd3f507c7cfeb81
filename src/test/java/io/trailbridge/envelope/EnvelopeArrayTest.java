package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeArrayTest {
    private static final List<String> ENVELOPES = List.of(
            "{}",
            "{\"a\":[1,{\"b\":[]}],\"c\":{}}",
            "{\"text\":\"} ] , { [ \\\" \\\\\"}",
            "{ \"last\" : \"\\\\\\\"}\" }");

    @Test
    void whatIsJoinedIsAJsonArrayAndSplitsIntoTheSameTexts() throws Exception {
        String array = EnvelopeArray.join(ENVELOPES);

        JsonNode json = new ObjectMapper().readTree(array);
        assertTrue(json.isArray());
        assertEquals(ENVELOPES.size(), json.size());
        assertEquals(ENVELOPES, EnvelopeArray.split(array));
        assertEquals(
                array.length(),
                1
                        + ENVELOPES.stream()
                                .mapToInt(envelope -> envelope.length() + EnvelopeArray.BYTES_BESIDE)
                                .sum());
    }

    @Test
    void anArrayThatAnotherProgramHasWrittenIsSplitAsWell() {
        assertEquals(List.of("{\"a\": 1}", "{}"), EnvelopeArray.split("[ {\"a\": 1}\r\n,\t{} ]\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "[",
                "[{}",
                "[{},",
                "[{},]",
                "[{}{}]",
                "[{}] x",
                "[1]",
                "[{},1]",
                "[\"{}\"]",
                "[[{}]]",
                "[{\"a\":\"]",
                "[{\"a\":\"\\",
                "[{\"a\":[}",
                " [{}]"
            })
    void anythingElseIsNotSplit(String text) {
        assertEquals(List.of(), EnvelopeArray.split(text));
    }

    @Test
    void anArrayOfMoreEnvelopesThanAMessageMayHaveIsNotSplit() {
        List<String> most = Collections.nCopies(EnvelopeArray.MAX_ENVELOPES, "{}");
        List<String> more = Collections.nCopies(EnvelopeArray.MAX_ENVELOPES + 1, "{}");
        assertEquals(most, EnvelopeArray.split(EnvelopeArray.join(most)));
        assertEquals(List.of(), EnvelopeArray.split(EnvelopeArray.join(more)));
    }

    @Test
    void anEnvelopeByItselfIsNoArray() {
        assertFalse(EnvelopeArray.isArray("{\"event_data\":[]}"));
        assertFalse(EnvelopeArray.isArray(""));
        assertTrue(EnvelopeArray.isArray("[{}]"));
    }
}
