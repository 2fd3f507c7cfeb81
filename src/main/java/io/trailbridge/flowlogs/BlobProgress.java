package io.trailbridge.flowlogs;

/**
 * How far a blob has been read and its rows stored, as the table has it.
 *
 * @param generation counts how often the blob was replaced by another of the same name
 * @param etag of the state that has been read to its end; null while there is none
 * @param sequencer of the latest notice that is done with; null when there is none
 */
record BlobProgress(long generation, BlobPosition mark, String etag, String sequencer) {
    static final BlobProgress NONE = new BlobProgress(0, BlobPosition.START, null, null);

    /**
     * Whether all that the notice speaks of has been read. Where that is not certain, a look at the blob tells:
     * sequencers are compared as texts, which says nothing when they are of different lengths.
     */
    boolean covers(BlobNotice notice) {
        return etag != null && notice.etag() != null && BlobNotice.bare(etag).equals(notice.etag())
                || sequencer != null && notice.sequencer() != null && isComparable(sequencer, notice.sequencer())
                        && notice.sequencer().compareTo(sequencer) <= 0;
    }

    /** The later of two sequencers, either of which may be null; the second where they cannot be compared. */
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
