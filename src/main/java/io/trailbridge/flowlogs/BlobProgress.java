package io.trailbridge.flowlogs;

import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.storage.BlobState;

/**
 * The progress of a blob in the table: how far the blob has been read and its rows stored.
 *
 * @param generation how often the blob was replaced by another of the same name
 * @param etag the ETag of the state that has been read to its end; null while there is none
 * @param sequencer the sequencer of the latest completed notice; null when there is none
 */
record BlobProgress(long generation, BlobPosition mark, String etag, String sequencer) {
    static final BlobProgress NONE = new BlobProgress(0, BlobPosition.START, null, null);

    /**
     * Returns whether everything that the notice reports has been read. If this is not certain, it returns false and a
     * look at the blob decides: sequencers are compared as strings, which is meaningless when their lengths differ.
     */
    boolean covers(BlobNotice notice) {
        return etag != null && notice.etag() != null && BlobState.bare(etag).equals(notice.etag())
                || sequencer != null
                        && notice.sequencer() != null
                        && isComparable(sequencer, notice.sequencer())
                        && notice.sequencer().compareTo(sequencer) <= 0;
    }

    /** Returns the later of two sequencers, either of which may be null; the second one if they cannot be compared. */
    static String later(String one, String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return isComparable(one, other) && one.compareTo(other) > 0 ? one : other;
    }

    private static boolean isComparable(String one, String other) {
        return one.length() == other.length();
    }
}
