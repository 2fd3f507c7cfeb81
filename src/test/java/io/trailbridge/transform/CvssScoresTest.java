package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CvssScoresTest {
    private static final String V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    private static final String V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
    private static final String V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P";

    private static String scores(String facts) {
        return CvssScores.of(SourceFacts.of(Formats.read(facts.replace('\'', '"'))))
                .toString()
                .replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // By versions, with a block, a number, or a string that is one
                "{'cvss':{'3.0':{'base':9.8}}} | [{'version':'3.0','base':9.8}]",
                "{'Cvss':{'3.0':{'Base':'9.8'},'2.0':null}} | [{'version':'3.0','base':9.8}]",
                "{'cvss':{'2.0':{'base':5.0},'3.1':{'baseScore':7}}} "
                        + "| [{'version':'2.0','base':5.0},{'version':'3.1','base':7}]",
                "{'cvss':{'3.1':9.8}} | [{'version':'3.1','base':9.8}]",
                "{'cvss':{'V3':{'score':9.8}}} | [{'version':'3','base':9.8}]",
                // Lists
                "{'Cvss':[{'Key':'3','Value':{'Base':7.1}}]} | [{'version':'3','base':7.1}]",
                "{'cvss':[{'version':'3.1','baseScore':7.1,'source':'Nvd'},{'version':'2.0','baseScore':5}]} "
                        + "| [{'version':'3.1','base':7.1,'source':'Nvd'},{'version':'2.0','base':5}]",
                // One block, and fields beside others
                "{'cvss':{'base':7.1,'version':'3.0'},'cvssSource':'Nvd'} | [{'version':'3.0','base':7.1,'source':'Nvd'}]",
                "{'cvssScore':9.8,'cvssVersion':3} | [{'version':'3','base':9.8}]",
                "{'cvssScore':9.8,'cvssVersion':3.1} | [{'version':'3.1','base':9.8}]",
                "{'cvssV30Score':9.8} | [{'version':'3.0','base':9.8}]",
                "{'cvssV31Score':'9.8'} | [{'version':'3.1','base':9.8}]",
                "{'cvssV3':9.8} | [{'version':'3','base':9.8}]",
                // What is no number, and what is beyond all scores
                "{'cvss':{'3.0':{'base':'None'},'3.1':{'base':'high'},'4.0':{'base':75}}} | []",
                "{'cvss':{'3.0':{'base':-1}}} | []",
                "{'cvss':{'3.0':{'base':true}}} | []",
                "{'cvss':{'3.0':{'base':[1]}},'cvssScore':{'a':1}} | []",
                "{'cvss':'None','cvssScore':'Unknown','cvssV30Score':'N/A'} | []",
                "{'cvss':{'3.0':{'base':1e999}}} | []",
                "{'cvss':{'source':'x','n':5}} | []",
                "{'cvss':{'nvd':{'base':5}}} | [{'base':5}]"
            })
    void aScoreIsReadInEachForm(String facts, String expected) {
        assertEquals(expected, scores(facts));
    }

    /** The vector contains its version: a key or a number beside it is that of a place, or cut to a whole one. */
    @ParameterizedTest
    @CsvSource({
        V31 + ", 3.1",
        V4 + ", 4.0",
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 3.0",
        V2 + ", 2.0",
        "(" + V2 + "), 2.0",
        "Au:N/AV:N, 2.0",
        "cvss:3.1/AV:N, 3.1",
        "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 3.0"
    })
    void theVectorIsBelievedBeforeTheVersionBesideIt(String vector, String version) {
        for (String facts : new String[] {
            "{'cvss':{'3.0':{'base':5.5,'cvssVectorString':'%s'}}}",
            "{'cvss':[{'Key':'3.0','Value':{'Base':5.5,'CvssVectorString':'%s'}}]}",
            "{'cvss':{'base':5.5,'version':'3.0','vector':'%s'}}",
            "{'cvssScore':5.5,'cvssVersion':'3.0','cvssVectorString':'%s'}",
            "{'cvss':[{'baseScore':5.5,'version':'3.0','vectorString':'%s'}]}"
        }) {
            assertEquals(
                    "[{'version':'" + version + "','base':5.5,'vector':'" + vector + "'}]",
                    scores(facts.formatted(vector)));
        }
    }

    @Test
    void aVectorThatIsAPlaceholderIsNoVector() {
        assertEquals("[{'version':'3.0','base':5}]", scores("{'cvss':{'3.0':{'base':5,'cvssVectorString':'None'}}}"));
    }

    @Test
    void aVectorBesideSeveralScoresIsThatOfItsVersion() {
        assertEquals(
                "[{'version':'3.1','base':9.8,'vector':'" + V31 + "'},{'version':'2.0','base':7.5}]",
                scores("{'cvssV3':9.8,'cvssV2':7.5,'cvssVectorString':'" + V31 + "'}"));
    }

    @Test
    void theSameScoreUnderTwoVersionsStandsOnce() {
        String block = "{'base':9.8,'cvssVectorString':'" + V31 + "'}";

        assertEquals(
                "[{'version':'3.1','base':9.8,'vector':'" + V31 + "'}]",
                scores("{'cvss':{'3.0':" + block + ",'3.1':" + block + "}}"));
    }

    @Test
    void aFurtherPlaceAddsOnlyWhatNoNearerOneHasAnyVersionOf() {
        SourceFacts nearer = SourceFacts.of(Formats.read("{\"cvss\":{\"3.1\":{\"base\":8.8},\"3.0\":{\"base\":8.7}}}"));
        SourceFacts further = SourceFacts.of(Formats.read("{\"cvss\":{\"3.0\":{\"base\":1},\"2.0\":{\"base\":2}}}"));

        assertEquals(
                "[{'version':'3.1','base':8.8},{'version':'3.0','base':8.7},{'version':'2.0','base':2}]",
                CvssScores.of(nearer.orElse(further)).toString().replace('"', '\''));
    }
}
