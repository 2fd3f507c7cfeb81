package io.trailbridge.flowlogs.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OpenFlowsTest {
    private final OpenFlows open = new OpenFlows(3);

    @Test
    void anEndTellsHowLongItsFlowLasted() throws Exception {
        assertEquals(-1, open.note(tuple(0, 'B'), "acl", "mac"));
        assertEquals(-1, open.note(tuple(500, 'C'), "acl", "mac"));
        assertEquals(1000, open.note(tuple(1000, 'E'), "acl", "mac"));
        assertEquals(-1, open.note(tuple(1000, 'E'), "acl", "mac"), "it is over");
    }

    @Test
    void theOldestAreForgottenByNumberAndBySize() throws Exception {
        for (String acl : new String[] {"1", "2", "3", "4"}) {
            open.note(tuple(0, 'B'), acl, "mac");
        }
        assertEquals(-1, open.note(tuple(9, 'E'), "1", "mac"));
        assertEquals(9, open.note(tuple(9, 'E'), "2", "mac"));
        open.note(tuple(0, 'B'), "x".repeat(500), "mac");
        assertEquals(-1, open.note(tuple(9, 'E'), "3", "mac"));
        assertEquals(9, open.note(tuple(9, 'E'), "x".repeat(500), "mac"));
        open.note(tuple(0, 'B'), "5", "mac");
        assertEquals(9, open.note(tuple(9, 'E'), "5", "mac"), "what was taken out leaves its place");
    }

    private static FlowTuple tuple(int time, char state) throws MalformedTupleException {
        return FlowTuple.parse(
                1_777_971_600_000L + time + ",10.0.0.6,10.0.0.7,1024,443,6,O," + state + ",NX,3,767,2,1580",
                FlowLogForm.VNET,
                "4");
    }
}
