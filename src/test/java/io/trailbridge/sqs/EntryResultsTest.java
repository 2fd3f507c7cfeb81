package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

class EntryResultsTest {
    @Test
    void anEntryThatTheAnswerDoesNotNameIsRetried() {
        List<Outcome> outcomes = EntryResults.of("DeleteMessageBatch", 3, Stream.of("2", "0"), List.of());

        assertSame(Outcome.ACCEPTED, outcomes.get(0));
        assertSame(Outcome.ACCEPTED, outcomes.get(2));
        Outcome.Retry unnamed = assertInstanceOf(Outcome.Retry.class, outcomes.get(1));
        assertEquals("MissingResult", unnamed.code());
        assertTrue(unnamed.message().contains("DeleteMessageBatch"), unnamed.message());
    }

    @Test
    void onlyAFaultOfTheEntryItselfIsPermanent() {
        List<Outcome> outcomes = EntryResults.of(
                "DeleteMessageBatch",
                3,
                Stream.of(),
                List.of(
                        error("0", "InternalError", false),
                        error("1", "InvalidMessageContents", true),
                        error("2", "RequestThrottled", true)));

        assertInstanceOf(Outcome.Retry.class, outcomes.get(0));
        assertInstanceOf(Outcome.Rejected.class, outcomes.get(1));
        assertInstanceOf(Outcome.Retry.class, outcomes.get(2));
    }

    private static BatchResultErrorEntry error(String id, String code, boolean senderFault) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code(code)
                .message("no")
                .senderFault(senderFault)
                .build();
    }
}
