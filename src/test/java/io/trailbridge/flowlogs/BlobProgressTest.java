package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.flowlogs.format.BlobPosition;
import org.junit.jupiter.api.Test;

class BlobProgressTest {
    private final BlobReference blob = new BlobReference("https://a.blob.core.windows.net", "a", "c", "p");
    private final BlobProgress progress = new BlobProgress(0, BlobPosition.START, "0x8DC59", "0005");

    @Test
    void aNoticeIsCoveredByItsEtagOrByALaterOne() {
        assertTrue(progress.covers(new BlobNotice(blob, "0x8DC59", "0009")));
        assertTrue(progress.covers(new BlobNotice(blob, "0x1", "0005")));
        assertTrue(progress.covers(new BlobNotice(blob, null, "0004")));
        assertFalse(progress.covers(new BlobNotice(blob, "0x1", "0006")));
        assertFalse(progress.covers(new BlobNotice(blob, null, null)));
        assertFalse(BlobProgress.NONE.covers(new BlobNotice(blob, "0x1", "0006")));
    }

    @Test
    void aSequencerOfAnotherLengthCoversNothing() {
        assertFalse(progress.covers(new BlobNotice(blob, "0x1", "00041")));
        assertFalse(progress.covers(new BlobNotice(blob, "0x1", "1")));
        assertFalse(progress.covers(new BlobNotice(blob, null, "")));
        assertTrue(progress.covers(new BlobNotice(blob, "0x8DC59", "00041")));
    }

    @Test
    void ofTwoSequencersTheLaterOneIsKeptAndTheNewOneWhereNobodyKnows() {
        assertEquals("0007", BlobProgress.later("0007", "0006"));
        assertEquals("0007", BlobProgress.later("0006", "0007"));
        assertEquals("00041", BlobProgress.later("0006", "00041"));
        assertEquals("9", BlobProgress.later("0006", "9"));
        assertEquals("0006", BlobProgress.later("0006", null));
        assertEquals("0006", BlobProgress.later(null, "0006"));
        assertNull(BlobProgress.later(null, null));
    }
}
