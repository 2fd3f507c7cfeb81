package io.trailbridge.flowlogs;

/**
 * How far a blob has been read and its rows stored, as the table has it.
 *
 * @param generation counts how often the blob was replaced by another of the same name
 * @param etag of the state that has been read to its end; null while there is none
 * @param sequencer of the latest notice that is done with; null when there is none
 */
record BlobProgress(long generation, Mark mark, String etag, String sequencer) {
    static final BlobProgress NONE = new BlobProgress(0, Mark.START, null, null);

    /** Whether all that the notice speaks of has been read. */
    boolean covers(BlobNotice notice) {
        return etag != null && notice.etag() != null && BlobNotice.bare(etag).equals(notice.etag())
                || sequencer != null && notice.sequencer() != null && notice.sequencer().compareTo(sequencer) <= 0;
    }
}
