package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareFactsTest {
    private static SoftwareFacts software(String said, String details) {
        return new SoftwareFacts(said(said), said(details));
    }

    private static SourceFacts said(String facts) {
        return SourceFacts.of(Formats.read(facts.replace('\'', '"')));
    }

    private static String packages(String said) {
        return software(said, "{}").packages().toString().replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'softwareDetails':{'packageName':'p','version':'1','fixedVersion':'2','vendor':'v','category':'OS'}} "
                        + "| [{'name':'p','vendor':'v','fixedVersion':'2','category':'OS','version':'1'}]",
                "{'softwareName':'p','softwareVersion':'1','softwareVendor':'v','recommendedVersion':'2'} "
                        + "| [{'name':'p','vendor':'v','fixedVersion':'2','version':'1'}]",
                "{'SoftwareName':'p','PackageType':'OS','FixedVersion':'2','DetectedSoftwareVersions':['1','1.1']} "
                        + "| [{'name':'p','fixedVersion':'2','category':'OS','version':'1'},"
                        + "{'name':'p','fixedVersion':'2','category':'OS','version':'1.1'}]",
                "{'SoftwareName':'p','ScannersDetails':{'mdvm':{'DetectedSoftwareVersions':['1'],'FixedVersion':'2'}}} "
                        + "| [{'name':'p','fixedVersion':'2','version':'1'}]",
                "{'softwareDetails':[{'packageName':'p','version':'1'},{'packageName':'q','version':'2','fixedVersion':'3'}]} "
                        + "| [{'name':'p','version':'1'},{'name':'q','fixedVersion':'3','version':'2'}]",
                // What a block lacks may stand beside it, unless there are several
                "{'softwareDetails':{'packageName':'p','version':'1'},'recommendedVersion':'2'} "
                        + "| [{'name':'p','fixedVersion':'2','version':'1'}]",
                "{'softwareDetails':[{'packageName':'p'},{'packageName':'q'}],'recommendedVersion':'2','softwareVersion':'1'} "
                        + "| [{'name':'p'},{'name':'q'}]",
                "{'softwareDetails':{'packageName':'p','version':1.5,'fixedVersion':'None','vendor':'Unknown'}} "
                        + "| [{'name':'p','version':'1.5'}]",
                "{'softwareDetails':{'packageName':'p','cpe':{'uri':'cpe:2.3:a:x'}}} | [{'name':'p','cpe':'cpe:2.3:a:x'}]",
                // A name of the scanner, not of the software
                "{'name':'n','version':'1','vendor':'v'} | []",
                "{'softwareDetails':'None','softwareName':['p']} | []"
            })
    void thePackageIsReadInEachForm(String said, String expected) {
        assertEquals(expected, packages(said));
    }

    @Test
    void whatIsSaidOfTheVulnerabilityGivesItsVersionAndTheNameInTheDictionary() {
        SoftwareFacts software = software("{'softwareName':'p'}", "{'fixedVersion':'2','cpe':{'uri':'cpe:2.3:a:x'}}");

        assertEquals(
                "[{'name':'p','fixedVersion':'2','cpe':'cpe:2.3:a:x'}]",
                software.packages().toString().replace('"', '\''));
    }

    @Test
    void ofManyVersionsNoMoreAreReadThanAFindingTakes() {
        String versions = IntStream.range(0, 500).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));

        SoftwareFacts software = software("{'softwareName':'p','softwareVersion':[" + versions + "]}", "{}");

        assertEquals(100, software.packages().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'patchable':true} | true",
                "{'patchable':false} | false",
                "{'patchable':'true'} | true",
                "{'softwareDetails':{'patchable':true}} | true",
                "{'softwareDetails':{'patchable':false}} | false",
                "{'softwareDetails':{'patchable':false,'fixStatus':'FixAvailable'}} | false",
                "{'softwareDetails':{'fixStatus':'FixAvailable'}} | true",
                "{'softwareDetails':{'fixStatus':'NoFix'}} | false",
                "{'softwareDetails':{'fixStatus':'Scheduled'}} | ",
                "{'FixStatus':'Will not fix'} | false",
                "{'fixState':'fixed'} | true",
                "{'ScannersDetails':{'mdvm':{'FixStatus':'NoFixAvailable'}}} | false",
                // A source that names the version with the fix states that there is one
                "{'softwareName':'p','recommendedVersion':'2'} | true",
                "{'softwareDetails':{'packageName':'p','fixedVersion':'2','fixStatus':'NoFixAvailable'}} | false",
                "{'softwareDetails':[{'packageName':'p','fixedVersion':'2'},{'packageName':'q'}]} | ",
                "{'softwareName':'p','recommendedVersion':'None'} | ",
                "{'recommendedVersion':'2'} | ",
                "{'patchable':'None'} | "
            })
    void whetherThereIsAFixIsSaidByAFlagAWordOrItsVersion(String said, Boolean fixable) {
        assertEquals(fixable, software(said, "{}").fixable());
    }
}
